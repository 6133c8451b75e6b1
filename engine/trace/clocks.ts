/**
 * Logical time. Lamport clocks (Lamport 1978) and vector clocks (Fidge 1988, Mattern 1989) of the events of one run.
 *
 * Every event on a lifeline ticks. An event without a lifeline (a loss or a duplication in the network) has no time of its own, yet passes on what
 * its causes knew, so that the receipt of a copy still comes after the sending of the original.
 */

/** What the clocks need of an event: its lifeline, if it has one, and the earlier events (by index) that it follows from on other lifelines. */
export interface ClockedEvent {
  readonly line?: number;
  readonly causes: readonly number[];
}
export interface LogicalTime {
  readonly lamport: number;
  readonly vector: readonly number[];
}

/** The logical time of each event, in order; absent where it has no lifeline. `lines` is the number of lifelines. */
export function logicalClocks(lines: number, events: readonly ClockedEvent[]): readonly (LogicalTime | undefined)[] {
  const zero: LogicalTime = { lamport: 0, vector: new Array<number>(lines).fill(0) };
  const atLine: LogicalTime[] = new Array<LogicalTime>(lines).fill(zero);
  const known: LogicalTime[] = [];
  const result: (LogicalTime | undefined)[] = [];
  for (const event of events) {
    let lamport = 0;
    const before = event.line === undefined ? zero : (atLine[event.line] ?? zero);
    const vector = [...before.vector];
    lamport = before.lamport;
    for (const cause of event.causes) {
      const time = known[cause] ?? zero;
      lamport = Math.max(lamport, time.lamport);
      time.vector.forEach((ticks, line) => {
        if (ticks > (vector[line] ?? 0)) vector[line] = ticks;
      });
    }
    if (event.line === undefined) {
      known.push({ lamport, vector });
      result.push(undefined);
      continue;
    }
    vector[event.line] = (vector[event.line] ?? 0) + 1;
    const time = { lamport: lamport + 1, vector };
    atLine[event.line] = time;
    known.push(time);
    result.push(time);
  }
  return result;
}

/**
 * Whether event a happened before event b (Lamport 1978): a potential causal influence, by the order of one lifeline and by messages. Never of an
 * event and itself, never where either has no lifeline.
 */
export function happenedBefore(a: StampedEvent, b: StampedEvent): boolean {
  if (a.line === undefined || a.vector === undefined || b.vector === undefined) return false;
  const ticks = a.vector[a.line] ?? 0;
  return ticks <= (b.vector[a.line] ?? 0) && !(a.line === b.line && ticks === (b.vector[a.line] ?? 0));
}
export interface StampedEvent {
  readonly line?: number;
  readonly vector?: readonly number[];
}
