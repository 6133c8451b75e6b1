/** Whom each read of a long history read from, and what is wrong with single reads whatever the order of versions. */
import { type TransactionColumns, transactionsIn } from './columns.ts';

export interface Reads {
  /** By operation: of a read the write of the value that it saw, whoever made it; -1 where nobody did, and of writes. */
  readonly source: Int32Array;
  /** By operation: 1 where it is a read by which a committed transaction depends on others. */
  readonly counts: Uint8Array;
  /** By operation: 1 where it is what a committed transaction made of a key in the end. */
  readonly final: Uint8Array;
  /** The transactions of the first read that cannot be right: the one that read, and the one that wrote what it saw, if there is one. */
  readonly wrong?: readonly number[];
}

/** Nothing where values were written twice to one key, or the initial one was: then reads do not tell whom they read from. */
export function readsOf(columns: TransactionColumns): Reads | undefined {
  const { first, aborted, writes, key, value, initial, keys } = columns;
  const transactions = transactionsIn(columns);
  const table = new WriteTable(columns);
  const writerOf = new Int32Array(key.length).fill(-1);
  const final = new Uint8Array(key.length);
  // By key: the last transaction that wrote it, going backwards.
  const seen = new Int32Array(keys).fill(-1);
  for (let t = 0; t < transactions; t++) {
    for (let operation = (first[t + 1] ?? 0) - 1; operation >= (first[t] ?? 0); operation--) {
      if (writes[operation] !== 1) continue;
      writerOf[operation] = t;
      if (value[operation] === initial || !table.add(operation)) return undefined;
      if (seen[key[operation] ?? 0] !== t) final[operation] = 1 - (aborted[t] ?? 0);
      seen[key[operation] ?? 0] = t;
    }
  }
  const source = new Int32Array(key.length).fill(-1);
  const counts = new Uint8Array(key.length);
  let wrong: readonly number[] | undefined;
  const own = new Int32Array(keys).fill(-1);
  for (let t = 0; t < transactions; t++) {
    const [from, to] = [first[t] ?? 0, first[t + 1] ?? 0];
    for (let operation = from; operation < to; operation++) {
      const at = key[operation] ?? 0;
      if (writes[operation] === 1) {
        own[at] = operation;
        continue;
      }
      const write = table.find(at, value[operation] ?? 0);
      source[operation] = write;
      if (aborted[t] === 1) continue;
      const mine = own[at] ?? -1;
      const isRight =
        mine >= from ? write === mine : write < 0 ? value[operation] === initial : writerOf[write] !== t && final[write] === 1;
      if (!isRight) wrong ??= write < 0 ? [t] : [t, writerOf[write] ?? t];
      else if (mine < from) counts[operation] = 1;
    }
  }
  return { source, counts, final, ...(wrong && { wrong }) };
}

/** Writes by key and value. Open addressing: a map of so many strings would be larger than the history. */
class WriteTable {
  readonly #columns: TransactionColumns;
  readonly #slots: Int32Array;

  constructor(columns: TransactionColumns) {
    this.#columns = columns;
    const writes = columns.writes.reduce((sum, one) => sum + one, 0);
    this.#slots = new Int32Array(1 << Math.ceil(Math.log2(2 * writes + 2))).fill(-1);
  }

  /** False if there is one with its key and value already. */
  add(write: number): boolean {
    const slot = this.#slotOf(this.#columns.key[write] ?? 0, this.#columns.value[write] ?? 0);
    if (this.#slots[slot] !== -1) return false;
    this.#slots[slot] = write;
    return true;
  }

  /** -1 where there is none. */
  find(key: number, value: number): number {
    return this.#slots[this.#slotOf(key, value)] ?? -1;
  }

  /** Where the write is, or would be. */
  #slotOf(key: number, value: number): number {
    const mask = this.#slots.length - 1;
    const high = Math.floor(value / 4_294_967_296);
    let hash = Math.imul(key, 0x9e3779b1) ^ Math.imul(value | 0, 0x85ebca6b) ^ Math.imul(high, 0xc2b2ae35);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    for (let slot = (hash ^ (hash >>> 13)) & mask; ; slot = (slot + 1) & mask) {
      const write = this.#slots[slot] ?? -1;
      if (write < 0 || (this.#columns.key[write] === key && this.#columns.value[write] === value)) return slot;
    }
  }
}
