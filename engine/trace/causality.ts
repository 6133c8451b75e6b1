/** What follows from what in a trace: the direct causes behind its clocks, and the causal past of what broke. */
import type { Trace, TraceEvent, TraceMessage } from './model.ts';

/**
 * The direct causes of each event on *other* lifelines (the order on its own lifeline goes without saying): of a receipt, a loss or a duplication the
 * event that put the message on its way; of an operation's handling, reply and return the step of it before.
 */
export function directCauses(
  events: readonly UnstampedEvent[],
  messages: readonly Pick<TraceMessage, 'sent'>[],
): readonly (readonly number[])[] {
  const operations = new Map<number, number>();
  return events.map((event, index) => {
    switch (event.kind) {
      case 'receive':
      case 'lose':
      case 'duplicate': {
        const sent = messages[event.message]?.sent;
        return sent === undefined ? [] : [sent];
      }
      case 'invoke':
      case 'handle':
      case 'reply':
      case 'return': {
        const before = operations.get(event.operation);
        operations.set(event.operation, index);
        return before === undefined ? [] : [before];
      }
      default:
        return [];
    }
  });
}
/** An event before it has its logical time. */
export type UnstampedEvent = TraceEvent extends infer E ? (E extends unknown ? Omit<E, 'lamport' | 'vector'> : never) : never;

/**
 * For each step, whether it lies in the causal past of one of the given steps (they themselves do): what an explanation of those steps needs. The past
 * goes along each lifeline, along messages, and, since a step is atomic, through everything that a step did, faults by rules among it. A message lost
 * on its way to a lifeline in the past belongs to it too: its absence is a cause. So does the partition or the crash that took the message.
 */
export function causalPast(trace: Pick<Trace, 'events' | 'steps' | 'messages'>, from: readonly number[]): readonly boolean[] {
  const causes = directCauses(trace.events, trace.messages);
  const previousOnLine: (number | undefined)[] = [];
  const lossesBefore: number[][] = [];
  const last = new Map<number, number>();
  const losses = new Map<number, number[]>();
  let partition: number | undefined;
  trace.events.forEach((event, index) => {
    lossesBefore.push([]);
    if (event.kind === 'lose') {
      const to = trace.messages[event.message]?.to;
      if (to !== undefined) losses.set(to, [...(losses.get(to) ?? []), index]);
      const receiver = to === undefined ? undefined : last.get(to);
      previousOnLine.push(
        event.reason === 'partition' ? partition : event.reason === 'down' || event.reason === 'crash' ? receiver : undefined,
      );
      return;
    }
    if (event.kind === 'partition') partition = index;
    if (event.line === undefined) {
      previousOnLine.push(undefined);
      return;
    }
    previousOnLine.push(last.get(event.line));
    last.set(event.line, index);
    lossesBefore[index] = losses.get(event.line) ?? [];
    losses.delete(event.line);
  });
  const relevant = new Array<boolean>(trace.steps.length).fill(false);
  const open: number[] = [];
  const visit = (step: number | undefined): void => {
    if (step === undefined || relevant[step] !== false) return;
    relevant[step] = true;
    open.push(step);
  };
  for (const step of from) visit(step);
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    const [first, end] = trace.steps[step]?.events ?? [0, 0];
    for (let index = first; index < end; index++) {
      const previous = previousOnLine[index];
      for (const cause of [...(causes[index] ?? []), ...(lossesBefore[index] ?? []), ...(previous === undefined ? [] : [previous])]) {
        visit(trace.events[cause]?.step);
      }
    }
  }
  return relevant;
}
