/** The state of the panel and all that can happen to it: pure, so that what a key or a message does is tested without a page. */
import type { Trace } from '../../engine/trace/model.ts';
import type { LeftBehind, PanelState, PresentedTrace } from '../protocol.ts';

export interface Panel {
  readonly traces: readonly PresentedTrace[];
  readonly selected: number;
  readonly step: number;
  /** Steps of the handler that the cursor is in. */
  readonly highlighted: readonly number[];
  readonly hideIrrelevant: boolean;
  readonly playing: boolean;
  /** Steps a second. */
  readonly speed: number;
  /** Why nothing is shown, where something should be. */
  readonly missing?: string;
}

export const speeds: readonly number[] = [0.5, 1, 2, 4, 8];

export const emptyPanel: Panel = { traces: [], selected: 0, step: 0, highlighted: [], hideIrrelevant: false, playing: false, speed: 1 };

export type Action =
  | { readonly type: 'show'; readonly traces: readonly PresentedTrace[]; readonly selected: number; readonly step?: number }
  | { readonly type: 'chooseTrace'; readonly selected: number }
  /** To a step; if it is hidden, to the last one before it that is not. */
  | { readonly type: 'goTo'; readonly step: number }
  /** By so many of the steps that are not hidden. */
  | { readonly type: 'move'; readonly by: number }
  | { readonly type: 'first' | 'last' | 'togglePlay' | 'stop' }
  /** The clock of a running replay. */
  | { readonly type: 'tick' }
  | { readonly type: 'setSpeed'; readonly speed: number }
  | { readonly type: 'setHideIrrelevant'; readonly hide: boolean }
  | { readonly type: 'highlight'; readonly steps: readonly number[] }
  | { readonly type: 'missing'; readonly why: string };

/** The trace that is shown. */
export function shownTrace(panel: Panel): PresentedTrace | undefined {
  return panel.traces[panel.selected];
}

/** Where to begin: at what broke; else at the first step. */
function openingStep(trace: Trace): number {
  return trace.violation?.step ?? 0;
}

export function update(panel: Panel, action: Action): Panel {
  switch (action.type) {
    case 'show': {
      const { missing: _, ...before } = panel;
      const shown = { ...before, traces: action.traces, selected: action.selected, highlighted: [], playing: false };
      return opened(shown, action.step);
    }
    case 'chooseTrace':
      return panel.traces[action.selected] === undefined
        ? panel
        : opened({ ...panel, selected: action.selected, highlighted: [], playing: false });
    case 'goTo':
      return settled(at({ ...panel, playing: false }, action.step));
    case 'move':
      return moved({ ...panel, playing: false }, action.by);
    case 'first':
      return at({ ...panel, playing: false }, seenSteps(panel)[0] ?? 0);
    case 'last':
      return at({ ...panel, playing: false }, seenSteps(panel).at(-1) ?? 0);
    case 'togglePlay':
      if (panel.playing) return { ...panel, playing: false };
      // Played at its end, a run begins again.
      return { ...(isLast(panel) ? at(panel, seenSteps(panel)[0] ?? 0) : panel), playing: stepCount(panel) > 1 };
    case 'stop':
      return { ...panel, playing: false };
    case 'tick': {
      if (!panel.playing) return panel;
      const next = moved(panel, 1);
      return isLast(next) ? { ...next, playing: false } : next;
    }
    case 'setSpeed':
      return speeds.includes(action.speed) ? { ...panel, speed: action.speed } : panel;
    case 'setHideIrrelevant':
      return settled({ ...panel, hideIrrelevant: action.hide });
    case 'highlight':
      return { ...panel, highlighted: action.steps };
    case 'missing':
      return { ...panel, missing: action.why };
  }
}

function opened(panel: Panel, step?: number): Panel {
  const shown = shownTrace(panel);
  return shown === undefined ? { ...panel, step: 0 } : settled(at(panel, step ?? openingStep(shown.trace)));
}

function stepCount(panel: Panel): number {
  return shownTrace(panel)?.trace.steps.length ?? 0;
}

/** At the step, or at the nearest there is. */
function at(panel: Panel, step: number): Panel {
  return { ...panel, step: Math.max(0, Math.min(stepCount(panel) - 1, step)) };
}

/** The steps that are not hidden, ascending. */
export function seenSteps(panel: Panel): number[] {
  const steps = shownTrace(panel)?.trace.steps ?? [];
  return steps.flatMap((step, index) => (panel.hideIrrelevant && step.relevant === false ? [] : [index]));
}

function moved(panel: Panel, by: number): Panel {
  const seen = seenSteps(panel);
  const after = seen.findIndex((step) => step > panel.step);
  const notBefore = seen.findIndex((step) => step >= panel.step);
  const target = by > 0 ? (after < 0 ? seen.length : after) + by - 1 : (notBefore < 0 ? seen.length : notBefore) + by;
  const step = seen[Math.max(0, Math.min(seen.length - 1, target))];
  return step === undefined ? panel : at(panel, step);
}

export function isFirst(panel: Panel): boolean {
  return panel.step <= (seenSteps(panel)[0] ?? 0);
}

export function isLast(panel: Panel): boolean {
  return panel.step >= (seenSteps(panel).at(-1) ?? 0);
}

/** Not at a step that is hidden: at the last one shown before it, or the first there is. */
function settled(panel: Panel): Panel {
  const seen = seenSteps(panel);
  if (seen.includes(panel.step)) return panel;
  return at(panel, seen.findLast((step) => step <= panel.step) ?? seen[0] ?? 0);
}

/** Above this, traces are not stored with the window: VS Code keeps the state of all its views in one small database. */
const largestStoredTraces = 2_000_000;

/** The traces as they are stored, `undefined` if they are too large. Costs a serialization: call it when traces change, not at every step. */
export function storable(traces: readonly PresentedTrace[]): readonly PresentedTrace[] | undefined {
  return JSON.stringify(traces).length <= largestStoredTraces ? traces : undefined;
}

/** What to keep for a reload of the window; nothing while nothing is shown. */
export function toState(panel: Panel, stored: readonly PresentedTrace[] | undefined): PanelState | undefined {
  const shown = shownTrace(panel);
  if (shown === undefined) return undefined;
  const { selected, step, hideIrrelevant, speed } = panel;
  return {
    version: 1,
    source: shown.trace.source,
    selected,
    step,
    hideIrrelevant,
    speed,
    ...(stored === undefined ? {} : { traces: stored }),
  };
}

/** The panel as it was, and what is missing of it. */
export function fromState(state: PanelState): { readonly panel: Panel; readonly lacksTrace?: LeftBehind } {
  const base = update({ ...emptyPanel, hideIrrelevant: state.hideIrrelevant }, { type: 'setSpeed', speed: state.speed });
  const { source, selected, step } = state;
  if (state.traces === undefined) return { panel: base, lacksTrace: { source, selected, step } };
  return { panel: update(base, { type: 'show', traces: state.traces, selected, step }) };
}
