/**
 * Memo tables: what was computed once, found again by small numbers. All of them are regions of one array of integers, so that the inner loop holds
 * one reference whatever it looks up, and generated code or another thread can read them as they are.
 *
 * The pool begins with the directory: where each table stands and what it is like (`directory.ts`).
 *
 * A table maps (row, column) to a word other than 0; 0 is "not known yet". While it is small or well filled it is a plain two-dimensional array; one
 * that would get too large and too empty becomes a hash table.
 */
import { Words } from './words.ts';

/** Words of a table's entry in the directory: base, bits of a column (-1: hashed), slots - 1 if hashed, rows if not. */
export const TABLE_WORDS = 4;

/** Beyond this many words a direct table must be well filled. */
const LARGEST_DIRECT = 1 << 20;
const LARGEST_ROWS_TIMES_COLUMNS = 1 << 28;
const SLOT_WORDS = 4;

/** The word of the pool that holds the entry; word 0, which is always 0, where a hashed table has none. */
export function cell(pool: Int32Array, table: number, row: number, column: number): number {
  const bits = pool[table + 1] as number;
  if (bits >= 0) return (pool[table] as number) + (row << bits) + column;
  const base = pool[table] as number;
  const mask = pool[table + 2] as number;
  for (let slot = hashPair(row, column) & mask; ; slot = (slot + 1) & mask) {
    const at = base + slot * SLOT_WORDS;
    const key = pool[at] as number;
    if (key === 0) return 0;
    if (key === row + 1 && pool[at + 1] === column) return at + 2;
  }
}

