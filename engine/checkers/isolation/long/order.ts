/** One order of the versions of a long history, and the circles in which it leads transactions. */

import { shortestCycle } from '../cycles.ts';
import { components, type Graph, graphFrom } from '../graph.ts';
import { type TransactionColumns, transactionsIn } from './columns.ts';
import type { Reads } from './reads.ts';

/** Who read from whom, as a graph of transactions. */
export function readsFrom(columns: TransactionColumns, reads: Reads): Graph {
  const edges = new Edges(columns, reads);
  edges.reads();
  return graphFrom(transactionsIn(columns), edges.from(), edges.to());
}

/**
 * The transactions of a circle where versions come in the order of `rank`; nothing where there is none. `split`: for snapshot isolation each transaction is
 * its start and its commit, as in `LevelChecker`.
 */
export function circleIn(columns: TransactionColumns, reads: Reads, rank: Int32Array, split: boolean): readonly number[] | undefined {
  const edges = new Edges(columns, reads, split);
  edges.reads();
  edges.versions(rank);
  const transactions = transactionsIn(columns);
  if (split) for (let t = 0; t < transactions; t++) edges.add(2 * t, 2 * t + 1);
  const graph = graphFrom(split ? 2 * transactions : transactions, edges.from(), edges.to());
  if (components(graph).sizes.length === graph.nodes) return undefined;
  const cycle = shortestCycle(graph) ?? [];
  return [...new Set(cycle.map((edge) => (graph.from[edge] ?? 0) >> (split ? 1 : 0)))];
}

class Edges {
  readonly #columns: TransactionColumns;
  readonly #reads: Reads;
  readonly #split: boolean;
  readonly #transactionOf: Int32Array;
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  #count = 0;

  constructor(columns: TransactionColumns, reads: Reads, split = false) {
    this.#columns = columns;
    this.#reads = reads;
    this.#split = split;
    const { first, key } = columns;
    this.#transactionOf = new Int32Array(key.length);
    for (let t = 0; t < transactionsIn(columns); t++) this.#transactionOf.fill(t, first[t], first[t + 1]);
    // A read has one edge from whom it read, and one to who overwrote that; a write has one to the next one.
    const most = 2 * key.length + (split ? transactionsIn(columns) : 0);
    this.#from = new Int32Array(most);
    this.#to = new Int32Array(most);
  }

  from(): Int32Array {
    return this.#from.subarray(0, this.#count);
  }
  to(): Int32Array {
    return this.#to.subarray(0, this.#count);
  }

  add(from: number, to: number): void {
    this.#from[this.#count] = from;
    this.#to[this.#count++] = to;
  }

  reads(): void {
    const { source, counts } = this.#reads;
    for (const [read, write] of source.entries()) if (counts[read] === 1 && write >= 0) this.#after(write, read);
  }

  /** What follows from the order of versions: who overwrote whom, and what others had read. */
  versions(rank: Int32Array): void {
    const { key, keys } = this.#columns;
    const { source, counts, final } = this.#reads;
    const writes = Int32Array.from(final.keys()).filter((write) => final[write] === 1);
    writes.sort(
      (a, b) => (key[a] ?? 0) - (key[b] ?? 0) || (rank[this.#transactionOf[a] ?? 0] ?? 0) - (rank[this.#transactionOf[b] ?? 0] ?? 0),
    );
    const next = new Int32Array(key.length).fill(-1);
    const firstOf = new Int32Array(keys).fill(-1);
    for (const [i, write] of writes.entries()) {
      const before = writes[i - 1] ?? -1;
      if (before >= 0 && key[before] === key[write]) {
        next[before] = write;
        this.#after(before, write);
      } else firstOf[key[write] ?? 0] = write;
    }
    for (const [read, write] of source.entries()) {
      if (counts[read] !== 1) continue;
      const overwriting = (write >= 0 ? next[write] : firstOf[key[read] ?? 0]) ?? -1;
      if (overwriting >= 0) this.#anti(read, overwriting);
    }
  }

  #after(earlier: number, later: number): void {
    const [from, to] = [this.#transactionOf[earlier] ?? 0, this.#transactionOf[later] ?? 0];
    if (from !== to) this.add(this.#split ? 2 * from + 1 : from, this.#split ? 2 * to : to);
  }

  #anti(read: number, overwriting: number): void {
    const [from, to] = [this.#transactionOf[read] ?? 0, this.#transactionOf[overwriting] ?? 0];
    if (from !== to) this.add(this.#split ? 2 * from : from, this.#split ? 2 * to + 1 : to);
  }
}
