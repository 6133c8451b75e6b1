/** How checkers of histories speak of what clients asked and saw. */
import type { Trace } from '../../trace/model.ts';
import { callText, valueText } from '../../trace/values.ts';
import type { Operation } from '../history.ts';
import { leadUp } from '../witnesses.ts';

/** `write("x", 1) by alice`, `read("x") -> 1 by bob` */
export function operationText(trace: Trace, operation: Operation): string {
  const name = clientName(trace, operation);
  return `${seenText(operation)}${name === '' ? '' : ` by ${name}`}`;
}

/** `read("x") -> 1` */
export function seenText({ name, arguments: args, outcome, result }: Operation): string {
  const call = callText(name, args);
  const silent = outcome === 'open' || (result === null && !answers.has(name)) || result === undefined;
  return silent ? call : `${call} -> ${valueText(result)}`;
}
/** Operations of the prelude that answer `none` where there is nothing; a `none` of others says nothing. */
const answers: ReadonlySet<string> = new Set(['read', 'dequeue', 'pop']);

export function clientName(trace: Trace, { event }: Operation): string {
  return [...trace.nodes, ...trace.clients][trace.events[event]?.line ?? -1]?.name ?? '';
}

/** The events of the operations, and what led to them. */
export function witnessesOf(trace: Trace, violating: Operation, others: readonly Operation[]): readonly number[] {
  return leadUp(
    trace,
    violating.event,
    others.map(({ event }) => event),
  );
}
