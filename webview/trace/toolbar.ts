/** What the run is, what came of it, and the controls that move through it. */
import type { Trace } from '../../engine/trace/model.ts';
import { checkbox, choice, iconButton, setButtonIdle, setButtonLabel, slider } from '../controls.ts';
import { html } from '../dom.ts';
import { icon } from './icons.ts';
import { type Action, isFirst, isLast, type Panel, shownTrace, speeds } from './panel.ts';

export interface View {
  readonly element: HTMLElement;
  render(panel: Panel): void;
}

const outcomeMarks = { violated: '✗', expected: '✓', holds: '✓', undecided: '?' };
const outcomeWords = { violated: 'Violated', expected: 'Violated, as expected', holds: 'Holds', undecided: 'Undecided' };

/** The scenario's title and the verdict. */
export function createHeading(dispatch: (action: Action) => void): View {
  const title = html('h1');
  const source = html('span', { class: 'source' });
  const traces = choice('Which run', 'trace-choice', (selected) => dispatch({ type: 'chooseTrace', selected }));
  const mark = html('span', { class: 'outcome', role: 'img' });
  const verdict = html('span', { class: 'verdict-text', 'data-testid': 'verdict' });
  const goToViolation = html('button', { type: 'button', class: 'link', 'data-testid': 'go-to-violation' });
  let violatingStep = 0;
  goToViolation.addEventListener('click', () => dispatch({ type: 'goTo', step: violatingStep }));
  const line = html('p', { class: 'verdict' }, mark, ' ', verdict, ' ', goToViolation);
  const excerpt = html('p', { class: 'excerpt', 'data-testid': 'excerpt' });
  const element = html('header', {}, html('div', { class: 'title' }, title, source, traces.element), line, excerpt);
  return {
    element,
    render: (panel) => {
      const shown = shownTrace(panel);
      if (shown === undefined) return;
      const { trace, outcome } = shown;
      title.textContent = shown.title;
      source.textContent = trace.mode.kind === 'simulation' ? `simulated, seed ${trace.mode.seed}` : modeWords[trace.mode.kind];
      traces.element.hidden = panel.traces.length < 2;
      traces.set(
        panel.traces.map((each, index) => `${index + 1} of ${panel.traces.length}: ${each.trace.violation?.property ?? each.title}`),
        panel.selected,
      );
      line.dataset.outcome = outcome;
      mark.textContent = outcomeMarks[outcome];
      mark.setAttribute('aria-label', outcomeWords[outcome]);
      verdict.textContent = shown.verdict;
      goToViolation.hidden = trace.violation === undefined || trace.violation.step === panel.step;
      violatingStep = trace.violation?.step ?? 0;
      goToViolation.textContent = `go to step ${violatingStep + 1}`;
      excerpt.textContent = excerptText(trace);
      excerpt.hidden = trace.excerpt === undefined;
    },
  };
}

/** How much of a history is shown that is too long to be shown whole. */
function excerptText({ excerpt, events, violation }: Trace): string {
  if (excerpt === undefined) return '';
  const [shown, all] = [events.length, excerpt.events].map((count) => count.toLocaleString('en-US'));
  return violation === undefined
    ? `Showing the first ${shown} of ${all} events.`
    : `Showing ${shown} of ${all} events: those that the violation involves, and what happened around it.`;
}

export function createToolbar(dispatch: (action: Action) => void): View {
  const press = (type: 'first' | 'last' | 'togglePlay') => () => dispatch({ type });
  const first = iconButton({ label: 'First step (Home)', testId: 'step-first', onClick: press('first') }, icon('first'));
  const back = iconButton({ label: 'Step back (←)', testId: 'step-back', onClick: () => dispatch({ type: 'move', by: -1 }) }, icon('back'));
  const play = iconButton({ label: 'Play (Space)', testId: 'step-play', onClick: press('togglePlay') }, icon('play'));
  const forward = iconButton(
    { label: 'Step forward (→)', testId: 'step-forward', onClick: () => dispatch({ type: 'move', by: 1 }) },
    icon('forward'),
  );
  const last = iconButton({ label: 'Last step (End)', testId: 'step-last', onClick: press('last') }, icon('last'));
  const position = slider('Step', 'step-slider', (step) => dispatch({ type: 'goTo', step }));
  const count = html('output', { class: 'count' });
  const speed = choice('Speed', 'step-speed', (selected) => dispatch({ type: 'setSpeed', speed: speeds[selected] ?? 1 }));
  speed.set(
    speeds.map((each) => `${each} ${each === 1 ? 'step' : 'steps'}/s`),
    0,
  );
  const hide = checkbox('Only what matters', 'hide-irrelevant', (checked) => dispatch({ type: 'setHideIrrelevant', hide: checked }));
  hide.element.title = 'Hide the steps that the violation does not depend on';
  const buttons = html('div', { class: 'buttons' }, first, back, play, forward, last);
  const element = html(
    'div',
    { class: 'toolbar', role: 'toolbar', 'aria-label': 'Steps' },
    buttons,
    position.element,
    count,
    speed.element,
    hide.element,
  );
  let playing: boolean | undefined;
  return {
    element,
    render: (panel) => {
      const trace = shownTrace(panel)?.trace;
      if (trace === undefined) return;
      const text = trace.steps[panel.step]?.text ?? '';
      position.set(panel.step, Math.max(0, trace.steps.length - 1), `step ${panel.step + 1} of ${trace.steps.length}: ${text}`);
      count.textContent = `${panel.step + 1} / ${trace.steps.length}`;
      for (const button of [first, back]) setButtonIdle(button, isFirst(panel));
      for (const button of [forward, last]) setButtonIdle(button, isLast(panel));
      if (playing !== panel.playing) {
        playing = panel.playing;
        setButtonLabel(play, playing ? 'Pause (Space)' : 'Play (Space)');
        play.replaceChildren(icon(playing ? 'pause' : 'play'));
      }
      speed.element.selectedIndex = speeds.indexOf(panel.speed);
      hide.element.hidden = !trace.steps.some((step) => step.relevant === false);
      hide.set(panel.hideIrrelevant);
    },
  };
}

const modeWords = { exploration: 'explored', schedule: 'scheduled', import: 'imported', history: 'a history' } as const;
