/**
 * Levels of isolation of histories that are too long to be looked at as objects: transactions on registers, no value of which was written twice.
 *
 * That a level holds is shown by an order of versions that keeps it: that of the file is tried, as far as who read from whom allows it. That it does not is for others to show: a few transactions that break it by themselves, with what they read from others left out, break it with all others too. So
 * a long history is `suspected` here, of parts to be looked at closely; if none of them breaks the level, nobody knows.
 */

import { shortestCycle } from '../cycles.ts';
import { type Graph, topologicalOrder } from '../graph.ts';
import type { Level } from '../levels.ts';
import { type TransactionColumns, transactionsIn } from './columns.ts';
import { circleIn, readsFrom } from './order.ts';
import { type Reads, readsOf } from './reads.ts';

export type LongVerdict =
  | { readonly kind: 'holds' }
  /** Parts, by transactions in order, the smaller ones first. */
  | { readonly kind: 'suspected'; readonly parts: readonly (readonly number[])[] }
  | { readonly kind: 'undecided'; readonly reason: string };

/** In transactions; larger parts take too long to be looked at. */
const sizes = [10, 40, 160];

export class LongHistory {
  readonly #columns: TransactionColumns;
  readonly #reads: Reads | undefined;
  readonly #verdicts = new Map<Level, LongVerdict>();
  #graph: Graph | undefined;

  constructor(columns: TransactionColumns) {
    this.#columns = columns;
    this.#reads = readsOf(columns);
  }

  level(level: Level): LongVerdict {
    // Without predicates nothing tells these two apart.
    const asked = level === 'repeatableRead' ? 'serializable' : level;
    const known = this.#verdicts.get(asked);
    if (known !== undefined) return known;
    const verdict = this.#decide(asked);
    this.#verdicts.set(asked, verdict);
    return verdict;
  }

  /** Whether an operation belongs to a part of these transactions: what they read from others does not. */
  keeps(transactions: readonly number[]): (operation: number) => boolean {
    const { first } = this.#columns;
    const inside = (operation: number): boolean =>
      transactions.some((t) => operation >= (first[t] ?? 0) && operation < (first[t + 1] ?? 0));
    return (operation) => {
      const source = this.#reads?.source[operation] ?? -1;
      return source < 0 || inside(source);
    };
  }

  #decide(level: Level): LongVerdict {
    const reads = this.#reads;
    if (level === 'strictSerializable')
      return { kind: 'undecided', reason: 'the history does not say when its transactions began and ended' };
    if (reads === undefined) {
      return {
        kind: 'undecided',
        reason:
          'some value was written twice to one key, so reads do not tell whom they read from; that is too hard for so many operations',
      };
    }
    if (reads.wrong !== undefined) return { kind: 'suspected', parts: [inOrder(reads.wrong)] };
    this.#graph ??= readsFrom(this.#columns, reads);
    const graph = this.#graph;
    const place = topologicalOrder(graph, (transaction) => transaction);
    if (place === undefined) {
      const circle = (shortestCycle(graph) ?? []).map((edge) => graph.from[edge] ?? 0);
      return { kind: 'suspected', parts: [inOrder(circle)] };
    }
    // The versions may come in any order that whoever read from whom allows.
    if (level === 'readCommitted') return { kind: 'holds' };
    const circle = circleIn(this.#columns, reads, place, level === 'snapshotIsolation');
    if (circle === undefined) return { kind: 'holds' };
    return { kind: 'suspected', parts: sizes.map((size) => this.#around(circle, graph, reads, size)) };
  }

  /** The transactions, and those around them that read from each other, up to a number. */
  #around(
    transactions: readonly number[],
    { first: firstOut, out, to }: Graph,
    { source, counts }: Reads,
    size: number,
  ): readonly number[] {
    const { first } = this.#columns;
    const found = new Set(transactions);
    for (const t of found) {
      for (let operation = first[t] ?? 0; operation < (first[t + 1] ?? 0); operation++) {
        if (counts[operation] === 1 && (source[operation] ?? -1) >= 0) found.add(this.#transactionOf(source[operation] ?? 0));
      }
      if (found.size >= size) break;
      for (let i = firstOut[t] ?? 0; i < (firstOut[t + 1] ?? 0) && found.size < size; i++) found.add(to[out[i] ?? 0] ?? 0);
    }
    return inOrder([...found]);
  }

  #transactionOf(operation: number): number {
    const { first } = this.#columns;
    let low = 0;
    let high = transactionsIn(this.#columns);
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((first[middle + 1] ?? 0) <= operation) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function inOrder(transactions: readonly number[]): readonly number[] {
  return [...new Set(transactions)].sort((a, b) => a - b);
}
