/**
 * What is shown of a history that is too long to be shown, or sent to who shows it, as a whole: of its trace the operations that the violation speaks of, with
 * their transactions and what happened around them; of one that holds, its beginning.
 */
import type { RunReport, Verdict, Violation } from '../../report.ts';
import type { Trace, TraceEvent, TraceStep } from '../../trace/model.ts';

/** In steps, which in a history are events. */
const longest = 20_000;
/** Of a history that holds. */
const beginning = 2_000;
/** Of a violation: the last of the events that led there, of each one's transaction so many events before and after it, and what happened just before and after all. */
const mostWitnesses = 400;
const mostOfTransaction = 200;
const around = 20;

/** The report with excerpts instead of long histories; what it says of steps is said of the excerpts. */
export function excerpted(report: RunReport): RunReport {
  const excerpts = report.traces.map((trace) => (trace.steps.length > longest ? new Excerpt(trace) : undefined));
  if (excerpts.every((excerpt) => excerpt === undefined)) return report;
  const moved = (violation: Violation): Violation => excerpts[violation.trace]?.violation(violation) ?? violation;
  const told = (verdict: Verdict): Verdict => {
    if (verdict.kind !== 'violated') return verdict;
    return { ...verdict, violation: moved(verdict.violation), ...(verdict.others && { others: verdict.others.map(moved) }) };
  };
  return {
    ...report,
    traces: report.traces.map((trace, index) => excerpts[index]?.trace ?? trace),
    failures: report.failures.map(moved),
    claims: report.claims.map((claim) => ({
      ...claim,
      verdict: told(claim.verdict),
      parts: claim.parts.map((part) => ({ ...part, verdict: told(part.verdict) })),
    })),
  };
}

class Excerpt {
  readonly trace: Trace;
  /** In order. */
  readonly #kept: Int32Array;

  /** `whole`: of a history, in which each step is one event. */
  constructor(whole: Trace) {
    this.#kept = kept(whole);
    const lines = [...new Set(this.#events(whole).map(({ line }) => line ?? 0))].sort((a, b) => a - b);
    const lineOf = new Map(lines.map((line, index) => [line, index]));
    const { violation, linearization } = whole;
    const events = this.#events(whole).map(({ lamport: _, vector: __, ...event }, step): TraceEvent => {
      return { ...(event as TraceEvent), step, line: lineOf.get(event.line ?? 0) ?? 0 };
    });
    const operations = new Set(events.flatMap((event) => ('operation' in event ? [event.operation] : [])));
    this.trace = {
      ...whole,
      excerpt: { events: whole.excerpt?.events ?? whole.events.length },
      clients: lines.flatMap((line) => whole.clients[line] ?? []),
      steps: events.flatMap(({ line = 0 }, index): TraceStep[] => {
        const step = whole.steps[this.#kept[index] ?? 0];
        return step === undefined ? [] : [{ ...step, client: line, events: [index, index + 1] }];
      }),
      events,
      ...(violation && {
        violation: {
          ...violation,
          step: this.#at(violation.step),
          ...(violation.event !== undefined && { event: this.#at(violation.event) }),
          witnesses: violation.witnesses.filter((witness) => this.#has(witness)).map((witness) => this.#at(witness)),
        },
      }),
      ...(linearization && {
        linearization: {
          ...linearization,
          points: linearization.points
            .filter(({ operation }) => operations.has(operation))
            .map(({ operation, after }) => ({ operation, after: this.#at(after) })),
        },
      }),
    };
  }

  violation(of: Violation): Violation {
    const related = of.related.filter(({ step }) => this.#has(step)).map((each) => ({ ...each, step: this.#at(each.step) }));
    return { ...of, step: this.#at(of.step), related };
  }

  #events(whole: Trace): TraceEvent[] {
    return [...this.#kept].flatMap((index) => whole.events[index] ?? []);
  }

  #has(event: number): boolean {
    return this.#kept[this.#at(event)] === event;
  }

  /** Of what is shown: the event, or the last before it. */
  #at(event: number): number {
    let low = 0;
    let high = this.#kept.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#kept[middle] ?? 0) <= event) low = middle + 1;
      else high = middle;
    }
    return Math.max(low - 1, 0);
  }
}

function kept({ events, violation, linearization }: Trace): Int32Array {
  const keep = new Uint8Array(events.length);
  if (violation === undefined) keep.fill(1, 0, beginning);
  else {
    const centre = violation.event ?? violation.step;
    keep.fill(1, Math.max(centre - around, 0), centre + around + 1);
    for (const witness of [...violation.witnesses.slice(-mostWitnesses), centre]) {
      for (const event of transactionAround(events, witness)) keep[event] = 1;
    }
  }
  // What is asked in it and answered outside would look open.
  const operations = new Set<number | undefined>([linearization?.misplaced?.operation]);
  for (const [index, event] of events.entries()) if (keep[index] === 1 && 'operation' in event) operations.add(event.operation);
  for (const [index, event] of events.entries()) if ('operation' in event && operations.has(event.operation)) keep[index] = 1;
  return Int32Array.from(events.keys()).filter((index) => keep[index] === 1);
}

/** The events of its transaction, or only itself where it is in none. */
function transactionAround(events: Trace['events'], at: number): readonly number[] {
  const line = events[at]?.line;
  const before: number[] = [];
  let first = at;
  for (; first >= 0; first--) {
    const event = events[first];
    if (event?.line !== line) continue;
    if (first < at && isEnd(event)) return [at];
    before.push(first);
    if (event?.kind === 'invoke' && event.name === 'begin') break;
  }
  if (first < 0) return [at];
  const found = before.slice(0, mostOfTransaction);
  for (let index = at; index < events.length && found.length < 2 * mostOfTransaction; index++) {
    const event = events[index];
    if (event?.line !== line) continue;
    found.push(index);
    if (isEnd(event)) break;
  }
  return found;
}

/** Whether a transaction is over with it. */
function isEnd(event: TraceEvent | undefined): boolean {
  return event?.kind === 'return' && (event.name === 'commit' || event.name === 'abort');
}
