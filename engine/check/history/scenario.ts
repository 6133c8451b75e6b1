import type { Expression, History, ScenarioRun } from '../../../grammar/semantics/program.ts';
import type { Place } from '../../../grammar/syntax/range.ts';
import { emptyRun } from '../../program/empty-run.ts';
import type { TraceValue } from '../../trace/model.ts';

/** A history as a scenario without nodes, in which its processes are the clients: what properties ask of a scenario. */
export function scenarioOf(
  { initial, claims, place }: History,
  processes: readonly string[],
  loaded: readonly (readonly [key: TraceValue, value: TraceValue])[],
): ScenarioRun {
  const also = loaded.map(([key, value]) => ({ key: expressionOf(key, place), value: expressionOf(value, place) }));
  return {
    ...emptyRun(place),
    clients: processes.map((name) => ({ name, frameSize: 0, body: [], place })),
    // What the file says comes last, and counts.
    initial: [...also, ...initial],
    claims,
  };
}

function expressionOf(value: TraceValue, place: Place): Expression {
  const type = { kind: 'value' } as const;
  if (value === null || typeof value !== 'object') return { kind: 'constant', value, type, place };
  const elements = Array.isArray(value) ? (value as readonly TraceValue[]) : [];
  return { kind: 'list', elements: elements.map((element) => expressionOf(element, place)), type, place };
}
