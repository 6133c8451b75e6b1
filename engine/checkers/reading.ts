/** How checkers read a trace, and how they speak of it. */
import type { NodeSnapshot, Trace, TraceEvent, TraceValue } from '../trace/model.ts';

/** A protocol's event, `commit(tx)`, as checkers see it. */
export interface Call {
  /** Its index among the trace's events. */
  readonly index: number;
  readonly step: number;
  readonly node: number;
  readonly name: string;
  readonly arguments: readonly TraceValue[];
}

/** The calls of the named events, in order. */
export function callsOf(trace: Trace, ...names: readonly string[]): readonly Call[] {
  return trace.events.flatMap((event, index) => {
    if (event.kind !== 'event' || event.line === undefined || !names.includes(event.name)) return [];
    return [{ index, step: event.step, node: event.line, name: event.name, arguments: event.arguments }];
  });
}

export function argument(call: Call, position: number): TraceValue {
  return call.arguments[position] ?? null;
}

export function nodeName(trace: Trace, node: number): string {
  return trace.nodes[node]?.name ?? `node ${node}`;
}

/** `step 9`: people count steps from 1, the start of the run being 0. */
export function stepNumber(step: number): string {
  return `step ${step + 1}`;
}
export function atStep(step: number): string {
  return `at ${stepNumber(step)}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function enumerate(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** The nodes as the trace leaves them. */
export function finalNodes(trace: Trace): readonly NodeSnapshot[] {
  const last = [...trace.initial];
  for (const step of trace.steps) {
    for (const snapshot of step.changes) last[snapshot.node] = snapshot;
  }
  return last;
}

/** What went wrong around the nodes, rather than in them. A duplicate is no failure: nothing was taken away. */
export function isFailure(event: TraceEvent): boolean {
  return event.kind === 'crash' || event.kind === 'lose' || event.kind === 'partition' || event.kind === 'pause';
}
