/** The trace panel: connects the host's messages, the state and the views. */
import './trace.css';
import type { Place } from '../../grammar/syntax/range.ts';
import { registerControls } from '../controls.ts';
import { html } from '../dom.ts';
import type { HostMessage } from '../protocol.ts';
import { createDiagram } from './diagram.ts';
import { connectHost } from './host.ts';
import { createInspector } from './inspector.ts';
import { actionForKey } from './keyboard.ts';
import { type Action, emptyPanel, fromState, type Panel, shownTrace, storable, toState, update } from './panel.ts';
import { createStepList } from './step-list.ts';
import { createHeading, createToolbar } from './toolbar.ts';

registerControls();

/** Playing at full speed does not write the state at every step. */
const saveDelayMs = 200;

let panel: Panel = emptyPanel;
let stored: ReturnType<typeof storable>;
let replay: ReturnType<typeof setInterval> | undefined;
let saving: ReturnType<typeof setTimeout> | undefined;

const host = connectHost(hear);
const userDoes = (action: Action, place?: Place): void => apply(action, 'user', place);
const reveal = (place: Place): void => host.post({ type: 'reveal', place });
const revealStep = (step: number): void => {
  const place = placeOf(panel, step);
  if (place !== undefined) reveal(place);
};

const heading = createHeading(userDoes);
const toolbar = createToolbar(userDoes);
const diagram = createDiagram({ dispatch: userDoes, reveal: revealStep });
const inspector = createInspector({
  goTo: (step, place) => userDoes({ type: 'goTo', step }, place),
  reveal,
  openMessage: (file, name) => host.post({ type: 'openMessage', file, name }),
});
const stepList = createStepList(userDoes, revealStep);
// Those that ask the page where it is scrolled come first: after the others have written, asking would cost a layout.
const views = [stepList, diagram, heading, toolbar, inspector];

const howToOpen = 'No run is shown. Open one from a scenario’s code lens, or from a problem’s “Show trace”.';
const waiting = html('p', { class: 'waiting', role: 'status' });
const spoken = html('div', { class: 'spoken', 'aria-live': 'polite', 'data-testid': 'announcement' });
const side = html('div', { class: 'side' }, inspector.element, stepList.element);
const body = html('div', { class: 'body' }, diagram.element, side);
const shown = html('div', { class: 'shown' }, heading.element, toolbar.element, body);
document.getElementById('panel')?.append(waiting, shown, spoken);

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const focused = event.target instanceof Element ? event.target.tagName : '';
  const action = actionForKey(event.key, focused);
  if (action === undefined) return;
  event.preventDefault();
  userDoes(action);
});

window.addEventListener('pagehide', save);

const left = host.savedState();
const restored = left === undefined ? undefined : fromState(left);
if (restored !== undefined) become(restored.panel, 'host');
else render();
host.post({
  type: 'ready',
  showing: shownTrace(panel) !== undefined,
  ...(restored?.lacksTrace === undefined ? {} : { lacksTrace: restored.lacksTrace }),
});

function hear(message: HostMessage): void {
  apply(message.type === 'select' ? { type: 'goTo', step: message.step } : message, 'host');
}

function apply(action: Action, origin: 'user' | 'host', place?: Place): void {
  become(update(panel, action), origin, place, action.type === 'show');
}

/** Makes `next` the state; tells the host, the clock, the window's memory and the views what is new in it. */
function become(next: Panel, origin: 'user' | 'host', place?: Place, always = false): void {
  const before = panel;
  if (next === before && place === undefined && !always) return;
  panel = next;
  if (next.traces !== before.traces) stored = storable(next.traces);
  const moved =
    always || place !== undefined || next.step !== before.step || next.selected !== before.selected || next.traces !== before.traces;
  if (moved && shownTrace(next) !== undefined) {
    const where = place ?? placeOf(next, next.step);
    host.post({ type: 'stepSelected', trace: next.selected, step: next.step, origin, ...(where === undefined ? {} : { place: where }) });
  }
  if (next.playing !== before.playing || next.speed !== before.speed) {
    clearInterval(replay);
    replay = next.playing ? setInterval(() => userDoes({ type: 'tick' }), 1000 / next.speed) : undefined;
  }
  clearTimeout(saving);
  saving = setTimeout(save, saveDelayMs);
  render();
  if (moved) say();
}

function save(): void {
  clearTimeout(saving);
  const state = toState(panel, stored);
  if (state !== undefined) host.saveState(state);
}

function render(): void {
  const empty = shownTrace(panel) === undefined;
  waiting.hidden = !empty;
  waiting.textContent = panel.missing ?? howToOpen;
  shown.hidden = empty;
  for (const view of views) view.render(panel);
}

function say(): void {
  const trace = shownTrace(panel)?.trace;
  const step = trace?.steps[panel.step];
  if (trace === undefined || step === undefined) return;
  const broken = trace.violation?.step === panel.step ? ` ${trace.violation.property} is violated here: ${trace.violation.message}` : '';
  spoken.textContent = `Step ${panel.step + 1} of ${trace.steps.length}: ${step.text}.${broken}`;
}

/** Where a step is in the source: the violating one at the statement that broke the property. */
function placeOf({ traces, selected }: Panel, step: number): Place | undefined {
  const trace = traces[selected]?.trace;
  const violating =
    trace?.violation?.step === step && trace.violation.event !== undefined ? trace.events[trace.violation.event]?.place : undefined;
  return violating ?? trace?.steps[step]?.place;
}
