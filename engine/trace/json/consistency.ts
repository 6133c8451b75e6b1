/** What a schema cannot say of a trace: that indices point somewhere, ranges fit together, and clocks are those of its events. */
import { directCauses } from '../causality.ts';
import { logicalClocks } from '../clocks.ts';
import type { NodeSnapshot, Trace, TraceEvent, TraceLinearization } from '../model.ts';
import { FormatError } from './codec.ts';

/** Throws `FormatError` where the parts of a trace do not fit together. */
export function checkConsistency(trace: Trace): void {
  checkSteps(trace);
  checkSnapshots(trace, trace.initial, 'initial');
  checkMessages(trace);
  for (const [index, event] of trace.events.entries()) checkEvent(trace, event, index);
  checkClocks(trace);
  if (trace.cycleFrom !== undefined) inRange(trace.cycleFrom, trace.steps.length, 'cycleFrom', 'step');
  if (trace.violation !== undefined) {
    // A violation of an empty run (an invariant that does not even hold at the start) points at the start.
    inRange(trace.violation.step, Math.max(trace.steps.length, 1), 'violation.step', 'step');
    if (trace.violation.event !== undefined) inRange(trace.violation.event, trace.events.length, 'violation.event', 'event');
    allInRange(trace.violation.witnesses, trace.events.length, 'violation.witnesses', 'event');
  }
  if (trace.linearization !== undefined) checkLinearization(trace, trace.linearization);
}

/** Each point lies within its operation, and none before the one before it. */
function checkLinearization(trace: Trace, { points, misplaced }: TraceLinearization): void {
  const spans = new Map<number, { invoked: number; returned: number }>();
  for (const [index, event] of trace.events.entries()) {
    if (event.kind === 'invoke') spans.set(event.operation, { invoked: index, returned: Number.POSITIVE_INFINITY });
    const span = event.kind === 'return' ? spans.get(event.operation) : undefined;
    if (span !== undefined) span.returned = index;
  }
  let last = 0;
  for (const [i, { operation, after }] of points.entries()) {
    const path = `linearization.points[${i}]`;
    const span = spans.get(operation);
    if (span === undefined) throw new FormatError(`${path}.operation`, `there is no operation ${operation}`);
    if (after < Math.max(last, span.invoked))
      throw new FormatError(`${path}.after`, 'lies before the operation, or before the point before');
    if (after >= Math.min(span.returned, trace.events.length)) throw new FormatError(`${path}.after`, 'lies behind the operation');
    last = after;
  }
  if (misplaced !== undefined && !spans.has(misplaced.operation)) {
    throw new FormatError('linearization.misplaced.operation', `there is no operation ${misplaced.operation}`);
  }
}

function checkSteps(trace: Trace): void {
  let next = 0;
  trace.steps.forEach((step, i) => {
    const [first, end] = step.events;
    if (first !== next || end < first || end > trace.events.length) {
      throw new FormatError(
        `steps[${i}].events`,
        `expected a range from ${next} on within ${trace.events.length} events, found [${first}, ${end}]`,
      );
    }
    for (let event = first; event < end; event++) {
      if (trace.events[event]?.step !== i)
        throw new FormatError(`events[${event}].step`, `expected ${i}, whose range of events this is in`);
    }
    next = end;
    if (step.node !== undefined) inRange(step.node, trace.nodes.length, `steps[${i}].node`, 'node');
    if (step.client !== undefined) inRange(step.client, trace.clients.length, `steps[${i}].client`, 'client');
    if (trace.timed !== (step.timeMs !== undefined)) {
      throw new FormatError(`steps[${i}].timeMs`, trace.timed ? 'is missing in a timed trace' : 'has no place in a trace without time');
    }
    checkSnapshots(trace, step.changes, `steps[${i}].changes`);
  });
  if (next !== trace.events.length) throw new FormatError(`events[${next}]`, 'belongs to no step');
}

function checkSnapshots(trace: Trace, snapshots: readonly NodeSnapshot[], path: string): void {
  for (const [i, snapshot] of snapshots.entries()) inRange(snapshot.node, trace.nodes.length, `${path}[${i}].node`, 'node');
}

