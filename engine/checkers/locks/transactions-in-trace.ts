/** The transactions that a trace leaves open, and a deadlock of them in words. */
import type { Trace, TraceEvent, TraceValue } from '../../trace/model.ts';
import { callText, spokenText, valueKey } from '../../trace/values.ts';
import { isAborted } from '../history.ts';
import type { Finding, Roster } from '../property.ts';
import { enumerate, nodeName, stepNumber } from '../reading.ts';
import { leadUp } from '../witnesses.ts';
import { endsTransaction, type Locked, lockedBy, meet, type Participant } from './transaction-locks.ts';

/** Strings are compared as they are, for the sake of scans; everything else by its key. */
type Key = string | { readonly other: string };

export interface TracedParticipant extends Participant<Key> {
  /** `alice#2` */
  readonly name: string;
  /** The replies by which it has locked something, in order. */
  readonly granted: readonly { readonly index: number; readonly object: TraceValue; readonly lock: Locked<Key> }[];
  /** The invocation that it waits for an answer of, and the node that has taken it. */
  readonly waitsAt?: { readonly index: number; readonly node: number } | undefined;
}

type OperationEvent = Extract<TraceEvent, { operation: number }>;
interface At<E> {
  readonly index: number;
  readonly event: E;
}

export function participantsIn(trace: Trace, roster: Roster): readonly TracedParticipant[] {
  const keys = new Map<string, { readonly other: string }>();
  const keyOf = (value: TraceValue): Key => {
    if (typeof value === 'string') return value;
    const text = valueKey(value);
    const key = keys.get(text) ?? { other: text };
    keys.set(text, key);
    return key;
  };
  const lockOf = ({ name, arguments: args }: OperationEvent, node: number): Locked<Key> | undefined =>
    lockedBy(name, args.map(keyOf), roster.groupOf(node));
  return trace.clients.flatMap(({ name }, client): TracedParticipant[] => {
    const line = trace.nodes.length + client;
    const asked = operationsIn(trace, 'invoke').filter(({ event }) => event.line === line);
    const begun = asked.filter(({ event }) => event.name === 'begin');
    const first = begun.at(-1)?.index;
    if (first === undefined) return [];
    const inside = asked.filter(({ index }) => index >= first);
    const numbers = new Set(inside.map(({ event }) => event.operation));
    const replies = operationsIn(trace, 'reply').filter(({ event }) => numbers.has(event.operation));
    const ended = replies.some(({ event }) => endsTransaction(event.name) || isAborted(event.result));
    const givenUp = operationsIn(trace, 'giveUp').some(({ index, event }) => index > first && event.line === line);
    if (ended || givenUp) return [];
    const granted = replies.flatMap(({ index, event }) => {
      const lock = lockOf(event, event.line ?? -1);
      return lock === undefined ? [] : [{ index, object: event.arguments[0] ?? null, lock }];
    });
    const pending = inside.find(({ event }) => !replies.some((reply) => reply.event.operation === event.operation));
    const node = pending && takenBy(trace, pending.event.operation);
    const waits =
      pending === undefined || node === undefined ? {} : { waits: lockOf(pending.event, node), waitsAt: { index: pending.index, node } };
    return [{ line, name: `${name}#${begun.length}`, locks: granted.map(({ lock }) => lock), granted, ...waits }];
  });
}

function operationsIn(trace: Trace, kind: OperationEvent['kind']): readonly At<OperationEvent>[] {
  return trace.events.flatMap((event, index) => ('operation' in event && event.kind === kind ? [{ index, event }] : []));
}

/** The node that has taken the operation and has not lost it in a crash. */
function takenBy(trace: Trace, operation: number): number | undefined {
  const taken = operationsIn(trace, 'handle').find(({ event }) => event.operation === operation && event.ignored !== true);
  if (taken === undefined) return undefined;
  const { line } = taken.event;
  return trace.events.some((event, index) => index > taken.index && event.kind === 'crash' && event.line === line) ? undefined : line;
}

/** `circle`: lifelines, each waiting for the next. Shown on the request that closed the circle. */
export function explainDeadlock(trace: Trace, circle: readonly number[], participants: readonly TracedParticipant[]): Finding {
  const members = circle.flatMap((line) => participants.find((one) => one.line === line) ?? []);
  const shown: number[] = [];
  const waits = members.map((one, i) => {
    const holder = members[(i + 1) % members.length] ?? one;
    const { waits: wanted, waitsAt } = one;
    const grant = wanted && holder.granted.find(({ lock }) => meet(lock, wanted));
    const asked = trace.events[waitsAt?.index ?? -1];
    if (grant === undefined || waitsAt === undefined || asked?.kind !== 'invoke')
      throw new Error(`${one.name} does not wait for ${holder.name}`);
    shown.push(waitsAt.index, grant.index);
    const call = callText(asked.name, asked.arguments);
    const since = stepNumber(trace.events[grant.index]?.step ?? 0);
    const kept = enumerate([...new Set(one.granted.map(({ object }) => spokenText(object)))]);
    return `${one.name} waits for ${nodeName(trace, waitsAt.node)} to answer ${call}, which only the end of ${holder.name} could bring about (it has had ${spokenText(grant.object)} since ${since}), and keeps ${kept} meanwhile`;
  });
  const last = Math.max(...members.flatMap(({ waitsAt }) => waitsAt?.index ?? []));
  const others = shown.filter((index) => index !== last);
  return { message: `deadlock: ${waits.join('; ')}`, event: last, witnesses: witnessesOf(trace, last, others) };
}

/** What led to each request; grants may come after the last one was made, since a request is taken later than it is made. */
function witnessesOf(trace: Trace, last: number, others: readonly number[]): readonly number[] {
  const later = others.filter((index) => index > last);
  return [...leadUp(trace, last, others), ...later.sort((a, b) => a - b)];
}
