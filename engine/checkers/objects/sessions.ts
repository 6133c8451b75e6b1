/**
 * The session guarantees (Terry et al. 1994), per object: a history breaks one if no order of the object's versions explains what was read. The initial value is
 * the first version, and a client's writes are versions in the order in which it made them.
 */
import type { SafetyProperty } from '../property.ts';
import { type Answer, type ClientHistory, historyProperty, holds, undecided } from './history-property.ts';
import { Relation } from './relation.ts';
import { type Access, accessesOf } from './versions.ts';

/** That one version is not newer than another, and the read (or write) that demands it. */
interface Demand {
  readonly older: Access | undefined;
  readonly newer: Access | undefined;
  readonly by: Access;
  readonly because: Access;
}

/** What a guarantee demands of one object, from each process's accesses to it in their order. */
type Demands = (own: readonly Access[]) => readonly Demand[];

export const readYourWrites = guarantee('readYourWrites', (own) =>
  pairs(own, ({ writes: first }, { writes: second }) => first && !second).map(([write, read]) => ({
    older: write,
    newer: read.source,
    by: read,
    because: write,
  })),
);

export const monotonicReads = guarantee('monotonicReads', (own) => readPairs(own));

/** What an observer sees of one writer is not older than what it saw of it before. */
export const monotonicWrites = guarantee('monotonicWrites', (own) =>
  readPairs(own).filter(({ older, newer }) => older !== undefined && newer !== undefined && older.process === newer.process),
);

/** A write comes after what its client had read; an observer does not see the two the other way round. */
export const writesFollowReads = guarantee(
  'writesFollowReads',
  (own) => readPairs(own),
  (own) =>
    pairs(own, ({ writes: first }, { writes: second }) => !first && second).map(([read, write]) => ({
      older: read.source,
      newer: write,
      by: write,
      because: read,
    })),
);

/** `order`: demands that, with the order of each client's own writes, say what is older; without it the seen ones do so themselves. */
function guarantee(name: string, seen: Demands, order?: Demands): SafetyProperty {
  return historyProperty(name, () => (history) => judge(history, seen, order));
}

const mostAccesses = 2_000;

function judge(history: ClientHistory, seen: Demands, order: Demands | undefined): Answer {
  const accesses = accessesOf(history);
  if (!isList(accesses)) return accesses;
  for (const object of Map.groupBy(accesses, (access) => access.object).values()) {
    if (object.length > mostAccesses)
      return undecided(`there are more than ${mostAccesses.toLocaleString('en-US')} operations on one object`);
    const processes = [...Map.groupBy(object, ({ process }) => process).values()];
    const number = new Map(object.map((access, index) => [access, index + 1]));
    const numberOf = (version: Access | undefined): number => (version === undefined ? 0 : (number.get(version) ?? 0));
    const older = new Relation(object.length + 1);
    for (const access of object) if (access.writes) older.add(0, numberOf(access));
    for (const own of processes) {
      for (const [first, second] of pairs(own, (a, b) => a.writes && b.writes))
        if (order === undefined) older.add(numberOf(first), numberOf(second));
      for (const demand of order?.(own) ?? []) {
        if (demand.older === demand.newer || older.has(numberOf(demand.newer), numberOf(demand.older))) return broken(history, demand);
        older.add(numberOf(demand.older), numberOf(demand.newer));
      }
    }
    for (const demand of processes.flatMap(seen)) {
      if (demand.older === demand.newer) continue;
      if (older.has(numberOf(demand.newer), numberOf(demand.older))) return broken(history, demand);
      // What follows from reads only orders versions where the guarantee is about all of them.
      if (order === undefined) older.add(numberOf(demand.older), numberOf(demand.newer));
    }
  }
  return holds;
}

function broken({ say }: ClientHistory, { older, newer, by, because }: Demand): Answer {
  const before =
    because === older || older === undefined
      ? `${say(because.operation)}, which came`
      : `${say(older.operation)}, which ${say(because.operation)} saw`;
  const known = newer === undefined ? 'it is the initial value' : `it comes from ${say(newer.operation)}`;
  const others = [because, older, newer].flatMap((access) => (access === undefined || access === by ? [] : [access.operation]));
  const reason = by.writes ? `it is older than what ${say(because.operation)} had read` : `${known}, older than ${before} before it`;
  return { kind: 'violated', operation: by.operation, others: [...new Set(others)], reason };
}

/** The versions of two reads, one after the other. */
function readPairs(own: readonly Access[]): readonly Demand[] {
  return pairs(own, (a, b) => !a.writes && !b.writes).map(([first, second]) => ({
    older: first.source,
    newer: second.source,
    by: second,
    because: first,
  }));
}

function pairs(own: readonly Access[], wanted: (first: Access, second: Access) => boolean): readonly (readonly [Access, Access])[] {
  return own.flatMap((second, index) => own.slice(0, index).flatMap((first) => (wanted(first, second) ? [[first, second] as const] : [])));
}

function isList(accesses: readonly Access[] | Answer): accesses is readonly Access[] {
  return Array.isArray(accesses);
}