function hashPair(row: number, column: number): number {
  let hash = Math.imul(row, 0x9e3779b1);
  hash = Math.imul((hash ^ (hash >>> 15)) + column, 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

export class Pool {
  readonly #words = new Words(1 << 16);
  /** Word 0 stays 0: what an unknown entry of a hashed table reads. */
  #top = 1;
  /** What tables left behind that grew, and the part of it that is being filled. */
  readonly #released: { readonly start: number; readonly end: number }[] = [];
  #filling = { start: 0, end: 0 };
  #buffers = 0;
  /** Entries that are not to be seen yet; absent while none are held back. */
  #held: { readonly table: Table; readonly row: number; readonly column: number; readonly value: number }[] | undefined;
  /** Called before a table moves to another place, so that threads which read it can be stopped; afterwards they may go on. */
  onMove: () => void = () => {};

  /** Replaced by growth. */
  get words(): Int32Array {
    return this.#words.view;
  }
  get memory(): Words['memory'] {
    return this.#words.memory;
  }
  /** What it is kept in. */
  get backing(): readonly Words[] {
    return [this.#words];
  }
  /** Of what was allocated, buffers aside. */
  get bytes(): number {
    return (this.#top - this.#buffers) * 4;
  }

  /** As `allocate`, for what comes and goes with the number of threads: not counted, since what an exploration says must not depend on it. */
  allocateBuffer(words: number): number {
    this.#buffers += words;
    return this.allocate(words);
  }

  /**
   * Holds back the entries that are made from now on until `publish`. Who reads the tables at the same time then never sees an entry which says a number
   * that has no row of its own yet.
   */
  holdBack(): void {
    this.#held ??= [];
  }
  publish(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const { table, row, column, value } of held) table.set(row, column, value);
  }
  /** Gives false when nothing is held back at present. */
  hold(table: Table, row: number, column: number, value: number): boolean {
    return this.#held !== undefined && this.#held.push({ table, row, column, value }) > 0;
  }
  heldOf(table: Table, row: number, column: number): number {
    return this.#held?.find((one) => one.table === table && one.row === row && one.column === column)?.value ?? 0;
  }

  /** That many words, all 0. */
  allocate(words: number): number {
    const start = this.#top;
    this.#top += words;
    if (this.#top > this.#words.view.length) this.#words.ensure(this.#top + (this.#top >>> 4));
    return start;
  }

  /** Gives words back: lists are put there. */
  release(start: number, words: number): void {
    this.#released.push({ start, end: start + words });
  }

  /** A copy of the words; where it stands. */
  store(words: readonly number[]): number {
    const start = this.#roomFor(words.length);
    this.#words.view.set(words, start);
    return start;
  }

  #roomFor(length: number): number {
    while (this.#filling.end - this.#filling.start < length) {
      const next = this.#released.pop();
      if (next === undefined) return this.allocate(length);
      this.#filling = { ...next };
    }
    const { start } = this.#filling;
    this.#filling.start += length;
    return start;
  }
}

/** Writes one table; reading goes through `cell`. */
export class Table {
  readonly #pool: Pool;
  readonly #at: number;
  #rows = 4;
  #columns = 1;
  #filled = 0;

  /**
   * `at`: where its entry in the directory stands in the pool. `hashed` from the beginning: then it may be asked for any row and column, announced or
   * not.
   */
  constructor(pool: Pool, at: number, hashed = false) {
    this.#pool = pool;
    this.#at = at;
    const base = pool.allocate(this.#rows);
    pool.words[at] = base;
    pool.words[at + 1] = 0;
    if (hashed) this.#becomeHashed();
  }

  get hashed(): boolean {
    return (this.#pool.words[this.#at + 1] as number) < 0;
  }

  /** The entry, 0 where there is none; unlike `cell` it may be asked for any row and column. */
  get(row: number, column = 0): number {
    const held = this.#pool.heldOf(this, row, column);
    if (held !== 0 || (!this.hashed && (row >= this.#rows || column >= this.#columns))) return held;
    return this.#pool.words[cell(this.#pool.words, this.#at, row, column)] as number;
  }

  /** `value` must not be 0. */
  set(row: number, column: number, value: number): void {
    if (this.#pool.hold(this, row, column, value)) return;
    this.reserve(row + 1, column + 1);
    if (this.hashed) this.#setHashed(row, column, value);
    else {
      const at = cell(this.#pool.words, this.#at, row, column);
      if (this.#pool.words[at] === 0) this.#filled++;
      // Who sees the entry sees the list that it leads to: both were stored before.
      Atomics.store(this.#pool.words, at, value);
    }
  }

  /** Makes `cell` safe for rows and columns below these. Must be called before the inner loop can meet them. */
  reserve(rows: number, columns: number): void {
    if (this.hashed || (rows <= this.#rows && columns <= this.#columns)) return;
    let newRows = this.#rows;
    while (newRows < rows) newRows *= 2;
    let newColumns = this.#columns;
    while (newColumns < columns) newColumns *= 2;
    const size = newRows * newColumns;
    this.#pool.onMove();
    if (size > LARGEST_ROWS_TIMES_COLUMNS || (size > LARGEST_DIRECT && this.#filled * 16 < size)) this.#becomeHashed();
    else this.#resize(newRows, newColumns);
  }

  #resize(rows: number, columns: number): void {
    const from = this.#pool.words[this.#at] as number;
    const to = this.#pool.allocate(rows * columns);
    const words = this.#pool.words;
    for (let row = 0; row < this.#rows; row++) {
      words.copyWithin(to + row * columns, from + row * this.#columns, from + (row + 1) * this.#columns);
    }
    this.#pool.release(from, this.#rows * this.#columns);
    this.#rows = rows;
    this.#columns = columns;
    this.#pool.words[this.#at] = to;
    this.#pool.words[this.#at + 1] = 31 - Math.clz32(columns);
  }

  #becomeHashed(): void {
    const from = this.#pool.words[this.#at] as number;
    const rows = this.#rows;
    const columns = this.#columns;
    this.#startHashed(1 << (34 - Math.clz32(this.#filled)));
    this.#filled = 0;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const value = this.#pool.words[from + row * columns + column] as number;
        if (value !== 0) this.#setHashed(row, column, value);
      }
    }
    this.#pool.release(from, rows * columns);
  }

  #startHashed(slots: number): void {
    const base = this.#pool.allocate(slots * SLOT_WORDS);
    this.#pool.words[this.#at] = base;
    this.#pool.words[this.#at + 1] = -1;
    this.#pool.words[this.#at + 2] = slots - 1;
  }

  #setHashed(row: number, column: number, value: number): void {
    const mask = this.#pool.words[this.#at + 2] as number;
    if (this.#filled * 2 > mask) {
      this.#pool.onMove();
      this.#rehash();
      this.#setHashed(row, column, value);
      return;
    }
    const base = this.#pool.words[this.#at] as number;
    const words = this.#pool.words;
    for (let slot = hashPair(row, column) & mask; ; slot = (slot + 1) & mask) {
      const at = base + slot * SLOT_WORDS;
      if (words[at] !== 0 && !(words[at] === row + 1 && words[at + 1] === column)) continue;
      if (words[at] === 0) this.#filled++;
      words[at + 1] = column;
      words[at + 2] = value;
      // Last, and with all that it leads to: who sees the key sees the entry.
      Atomics.store(words, at, row + 1);
      return;
    }
  }

  #rehash(): void {
    const from = this.#pool.words[this.#at] as number;
    const slots = (this.#pool.words[this.#at + 2] as number) + 1;
    this.#startHashed(slots * 2);
    this.#filled = 0;
    for (let at = from; at < from + slots * SLOT_WORDS; at += SLOT_WORDS) {
      const words = this.#pool.words;
      if (words[at] !== 0) this.#setHashed((words[at] as number) - 1, words[at + 1] as number, words[at + 2] as number);
    }
    this.#pool.release(from, slots * SLOT_WORDS);
  }
}
