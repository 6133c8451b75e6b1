import type { Interval } from '../problem.ts';
import { momentsOf } from '../search/moments.ts';
import { linearizable, type NativeVerdict, violated } from './verdict.ts';

export interface MembershipOperation extends Interval {
  readonly name: 'add' | 'remove' | 'contains';
  /** Of `contains`. */
  readonly found: boolean;
}

/** A range of gaps between two moments, the last one included. */
interface Span {
  readonly operation: number;
  readonly first: number;
  readonly last: number;
}

/**
 * One value of a set, which is added once at most (different values of a set are independent of each other: Herlihy & Wing 1990), in time n log n.
 *
 * The value is in from the gap `a`, in which `add` takes effect, to the gap `r`, in which a `remove` does. Whoever found it has to be there at some gap from
 * `a` to `r`, every other operation at some gap up to `a` or from `r` on; in one gap these three follow each other. So the fewer gaps from `a` to `r`
 * the better for the others. If some `remove` can take effect in the same gap as `add`, nobody else is in their way. If not, every `remove` that can take
 * it out does so later than the last gap possible for `add`: then that one, and the first one possible for a `remove` after it, are best.
 */
export function checkMembership(operations: readonly MembershipOperation[], initially: boolean): NativeVerdict {
  const { add, found, missed, removes } = spansOf(operations, initially);
  if (add === undefined) return undefined;
  const [someone] = found;
  if (add === 'never') {
    return someone === undefined ? linearizable(inTime([...missed, ...removes])) : violated([someone.operation]);
  }
  // An open one that nobody saw need not have happened.
  const isOpen = operations[add.operation]?.returned === Number.POSITIVE_INFINITY;
  if (isOpen && someone === undefined) return linearizable(inTime([...missed, ...removes]));

  const firstGone = found.reduce((least, span) => (span.last < least.last ? span : least), add);
  const lastFound = found.reduce((most, span) => (span.first > most.first ? span : most), add);
  const latest = firstGone.last;
  if (latest < add.first) return violated([add.operation, firstGone.operation].filter((index) => index >= 0));
  const earliestEnd = lastFound.first;
  const together = removes.find(({ first, last }) => Math.max(first, earliestEnd) <= Math.min(last, latest));
  const start = together === undefined ? latest : Math.max(together.first, earliestEnd);
  let end = Number.POSITIVE_INFINITY;
  let remover = together;
  if (together !== undefined) end = start;
  else {
    for (const remove of removes) {
      const at = Math.max(remove.first, earliestEnd, start);
      if (at <= remove.last && at < end) [end, remover] = [at, remove];
    }
  }
  const others = [
    ...missed,
    ...removes.filter((remove) => remove !== remover && (operations[remove.operation]?.returned ?? 0) < Number.POSITIVE_INFINITY),
  ];
  const caught = others.find(({ first, last }) => first > start && last < end);
  if (caught !== undefined) {
    const culprits = new Set([add.operation, firstGone.operation, lastFound.operation, caught.operation]);
    culprits.delete(-1);
    return violated([...culprits]);
  }
  const before = others.filter(({ first }) => first <= start);
  const after = others.filter(({ first }) => first > start);
  return linearizable([
    ...inTime(before),
    ...(add.operation < 0 ? [] : [add.operation]),
    ...inTime(found),
    ...(remover === undefined ? [] : [remover.operation]),
    ...inTime(after),
  ]);
}

/** In the order of their invocations; any does in which they respect time. */
function inTime(spans: readonly Span[]): readonly number[] {
  return spans.toSorted((a, b) => a.first - b.first).map(({ operation }) => operation);
}

interface Spans {
  /** `never`: nobody adds it. Nothing where that happens twice. */
  readonly add: Span | 'never' | undefined;
  readonly found: readonly Span[];
  readonly missed: readonly Span[];
  readonly removes: readonly Span[];
}

function spansOf(operations: readonly MembershipOperation[], initially: boolean): Spans {
  const { order, returnRank } = momentsOf(operations);
  const invokedRank = new Int32Array(operations.length);
  for (const [rank, moment] of order.entries()) if ((moment & 1) === 0) invokedRank[moment >> 1] = rank;
  const spans = operations.map((_, operation): Span => {
    // Gap r lies between the moments of rank r and r + 1.
    return { operation, first: invokedRank[operation] ?? 0, last: (returnRank[operation] ?? 0) - 1 };
  });
  const of = (chosen: (operation: MembershipOperation) => boolean): readonly Span[] =>
    spans.filter(({ operation }) => chosen(operations[operation] as MembershipOperation));
  const adds = [...(initially ? [{ operation: -1, first: -1, last: -1 }] : []), ...of(({ name }) => name === 'add')];
  const told = ({ name, returned }: MembershipOperation): boolean => name === 'contains' && returned !== Number.POSITIVE_INFINITY;
  return {
    add: adds.length > 1 ? undefined : (adds[0] ?? 'never'),
    found: of((one) => told(one) && one.found),
    missed: of((one) => told(one) && !one.found),
    removes: of(({ name }) => name === 'remove'),
  };
}
