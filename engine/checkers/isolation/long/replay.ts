/** A serial run that a long history may be of. */
import { type TransactionColumns, transactionsIn } from './columns.ts';
import type { Reads } from './reads.ts';

/** More steps than this are not looked at. */
const mostWork = 1_000_000_000;

/**
 * The place of each transaction in a run of one after the other, each session in its order: of the transactions whose turn it could be, one that reads what is there
 * and overwrites nothing that somebody has yet to read; of several the one whose session is the least advanced. If there is none, that one goes first, and the
 * order is not right. Nothing where there are so many sessions that it would take too long.
 */
export function replayed(columns: TransactionColumns, reads: Reads): Int32Array | undefined {
  const { session, aborted, sessions } = columns;
  const transactions = transactionsIn(columns);
  if (transactions * sessions > mostWork) return undefined;
  const store = new Store(columns, reads);
  const queues: number[][] = Array.from({ length: sessions }, () => []);
  for (let t = 0; t < transactions; t++) if (aborted[t] !== 1) queues[session[t] ?? 0]?.push(t);
  const done = new Int32Array(sessions);
  const progress = Float64Array.from(queues, ({ length }) => (length === 0 ? Number.POSITIVE_INFINITY : 0));
  const rank = new Int32Array(transactions);
  for (let placed = 0; ; placed++) {
    let chosen = -1;
    let last = -1;
    for (let s = 0; s < sessions; s++) {
      const advanced = progress[s] ?? 0;
      if (advanced === Number.POSITIVE_INFINITY) continue;
      if (last < 0 || advanced < (progress[last] ?? 0)) last = s;
      if (chosen >= 0 && advanced >= (progress[chosen] ?? 0)) continue;
      if (store.accepts(queues[s]?.[done[s] ?? 0] ?? 0)) chosen = s;
    }
    const next = chosen < 0 ? last : chosen;
    if (next < 0) return rank;
    const queue = queues[next] ?? [];
    const t = queue[done[next] ?? 0] ?? 0;
    store.run(t);
    rank[t] = placed;
    done[next] = (done[next] ?? 0) + 1;
    progress[next] = done[next] === queue.length ? Number.POSITIVE_INFINITY : (done[next] ?? 0) / queue.length;
  }
}

class Store {
  readonly #columns: TransactionColumns;
  readonly #reads: Reads;
  /** By key: the write whose value is there; -1 at first. */
  readonly #current: Int32Array;
  /** By write, and by key of what is there at first: how many reads of it are yet to come. */
  readonly #awaited: Int32Array;
  readonly #awaitedAtFirst: Int32Array;

  constructor(columns: TransactionColumns, reads: Reads) {
    this.#columns = columns;
    this.#reads = reads;
    this.#current = new Int32Array(columns.keys).fill(-1);
    this.#awaited = new Int32Array(columns.key.length);
    this.#awaitedAtFirst = new Int32Array(columns.keys);
    for (let operation = 0; operation < columns.key.length; operation++) if (reads.counts[operation] === 1) this.#await(operation, 1);
  }

  /** Whether it would read what is there, and overwrite nothing that others have yet to read. */
  accepts(transaction: number): boolean {
    const { first, key } = this.#columns;
    const { source, counts, final } = this.#reads;
    const [from, to] = [first[transaction] ?? 0, first[transaction + 1] ?? 0];
    for (let operation = from; operation < to; operation++) {
      if (counts[operation] === 1 && this.#current[key[operation] ?? 0] !== source[operation]) return false;
    }
    for (let operation = from; operation < to; operation++) {
      if (final[operation] !== 1) continue;
      const at = key[operation] ?? 0;
      const there = this.#current[at] ?? -1;
      let others = (there < 0 ? this.#awaitedAtFirst[at] : this.#awaited[there]) ?? 0;
      for (let own = from; own < to; own++) if (counts[own] === 1 && key[own] === at) others--;
      if (others > 0) return false;
    }
    return true;
  }

  run(transaction: number): void {
    const { first, key } = this.#columns;
    for (let operation = first[transaction] ?? 0; operation < (first[transaction + 1] ?? 0); operation++) {
      if (this.#reads.counts[operation] === 1) this.#await(operation, -1);
      if (this.#reads.final[operation] === 1) this.#current[key[operation] ?? 0] = operation;
    }
  }

  #await(read: number, by: number): void {
    const source = this.#reads.source[read] ?? -1;
    if (source >= 0) this.#awaited[source] = (this.#awaited[source] ?? 0) + by;
    else {
      const at = this.#columns.key[read] ?? 0;
      this.#awaitedAtFirst[at] = (this.#awaitedAtFirst[at] ?? 0) + by;
    }
  }
}