function checkMessages(trace: Trace): void {
  trace.messages.forEach((message, i) => {
    inRange(message.from, trace.nodes.length, `messages[${i}].from`, 'node');
    inRange(message.to, trace.nodes.length, `messages[${i}].to`, 'node');
    const sent = trace.events[message.sent];
    const sends = (sent?.kind === 'send' && sent.message === i) || (sent?.kind === 'duplicate' && sent.copy === i);
    if (!sends) throw new FormatError(`messages[${i}].sent`, `event ${message.sent} does not send it`);
    if (message.ended === undefined) return;
    const ended = trace.events[message.ended];
    const ends = (ended?.kind === 'receive' || ended?.kind === 'lose') && ended.message === i && message.ended > message.sent;
    if (!ends) throw new FormatError(`messages[${i}].ended`, `event ${message.ended} does not receive or lose it`);
  });
}

function checkEvent(trace: Trace, event: TraceEvent, index: number): void {
  const path = `events[${index}]`;
  const lines = trace.nodes.length + trace.clients.length;
  const placeless = event.kind === 'lose' || event.kind === 'duplicate' || event.kind === 'partition' || event.kind === 'heal';
  // A failure stands on a lifeline unless an expression of the scenario itself failed.
  if (event.kind !== 'failure' && placeless !== (event.line === undefined)) {
    throw new FormatError(`${path}.line`, placeless ? `a ${event.kind} stands on no lifeline` : 'is missing');
  }
  if (event.line !== undefined) inRange(event.line, lines, `${path}.line`, 'lifeline');
  if (event.kind === 'partition') {
    for (const [i, group] of event.groups.entries()) allInRange(group, trace.nodes.length, `${path}.groups[${i}]`, 'node');
  }
  if (event.kind !== 'send' && event.kind !== 'receive' && event.kind !== 'lose' && event.kind !== 'duplicate') return;
  inRange(event.message, trace.messages.length, `${path}.message`, 'message');
  const message = trace.messages[event.message];
  if (message === undefined) return;
  const fits = event.kind === 'send' ? message.sent === index : event.kind === 'duplicate' ? message.sent < index : message.ended === index;
  if (!fits) throw new FormatError(`${path}.message`, `message ${event.message} knows nothing of this ${event.kind}`);
  if (event.kind !== 'duplicate') return;
  inRange(event.copy, trace.messages.length, `${path}.copy`, 'message');
  if (trace.messages[event.copy]?.sent !== index)
    throw new FormatError(`${path}.copy`, `message ${event.copy} knows nothing of this duplicate`);
}

function checkClocks(trace: Trace): void {
  // Of long histories clocks are left out, of all events at once.
  if (trace.mode.kind === 'history' && trace.events.every(({ lamport, vector }) => lamport === undefined && vector === undefined)) return;
  const causes = directCauses(trace.events, trace.messages);
  const clocked = trace.events.map((event, i) => ({ ...(event.line === undefined ? {} : { line: event.line }), causes: causes[i] ?? [] }));
  logicalClocks(trace.nodes.length + trace.clients.length, clocked).forEach((time, i) => {
    const event = trace.events[i];
    if (event?.lamport !== time?.lamport)
      throw new FormatError(`events[${i}].lamport`, `expected ${time?.lamport ?? 'none'} after what the trace says`);
    if (event?.vector?.join() !== time?.vector.join())
      throw new FormatError(`events[${i}].vector`, `expected [${time?.vector.join(', ') ?? ''}] after what the trace says`);
  });
}

function inRange(index: number, length: number, path: string, what: string): void {
  if (index >= length) throw new FormatError(path, `there is no ${what} ${index}${length === 0 ? '' : `; the last is ${length - 1}`}`);
}

function allInRange(indices: readonly number[], length: number, path: string, what: string): void {
  for (const [i, index] of indices.entries()) inRange(index, length, `${path}[${i}]`, what);
}
