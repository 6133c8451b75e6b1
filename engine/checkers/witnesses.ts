/** The events that a reader must see to understand a violation. */
import { causalPast } from '../trace/causality.ts';
import type { Trace, TraceEvent } from '../trace/model.ts';
import { isFailure } from './reading.ts';

/** A run under a lossy network has hundreds of faults: the last ones before the violation say enough. */
const mostFaults = 6;

/**
 * The events that led to `violating`: the given ones, the receipt, timeout or operation that set off each of them and the violating one, the sending of
 * what was received and the asking of what was handled, and the faults in their causal past. In order, without the violating event.
 */
export function leadUp(trace: Trace, violating: number, others: readonly number[]): readonly number[] {
  const shown = new Set(others);
  const core = [...others, violating];
  for (const index of core) {
    const trigger = triggerOf(trace, index);
    if (trigger === undefined) continue;
    shown.add(trigger);
    const event = trace.events[trigger];
    const sent = event?.kind === 'receive' ? trace.messages[event.message]?.sent : undefined;
    if (sent !== undefined) shown.add(sent);
    const asked = event?.kind === 'handle' ? invocationOf(trace, event.operation) : undefined;
    if (asked !== undefined) shown.add(asked);
  }
  for (const fault of faultsBehind(trace, core)) shown.add(fault);
  shown.delete(violating);
  return [...shown].filter((index) => index < violating).sort((a, b) => a - b);
}

/** The last faults in the causal past of the events. */
export function faultsBehind(trace: Trace, events: readonly number[]): readonly number[] {
  const past = causalPast(
    trace,
    events.flatMap((index) => trace.events[index]?.step ?? []),
  );
  return trace.events.flatMap((event, index) => (isFailure(event) && past[event.step] === true ? [index] : [])).slice(-mostFaults);
}

/** The receipt, timeout or operation that the event's handler answers to; nothing for `on start`, `on recover` and what is not done by a handler. */
export function triggerOf(trace: Trace, index: number): number | undefined {
  const event = trace.events[index];
  if (event === undefined) return undefined;
  const [first] = trace.steps[event.step]?.events ?? [index];
  for (let before = index; before >= first; before--) {
    const candidate = trace.events[before];
    if (candidate !== undefined && triggers.has(candidate.kind) && candidate.line === event.line) return before;
  }
  return undefined;
}
const triggers: ReadonlySet<TraceEvent['kind']> = new Set(['receive', 'timeout', 'handle']);

function invocationOf(trace: Trace, operation: number): number | undefined {
  const index = trace.events.findIndex((event) => event.kind === 'invoke' && event.operation === operation);
  return index < 0 ? undefined : index;
}
