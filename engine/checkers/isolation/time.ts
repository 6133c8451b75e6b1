/**
 * The order of sessions and of real time as edges. Who ended before whom is a quadratic number of pairs; a line of moments, one for each end, says the
 * same with as many edges as there are transactions.
 */
import type { Part, Versions } from './versions.ts';

/** An edge between transactions, or to and from moments, which are numbered from the number of transactions on. */
export interface TimeEdges {
  readonly moments: number;
  readonly edges: readonly (readonly [from: number, to: number])[];
}

/** `a` before `b` iff `a` committed and ended before `b` began. */
export function realTimeEdges({ history: { transactions } }: Versions, parts: readonly Part[]): TimeEdges {
  const ends: { readonly end: number; readonly transaction: number }[] = [];
  for (const [transaction, { status, end }] of transactions.entries()) {
    if (status === 'committed' && end !== undefined) ends.push({ end, transaction });
  }
  ends.sort((a, b) => a.end - b.end);
  const moment = (i: number): number => transactions.length + i;
  const edges: (readonly [number, number])[] = [];
  for (const [i, { transaction }] of ends.entries()) {
    edges.push([transaction, moment(i)]);
    if (i > 0) edges.push([moment(i - 1), moment(i)]);
  }
  for (const [transaction, { begin }] of transactions.entries()) {
    if (begin === undefined || parts[transaction] === 'out') continue;
    const ended = countBelow(ends, begin);
    if (ended > 0) edges.push([moment(ended - 1), transaction]);
  }
  return { moments: ends.length, edges };
}

/** How many of the sorted ends lie before. */
function countBelow(ends: readonly { readonly end: number }[], begin: number): number {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle]?.end ?? 0) < begin) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Each committed transaction before the next one of its process. */
export function sessionEdges({ history: { transactions } }: Versions, parts: readonly Part[]): TimeEdges {
  const last = new Map<number, number>();
  const edges: (readonly [number, number])[] = [];
  for (const [transaction, { process, status }] of transactions.entries()) {
    if (parts[transaction] === 'out') continue;
    const before = last.get(process);
    if (before !== undefined) edges.push([before, transaction]);
    if (status === 'committed') last.set(process, transaction);
  }
  return { moments: 0, edges };
}
