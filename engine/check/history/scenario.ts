import type { Expression, History, ScenarioRun } from '../../../grammar/semantics/program.ts';
import type { Place } from '../../../grammar/syntax/range.ts';
import type { TraceValue } from '../../trace/model.ts';

/** A history as a scenario without nodes, in which its processes are the clients: what properties ask of a scenario. */
export function scenarioOf(
  { initial, claims, place }: History,
  processes: readonly string[],
  loaded: readonly (readonly [key: TraceValue, value: TraceValue])[],
): ScenarioRun {
  const also = loaded.map(([key, value]) => ({ key: expressionOf(key, place), value: expressionOf(value, place) }));
  return {
    bindings: [],
    nodes: [],
    groups: [],
    clients: processes.map((name) => ({ name, frameSize: 0, body: [], place })),
    // What the file says comes last, and counts.
    initial: [...also, ...initial],
    network: { synchronous: false, delayMs: [0, 0], fifo: false, loss: 0, duplicate: 0 },
    links: [],
    clocks: [],
    diskBuffered: false,
    durability: [],
    timeline: [],
    rules: [],
    messageFaults: [],
    budgets: [],
    mode: { kind: 'simulate', seed: 1, seeds: 1, place },
    claims,
  };
}

function expressionOf(value: TraceValue, place: Place): Expression {
  const type = { kind: 'value' } as const;
  if (value === null || typeof value !== 'object') return { kind: 'constant', value, type, place };
  const elements = Array.isArray(value) ? (value as readonly TraceValue[]) : [];
  return { kind: 'list', elements: elements.map((element) => expressionOf(element, place)), type, place };
}
