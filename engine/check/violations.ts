/** Violations as people are shown them: the statement, the sentence, what led there, and the trace that it can be stepped through in. */
import type { Place } from '../../grammar/syntax/range.ts';
import type { Finding } from '../checkers/property.ts';
import { leadUp } from '../checkers/witnesses.ts';
import type { Violation } from '../report.ts';
import { withViolation } from '../trace/build.ts';
import type { Trace, TraceEvent } from '../trace/model.ts';

/** The traces of one run's report; violations refer to them by index. */
export class TraceShelf {
  readonly traces: Trace[] = [];

  add(trace: Trace): number {
    return this.traces.push(trace) - 1;
  }
}

export interface Broken {
  readonly property: string;
  readonly message: string;
  /** The violating event, if it is one, and what led to it. */
  readonly event?: number;
  readonly witnesses: readonly number[];
  /** The violating step. */
  readonly step: number;
  /** Where to show it if the event has no place. */
  readonly place: Place;
  /** More steps that belong to the explanation, besides the causal past of event, witnesses and step. */
  readonly alsoRelevant?: readonly number[];
}

/** Puts the trace on the shelf with the violation marked in it. */
export function shelve(shelf: TraceShelf, trace: Trace, broken: Broken): Violation {
  const { property, message, step, witnesses } = broken;
  const event = broken.event === undefined ? {} : { event: broken.event };
  const eventStep = broken.event === undefined ? undefined : trace.events[broken.event]?.step;
  const alsoRelevant = [...(broken.alsoRelevant ?? []), ...(eventStep === undefined ? [] : [eventStep])];
  const marked = withViolation(trace, { property, message, step, ...event, witnesses }, alsoRelevant);
  const place = (broken.event === undefined ? undefined : placeOf(trace, broken.event)) ?? broken.place;
  return { property, message, place, related: related(trace, witnesses), trace: shelf.add(marked), step };
}

/** A safety checker's finding. */
export function shelveFinding(shelf: TraceShelf, trace: Trace, subject: Named, finding: Finding): Violation {
  const last = Math.max(trace.steps.length - 1, 0);
  const step = finding.event === undefined ? last : (trace.events[finding.event]?.step ?? last);
  return shelve(shelf, trace, { ...finding, property: subject.name, step, place: subject.place });
}

/**
 * A node that waits in vain. It is shown on the event where the wait began; the violating step is the last one, from which on the wait is hopeless. What
 * became of the messages from and to the waiting node belongs to the explanation, and all that repeats for ever.
 */
export function shelveWait(shelf: TraceShelf, trace: Trace, subject: Named, finding: Finding, node: number | undefined): Violation {
  const cycle = trace.steps.flatMap((_, index) => (index >= (trace.cycleFrom ?? trace.steps.length) ? [index] : []));
  const messages = trace.messages.flatMap(({ from, to, ended }) =>
    ended !== undefined && (from === node || to === node) ? [trace.events[ended]?.step ?? 0] : [],
  );
  const step = Math.max(trace.steps.length - 1, 0);
  return shelve(shelf, trace, { ...finding, property: subject.name, step, place: subject.place, alsoRelevant: [...cycle, ...messages] });
}
/** A subject, by its name and the place of the claim that asks for it. */
type Named = { readonly name: string; readonly place: Place };

/** An assertion that failed or an error at run time; the trace ends with it. */
export function shelveFailure(
  shelf: TraceShelf,
  trace: Trace,
  failure: { readonly kind: 'assertion' | 'error'; readonly message: string; readonly place: Place },
): Violation {
  const step = Math.max(trace.steps.length - 1, 0);
  const event = trace.events.findLastIndex((candidate) => candidate.kind === 'failure');
  const { kind: property, message, place } = failure;
  if (event < 0) return shelve(shelf, trace, { property, message, witnesses: [], step, place });
  return shelve(shelf, trace, { property, message, event, witnesses: leadUp(trace, event, []), step, place });
}

function related(trace: Trace, witnesses: readonly number[]): Violation['related'] {
  return witnesses.flatMap((index) => {
    const event = trace.events[index];
    const place = event === undefined ? undefined : placeOf(trace, index);
    return event === undefined || place === undefined ? [] : [{ place, message: sentence(trace, event), step: event.step }];
  });
}

/** The statement; for what has none (a loss in the network, a message that nothing handles) the step's, or the sending of the message. */
function placeOf(trace: Trace, index: number): Place | undefined {
  const event = trace.events[index];
  if (event === undefined) return undefined;
  if (event.place !== undefined) return event.place;
  const sent =
    event.kind === 'lose' || event.kind === 'duplicate' || event.kind === 'receive' ? trace.messages[event.message]?.sent : undefined;
  return (sent === undefined ? undefined : trace.events[sent]?.place) ?? trace.steps[event.step]?.place;
}

/** `p1: vote("t1", true)`, `c crashes`, `Decision("t1", committed) from c to p1 is lost`. */
export function sentence(trace: Trace, event: TraceEvent): string {
  if (event.line === undefined) return event.text;
  const name = [...trace.nodes, ...trace.clients][event.line]?.name ?? '';
  return event.kind === 'event' || event.kind === 'failure' ? `${name}: ${event.text}` : `${name} ${event.text}`;
}
