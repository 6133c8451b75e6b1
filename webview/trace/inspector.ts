/** What the selected step did: its events with their logical time, and each node's state with what changed. */
import type { Trace, TraceEvent, TraceViolation } from '../../engine/trace/model.ts';
import type { Place } from '../../grammar/syntax/range.ts';
import { classes, html, linkButton } from '../dom.ts';
import { linearizationParts } from './linearization.ts';
import { shownTrace } from './panel.ts';
import { type NodeView, StateHistory } from './states.ts';
import type { View } from './toolbar.ts';

export interface InspectorActions {
  goTo(step: number, place?: Place): void;
  reveal(place: Place): void;
  openMessage(file: string, name: string): void;
}

/** Of messages in flight and of clocks so many are listed; of nodes so many fit on a screen. */
const mostListed = 12;

export function createInspector(actions: InspectorActions): View {
  const content = html('div', { class: 'inspector-content' });
  const element = html('section', { class: 'inspector', 'aria-label': 'Inspector', tabindex: 0, 'data-testid': 'inspector' }, content);
  let states: { readonly trace: Trace; readonly history: StateHistory } | undefined;
  let shownStep: { readonly trace: Trace; readonly step: number } | undefined;
  return {
    element,
    render: (panel) => {
      const trace = shownTrace(panel)?.trace;
      if (trace === undefined || (shownStep?.trace === trace && shownStep.step === panel.step)) return;
      shownStep = { trace, step: panel.step };
      // Within a run it stays scrolled to the node that someone watches.
      if (states?.trace !== trace) element.scrollTop = 0;
      if (states?.trace !== trace) states = { trace, history: new StateHistory(trace) };
      content.replaceChildren(...inspectStep(trace, panel.step, states.history, actions));
    },
  };
}

function inspectStep(trace: Trace, index: number, history: StateHistory, actions: InspectorActions): HTMLElement[] {
  const step = trace.steps[index];
  if (step === undefined) return [html('p', { class: 'quiet' }, 'Nothing happened in this run.')];
  const title = html('h2', {}, `${index + 1}. ${step.text}`);
  const events = trace.events.slice(...step.events);
  const parts: HTMLElement[] = [title];
  const { place } = step;
  if (place !== undefined)
    parts.push(
      html(
        'p',
        {},
        linkButton('show in the source', () => actions.reveal(place)),
      ),
    );
  const violation = trace.violation?.step === index ? trace.violation : undefined;
  if (violation !== undefined)
    parts.push(html('p', { class: 'violation' }, html('strong', {}, `✗ ${violation.property}`), ` ${violation.message}`));
  const nodes = history.after(index);
  // All in their order, so that each keeps its place while one steps; of more than fit on the screen those that changed come first.
  const [first, others] =
    nodes.length <= mostListed ? [nodes, []] : [nodes.filter(({ changed }) => changed), nodes.filter(({ changed }) => !changed)];
  parts.push(...first.map(nodeCard));
  if (events.length > 0) {
    parts.push(
      html('h3', {}, 'What happened'),
      html('ul', { class: 'events' }, ...events.map((event) => eventItem(trace, event, actions))),
    );
  }
  parts.push(...linearizationParts(trace, index, actions.goTo));
  parts.push(...inFlightList(trace, index, history, actions));
  if (violation !== undefined) parts.push(...witnessList(trace, violation, actions));
  if (others.length > 0) parts.push(html('h3', {}, 'Unchanged'), ...others.map(nodeCard));
  return parts;
}

function witnessList(trace: Trace, violation: TraceViolation, actions: InspectorActions): HTMLElement[] {
  const witnesses = violation.witnesses.flatMap((index) => {
    const event = trace.events[index];
    if (event === undefined) return [];
    const who = event.line === undefined ? '' : `${lineName(trace, event.line)} `;
    const go = linkButton(`step ${event.step + 1}`, () => actions.goTo(event.step, event.place));
    return [html('li', {}, go, ` ${who}${event.text}`)];
  });
  return witnesses.length === 0 ? [] : [html('h3', {}, 'What led there'), html('ol', { class: 'witnesses' }, ...witnesses)];
}

