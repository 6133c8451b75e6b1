/**
 * Queues of which some dequeues never returned: what those took. Of the values that are in at the end some may be such a dequeue's, and each of them can have
 * any value, whenever that was put in.
 *
 * A value that stays in for certain too long is what makes a history wrong: one that was put in later is taken before, or somebody finds nothing there. So each
 * value that is left has a deadline, by when one of these dequeues must have been invoked. Dequeues differ only in when that was, so there are
 * enough iff at every time there are as many as deadlines (Hall 1935; earliest deadline first). An operation that finds nothing needs one moment, a gap, at which
 * no value need be there; what was in by then has its deadline there. Whether there are enough for one such gap does not depend on those that others
 * choose: of two gaps the later one asks for all that the earlier one does by then.
 */
import { certainlyIn, type FoundNothing, firstGaps, type Left, type OpenTake, type Stay } from './stays.ts';

export interface Unassigned {
  /** Values with their takes. */
  readonly stays: readonly Stay[];
  readonly left: readonly Left[];
  readonly openTakes: readonly OpenTake[];
  readonly empties: readonly FoundNothing[];
  /** Times are below it. */
  readonly end: number;
}

/** By the operation that put a value in, the dequeue that takes it, where one must; or operations that have no order. */
export type Assignment =
  | { readonly kind: 'assigned'; readonly takes: ReadonlyMap<number, OpenTake> }
  | { readonly kind: 'impossible'; readonly culprits: readonly number[] };

interface Due {
  readonly value: Left;
  readonly deadline: number;
  /** Put in later and taken by then. */
  readonly overtaking?: Stay | undefined;
}

/** Such that the history is linearizable with it, if it is with any. In time n log n, times the number of open dequeues where somebody finds nothing. */
export function assignTakes({ stays, left, openTakes, empties, end }: Unassigned): Assignment {
  const takes = openTakes.toSorted((a, b) => a.invoked - b.invoked);
  const overtaken = overtakenOf(stays, left);
  const late = overtaken.findIndex(({ deadline }, i) => (takes[i]?.invoked ?? Number.POSITIVE_INFINITY) > deadline);
  if (late >= 0) return { kind: 'impossible', culprits: culpritsOf(overtaken.slice(0, late + 1), openTakes) };
  const byReturn = left.toSorted((a, b) => a.insertReturned - b.insertReturned);
  const gaps: number[] = [];
  const next = nextGap(stays, byReturn, overtaken, takes, end);
  for (const empty of empties) {
    const gap = next(empty.invoked);
    if (gap >= empty.returned) {
      const around = stays.filter(({ insertReturned, takeInvoked }) => insertReturned < empty.returned && takeInvoked > empty.invoked);
      const inBy = byReturn.filter(({ insertReturned }) => insertReturned < empty.returned).map(({ insert }) => insert);
      const others = [...around.flatMap(({ insert, take }) => [insert, take]), ...inBy, ...culpritsOf(overtaken, openTakes)];
      return { kind: 'impossible', culprits: [...new Set([empty.operation, ...others])] };
    }
    gaps.push(gap);
  }
  gaps.sort((a, b) => a - b);
  const deadlines = new Map(overtaken.map(({ value, deadline }) => [value, deadline]));
  const due = byReturn.flatMap((value): Due[] => {
    const gap = gaps[countBelow(gaps, value.insertReturned)] ?? Number.POSITIVE_INFINITY;
    const deadline = Math.min(gap, deadlines.get(value) ?? Number.POSITIVE_INFINITY);
    return deadline === Number.POSITIVE_INFINITY ? [] : [{ value, deadline }];
  });
  due.sort((a, b) => a.deadline - b.deadline);
  const assigned = due.map(({ value, deadline }, i): [number, OpenTake] => {
    const take = takes[i];
    if (take === undefined || take.invoked > deadline) throw new Error('broken invariant: there are enough open dequeues');
    return [value.insert, take];
  });
  return { kind: 'assigned', takes: new Map(assigned) };
}

/** Values that were put in before others that are known to have been taken, by when the first of those was. */
function overtakenOf(stays: readonly Stay[], left: readonly Left[]): readonly Due[] {
  const latestFirst = stays.toSorted((a, b) => b.insertInvoked - a.insertInvoked);
  let at = 0;
  let overtaking: Stay | undefined;
  const due: Due[] = [];
  for (const value of left.toSorted((a, b) => b.insertReturned - a.insertReturned)) {
    for (let stay = latestFirst[at]; stay !== undefined && stay.insertInvoked > value.insertReturned; stay = latestFirst[++at]) {
      if (overtaking === undefined || stay.takeReturned < overtaking.takeReturned) overtaking = stay;
    }
    if (overtaking !== undefined) due.push({ value, deadline: overtaking.takeReturned, overtaking });
  }
  return due.sort((a, b) => a.deadline - b.deadline);
}

/** The first gap from one on at which no value is in that is known to be taken, and for which there are enough open dequeues. Gap r lies behind the moment of rank r. */
function nextGap(
  stays: readonly Stay[],
  byReturn: readonly Left[],
  overtaken: readonly Due[],
  takes: readonly OpenTake[],
  end: number,
): (from: number) => number {
  const covers = certainlyIn(stays, end);
  const good = new Uint8Array(end + 1);
  let [valuesIn, invoked] = [0, 0];
  for (let gap = 0; gap <= end; gap++) {
    while ((byReturn[valuesIn]?.insertReturned ?? Number.POSITIVE_INFINITY) <= gap) valuesIn++;
    while ((takes[invoked]?.invoked ?? Number.POSITIVE_INFINITY) <= gap) invoked++;
    if (covers[gap] === 0 && valuesIn <= invoked && isEnough(gap, valuesIn)) good[gap] = 1;
  }
  const first = firstGaps(end, (gap) => good[gap] === 1);
  return (from) => first[from] ?? end + 1;

  /** For these values by the gap, and for those that come due later. */
  function isEnough(gap: number, valuesIn: number): boolean {
    let needed = valuesIn;
    for (const { value, deadline } of overtaken) {
      if (value.insertReturned > gap) needed++;
      if (deadline > gap && (takes[needed - 1]?.invoked ?? Number.POSITIVE_INFINITY) > deadline) return false;
    }
    return true;
  }
}

function culpritsOf(due: readonly Due[], openTakes: readonly OpenTake[]): readonly number[] {
  const values = due.flatMap(({ value, overtaking }) => [
    value.insert,
    ...(overtaking === undefined ? [] : [overtaking.insert, overtaking.take]),
  ]);
  return [...new Set([...values, ...openTakes.map(({ operation }) => operation)])];
}

/** How many of the sorted numbers lie below. */
function countBelow(numbers: readonly number[], bound: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
