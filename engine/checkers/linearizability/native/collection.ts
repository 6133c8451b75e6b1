/** What the algorithms for queues and stacks have in common: each value with the operation that put it in and the one that took it out. */
import type { Interval } from '../problem.ts';
import { momentsOf } from '../search/moments.ts';
import type { Assignment, Unassigned } from './open-takes.ts';
import { certainlyIn, type FoundNothing, firstGaps, type Left, type OpenTake, type Stay } from './stays.ts';
import { type NativeVerdict, violated } from './verdict.ts';

/** `enqueue` or `push` if it inserts, else `dequeue` or `pop`; `empty` is the value that is taken where there is none. */
export interface CollectionOperation extends Interval {
  readonly inserts: boolean;
  readonly value: number;
}
export const empty = -1;

export interface Collection {
  readonly stays: readonly Stay[];
  /** Times are below it. */
  readonly end: number;
  /** Operations that found nothing, with their times. */
  readonly empties: readonly FoundNothing[];
}

/**
 * A verdict at once where a value was taken twice, or without or before its insertion. `assign` says what operations that never returned took; without it nothing
 * is known of histories in which they may have taken something.
 */
export function collectionOf(
  operations: readonly CollectionOperation[],
  assign?: (unassigned: Unassigned) => Assignment,
): Collection | { readonly verdict: NativeVerdict } {
  const { order, returnRank } = momentsOf(operations);
  const invoked = new Int32Array(operations.length);
  order.forEach((moment, rank) => {
    if ((moment & 1) === 0) invoked[moment >> 1] = rank;
  });
  const inserted = new Map<number, number>();
  const taken = new Map<number, number>();
  const empties: FoundNothing[] = [];
  const openTakes: OpenTake[] = [];
  for (const [index, { inserts, value, returned }] of operations.entries()) {
    if (inserts) {
      if (inserted.has(value)) return { verdict: undefined };
      inserted.set(value, index);
    } else if (returned === Number.POSITIVE_INFINITY) openTakes.push({ operation: index, invoked: invoked[index] ?? 0 });
    else if (value === empty) empties.push({ operation: index, invoked: invoked[index] ?? 0, returned: returnRank[index] ?? 0 });
    else {
      const other = taken.get(value);
      if (other !== undefined) return { verdict: twice(operations, value, [other, index]) };
      taken.set(value, index);
    }
  }
  const stays: Stay[] = [];
  const left: Left[] = [];
  const last = order.length;
  for (const [value, insert] of inserted) {
    const take = taken.get(value);
    taken.delete(value);
    const [insertInvoked, insertReturned] = [invoked[insert] ?? 0, returnRank[insert] ?? 0];
    if (take === undefined) {
      if (operations[insert]?.returned !== Number.POSITIVE_INFINITY) left.push({ insert, insertInvoked, insertReturned });
      continue;
    }
    const takeReturned = returnRank[take] ?? 0;
    if (takeReturned < insertInvoked) return { verdict: violated([insert, take]) };
    const takeInvoked = Math.max(invoked[take] ?? 0, insertInvoked);
    stays.push({ insert, take, insertInvoked, insertReturned: Math.min(insertReturned, takeReturned), takeInvoked, takeReturned });
  }
  const [unknown] = taken.values();
  if (unknown !== undefined) return { verdict: violated([unknown]) };
  const end = last + stays.length + left.length;
  const never = { operation: -1, invoked: -1 };
  let takes: ReadonlyMap<number, OpenTake> = new Map();
  if (openTakes.length > 0 && left.length > 0) {
    // Which of the values that are left an open operation has taken, if any, the history does not say.
    const assignment = assign?.({ stays, left, openTakes, empties, end: last });
    if (assignment === undefined) return { verdict: undefined };
    if (assignment.kind === 'impossible') return { verdict: violated(assignment.culprits) };
    takes = assignment.takes;
  }
  for (const value of left) {
    const { operation: take, invoked } = takes.get(value.insert) ?? never;
    const takeInvoked = take < 0 ? last + stays.length : Math.max(invoked, value.insertInvoked);
    stays.push({ ...value, take, takeInvoked, takeReturned: Number.POSITIVE_INFINITY });
  }
  return { stays, end, empties };
}

/** Unless the value was put in twice as well, which only a look at all operations tells. */
function twice(operations: readonly CollectionOperation[], value: number, takes: readonly number[]): NativeVerdict {
  const all = new Set<number>();
  for (const operation of operations) {
    if (!operation.inserts) continue;
    if (all.has(operation.value)) return undefined;
    all.add(operation.value);
  }
  return violated([...takes, ...operations.flatMap((operation, index) => (operation.inserts && operation.value === value ? [index] : []))]);
}

/** A gap between two moments at which no value is in for certain, and operations that find nothing there. */
export interface EmptyGap {
  /** Gap r lies between the moments of rank r and r + 1. */
  readonly gap: number;
  readonly operations: readonly number[];
}

/** When the operations that found nothing can have done so, in order of time; or one that could not: at all of its moments some value was in for certain. */
export function emptyGaps({ stays, end, empties }: Collection): readonly EmptyGap[] | { readonly impossible: number } {
  const covers = certainlyIn(stays, end);
  const nextUncovered = firstGaps(end, (gap) => covers[gap] === 0);
  const gaps = new Map<number, number[]>();
  for (const { operation, invoked, returned } of empties) {
    const gap = nextUncovered[invoked] ?? end + 1;
    if (gap >= returned) return { impossible: operation };
    const others = gaps.get(gap);
    if (others === undefined) gaps.set(gap, [operation]);
    else others.push(operation);
  }
  return [...gaps].map(([gap, operations]) => ({ gap, operations })).sort((x, y) => x.gap - y.gap);
}

/**
 * At a moment at which no value is in for certain the values can be parted: those that may be taken before it are, the others are put in after it, and each side can be
 * linearized by itself. Gives the values between such moments, from the first to the last, by when their removal was invoked; one list more than gaps.
 */
export function partedBy(stays: readonly Stay[], gaps: readonly EmptyGap[]): readonly (readonly Stay[])[] {
  const sorted = stays.toSorted((a, b) => a.takeInvoked - b.takeInvoked);
  let from = 0;
  const parts = gaps.map(({ gap }) => {
    const begin = from;
    while ((sorted[from]?.takeInvoked ?? Number.POSITIVE_INFINITY) <= gap) from++;
    return sorted.slice(begin, from);
  });
  return [...parts, sorted.slice(from)];
}

/** The operation that found nothing, and those of the values that were there. */
export function aroundEmpty({ stays, empties }: Collection, operation: number): readonly number[] {
  const found = empties.find((candidate) => candidate.operation === operation);
  if (found === undefined) return [operation];
  const around = stays.filter(({ insertReturned, takeInvoked }) => insertReturned < found.returned && takeInvoked > found.invoked);
  return [operation, ...around.flatMap(({ insert, take }) => (take < 0 ? [insert] : [insert, take]))];
}
