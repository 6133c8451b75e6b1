import type { Interval } from '../problem.ts';

/** Invocations and returns in the order of time, of those at one moment the invocations first: intervals that touch overlap. */
export interface Moments {
  /** `2 * operation` is its invocation, `2 * operation + 1` its return. */
  readonly order: Int32Array;
  /** The place of each return in that order; past the end for operations that never return. */
  readonly returnRank: Int32Array;
}

export function momentsOf(operations: readonly Interval[]): Moments {
  const returning = operations.reduce((count, { returned }) => (returned === Number.POSITIVE_INFINITY ? count : count + 1), 0);
  const order = new Int32Array(operations.length + returning);
  const time = (moment: number): number => {
    const operation = operations[moment >> 1];
    return (moment & 1 ? operation?.returned : operation?.invoked) ?? 0;
  };
  let count = 0;
  operations.forEach(({ returned }, index) => {
    order[count++] = index * 2;
    if (returned !== Number.POSITIVE_INFINITY) order[count++] = index * 2 + 1;
  });
  order.sort((a, b) => time(a) - time(b) || (a & 1) - (b & 1) || a - b);
  const returnRank = new Int32Array(operations.length).fill(order.length);
  order.forEach((moment, rank) => {
    if (moment & 1) returnRank[moment >> 1] = rank;
  });
  return { order, returnRank };
}
