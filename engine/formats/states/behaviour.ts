/** A behaviour, as model checkers print it: a sequence of states, with what led from each to the next. */
import { logicalClocks } from '../../trace/clocks.ts';
import type { NodeSnapshot, Trace, TraceEvent, TraceStep, TraceValue } from '../../trace/model.ts';

export interface Behaviour {
  readonly file: string;
  readonly title: string;
  readonly states: readonly State[];
  /** The index of the state that the last one goes back to; `action`: by what, unless the last state is that state already. */
  readonly back?: { readonly to: number; readonly action?: string };
  readonly violation?: { readonly property: string; readonly message: string };
}
export interface State {
  /** What led to it. */
  readonly action: string;
  readonly variables: readonly Variable[];
}
export interface Variable {
  readonly name: string;
  readonly value: TraceValue;
  readonly text: string;
}

/** One lifeline, called `state`, whose variables are those of the specification. Its first state is the one before the first step. */
export function behaviourTrace({ file, title, states, back, violation }: Behaviour): Trace {
  const [first, ...later] = states;
  const moves: State[] = [...later];
  const last = states.length - 1;
  const target = back === undefined ? undefined : states[back.to];
  // The way back is a step too, so that the part that repeats for ever ends where it began; unless the last state is that one already.
  if (back !== undefined && target !== undefined && (back.action !== undefined || back.to === last || !sameState(target, states[last]))) {
    moves.push({ action: back.action ?? `back to state ${back.to + 1}`, variables: target.variables });
  }
  const clocks = logicalClocks(
    1,
    moves.map(() => ({ line: 0, causes: [] })),
  );
  const events = moves.map(({ action }, step): TraceEvent => {
    return { kind: 'event', name: action, arguments: [], text: action, step, line: 0, ...clocks[step] };
  });
  const steps = moves.map(({ action, variables }, step): TraceStep => {
    return { kind: 'internal', text: action, node: 0, events: [step, step + 1], changes: [snapshot(variables)] };
  });
  const end = Math.max(0, moves.length - 1);
  return {
    format: 'faultline-trace',
    version: 1,
    source: { file, scenario: title, bindings: [] },
    mode: { kind: 'import' },
    timed: false,
    nodes: [{ name: 'state', role: '' }],
    clients: [],
    messages: [],
    steps: violation === undefined ? steps : steps.map((step) => ({ ...step, relevant: true })),
    events,
    initial: [snapshot(first?.variables ?? [])],
    ...(violation === undefined
      ? {}
      : { violation: { ...violation, step: end, witnesses: [], ...(events.length > 0 ? { event: end } : {}) } }),
    ...(back === undefined || moves.length === 0 ? {} : { cycleFrom: Math.min(back.to, end) }),
  };
}

function snapshot(variables: readonly Variable[]): NodeSnapshot {
  return { node: 0, status: 'up', variables: variables.map((variable) => ({ ...variable, durable: false })), timers: [] };
}

function sameState(a: State, b: State | undefined): boolean {
  return JSON.stringify(a.variables.map(({ text }) => text)) === JSON.stringify(b?.variables.map(({ text }) => text));
}