function eventItem(trace: Trace, event: TraceEvent, actions: InspectorActions): HTMLElement {
  const who = event.line === undefined ? '' : `${lineName(trace, event.line)} `;
  const { place } = event;
  const text = `${who}${event.text}`;
  const name = place === undefined ? html('span', {}, text) : linkButton(text, () => actions.reveal(place));
  const item = html('li', {}, name);
  const notes: (Node | string)[] = event.lamport === undefined ? [] : [clock(trace, event)];
  const message = 'message' in event && typeof event.message === 'number' ? trace.messages[event.message] : undefined;
  if (message !== undefined) {
    const { file } = trace.source;
    if (notes.length > 0) notes.push(' · ');
    notes.push(linkButton(`declaration of ${message.name}`, () => actions.openMessage(file, message.name)));
  }
  if (notes.length > 0) item.append(html('span', { class: 'notes' }, ...notes));
  return item;
}

/** The Lamport clock, and of the vector clock what is not zero; what is too long to read is there on hover. */
function clock(trace: Trace, event: TraceEvent): HTMLElement {
  const vector = (event.vector ?? []).flatMap((ticks, line) => (ticks === 0 ? [] : [`${lineName(trace, line)}:${ticks}`]));
  const shown = vector.length > mostListed ? [...vector.slice(0, mostListed), '…'] : vector;
  return html('span', { title: `vector ⟨${vector.join(' ')}⟩` }, `Lamport ${event.lamport ?? 0} · vector ⟨${shown.join(' ')}⟩`);
}

function lineName(trace: Trace, line: number): string {
  return trace.nodes[line]?.name ?? trace.clients[line - trace.nodes.length]?.name ?? `line ${line}`;
}

const statusWords = { up: 'up', down: 'down', paused: 'paused' };

function nodeCard(node: NodeView): HTMLElement {
  const status =
    node.statusBefore === undefined ? statusWords[node.status] : `${statusWords[node.statusBefore]} → ${statusWords[node.status]}`;
  const heading = html(
    'h3',
    {},
    node.name,
    html('span', { class: 'role' }, node.role),
    html('span', { class: classes('status', `status-${node.status}`, node.statusBefore !== undefined && 'changed') }, status),
  );
  const rows = node.variables.map(({ name, durable, text, before }) =>
    html(
      'tr',
      { class: before === undefined ? undefined : 'changed' },
      html('th', { scope: 'row' }, name, ...(durable ? [html('span', { class: 'durable', title: 'survives a crash' }, 'durable')] : [])),
      html('td', {}, ...(before === undefined ? [text] : [html('del', {}, before), ' → ', html('ins', {}, text)])),
    ),
  );
  const timers = node.timers.map(({ text, change }) => {
    if (change === undefined) return html('li', {}, text);
    return html('li', { class: 'changed' }, ...(change === 'armed' ? [html('ins', {}, text), ' armed'] : [html('del', {}, text), ' gone']));
  });
  return html(
    'article',
    {
      class: classes('node', node.changed && 'node-changed'),
      'aria-label': `${node.name}, ${node.role}, ${status}`,
      'data-testid': `node-${node.name}`,
    },
    heading,
    ...(rows.length === 0 ? [] : [html('table', {}, html('tbody', {}, ...rows))]),
    ...(timers.length === 0
      ? []
      : [html('div', { class: 'timers' }, html('span', { class: 'quiet' }, 'timers '), html('ul', {}, ...timers))]),
  );
}

function inFlightList(trace: Trace, step: number, history: StateHistory, actions: InspectorActions): HTMLElement[] {
  const messages = history.inFlight(step);
  if (messages.length === 0) return [];
  const items = messages.slice(0, mostListed).map((message) => {
    const sending = trace.events[message.sent];
    const text = `${message.text}, ${lineName(trace, message.from)} to ${lineName(trace, message.to)}`;
    return html('li', {}, sending === undefined ? text : linkButton(text, () => actions.goTo(sending.step, sending.place)));
  });
  if (messages.length > mostListed) items.push(html('li', { class: 'quiet' }, `and ${messages.length - mostListed} more`));
  return [html('h3', {}, `In flight: ${messages.length}`), html('ul', { class: 'in-flight' }, ...items)];
}
