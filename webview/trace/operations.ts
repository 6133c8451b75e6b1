/** What a trace tells of clients' operations. */
import type { Trace } from '../../engine/trace/model.ts';
import { callText, valueText } from '../../engine/trace/values.ts';

export interface TracedOperation {
  readonly number: number;
  /** Of the client. */
  readonly line: number;
  /** Indices of events. */
  readonly invoked: number;
  readonly returned?: number;
}

/** In the order of their invocations. */
export function tracedOperations(trace: Trace): readonly TracedOperation[] {
  const operations = new Map<number, TracedOperation>();
  for (const [index, event] of trace.events.entries()) {
    if (event.kind === 'invoke') operations.set(event.operation, { number: event.operation, line: event.line ?? 0, invoked: index });
    const asked = event.kind === 'return' ? operations.get(event.operation) : undefined;
    if (asked !== undefined) operations.set(asked.number, { ...asked, returned: index });
  }
  return [...operations.values()];
}

/** By number: `read("x") -> 1`; without a result while it is open, and where operations of that name have none. */
export function operationTexts(trace: Trace): ReadonlyMap<number, string> {
  const answering = new Set(
    trace.events.flatMap((event) => (event.kind === 'return' && (event.result ?? null) !== null ? [event.name] : [])),
  );
  return new Map(
    tracedOperations(trace).map(({ number, invoked, returned }) => {
      const event = trace.events[invoked];
      if (event?.kind !== 'invoke') return [number, ''];
      const call = callText(event.name, event.arguments);
      const end = trace.events[returned ?? -1];
      const result = end?.kind === 'return' && answering.has(event.name) ? ` -> ${valueText(end.result ?? null)}` : '';
      return [number, `${call}${result}`];
    }),
  );
}
