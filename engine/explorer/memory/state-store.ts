/**
 * The distinct states of a search, in the order of their discovery.
 *
 * The arena holds, for each state, its packed words and the index of its parent; being in breadth-first order it is the queue, the set of states
 * and the way back to the start at once. The table finds a state by its content: one word a slot, `index + 1` in the low bits and, in the bits that
 * an index cannot need, the high bits of the hash as a tag, so that few look-ups touch the arena in vain. Linear probing, at most
 * five eighths full: with tags a longer probe costs little, and half as many slots save more.
 */
import { type Layout, pack, unpack } from './layout.ts';
import { hashWords } from './sequences.ts';
import { Words } from './words.ts';

/** The parent of an initial state. */
export const NO_PARENT = -1;

/** Enters the states from one number to another into the table, which must hold none of them. */
export type Enter = (from: number, to: number, mask: number) => void;

/** Asked now and then in long loops; `true` means stop. */
export type Interrupt = () => boolean;

const FIRST_SLOTS = 1 << 12;

/** States that a table with so many slots may hold. */
function mostIn(slots: number): number {
  return (slots >>> 3) * 5;
}
/** States moved between two questions to `Interrupt`: some milliseconds' worth. */
const STATES_PER_POLL = 1 << 15;

/** Successors on their way into the store: `words` packed words, the parent, and room for the hash and the caller's own words. */
export interface Records {
  readonly words: Int32Array;
  /** Words from one record to the next. */
  readonly stride: number;
  /** Word at which the records end. */
  end: number;
}
/** Words of a record beyond the packed state: the parent, the hash, and the caller's own word. */
export const RECORD_PARENT = 0;
export const RECORD_HASH = 1;
export const RECORD_LABEL = 2;
export const RECORD_EXTRA = 3;

export class StateStore {
  readonly #arena = new Words(1 << 14);
  readonly #table = new Words(FIRST_SLOTS);
  #slots = FIRST_SLOTS;
  #layout: Layout;
  #stride: number;
  #count = 0;
  /** What enters states into the table faster than plain code does; made for the present layout. */
  #enter: Enter | undefined;
  /** Keeps the loads of the warming loop alive. */
  #touched = 0;

  constructor(layout: Layout) {
    this.#layout = layout;
    this.#stride = layout.words + 1;
  }

  get count(): number {
    return this.#count;
  }
  get layout(): Layout {
    return this.#layout;
  }
  /** Of arena and table. */
  get bytes(): number {
    return this.#arena.bytes + this.#table.bytes;
  }
  /** State `s` begins at word `s * stride`; replaced by growth. */
  get arena(): Int32Array {
    return this.#arena.view;
  }
  get stride(): number {
    return this.#stride;
  }
  /** Touched memory, for tests and for the optimiser's sake. */
  get touched(): number {
    return this.#touched;
  }

  /** For code that inserts by itself: its memories, whether they are shared, and the number of slots less one. */
  get memories(): { readonly table: Words['memory']; readonly arena: Words['memory']; readonly shared: boolean } {
    return { table: this.#table.memory, arena: this.#arena.memory, shared: this.#table.shared };
  }
  /** What it is kept in. */
  get backing(): readonly Words[] {
    return [this.#table, this.#arena];
  }
  get mask(): number {
    return this.#slots - 1;
  }
  /** States that there is room for. */
  get room(): number {
    return Math.min(mostIn(this.#slots), Math.floor(this.#arena.view.length / this.#stride));
  }
  /** Has it do what it can also do; until the next layout. */
  enterBy(enter: Enter): void {
    this.#enter = enter;
  }
  /** Such code has inserted states up to this many. */
  inserted(count: number): void {
    this.#count = count;
  }

  component(state: number, component: number): number {
    return unpack(this.#layout, this.#arena.view, state * this.#stride, component);
  }
  parent(state: number): number {
    return this.#arena.view[state * this.#stride + this.#layout.words] as number;
  }

  /** Bytes that `ensureRoom` would take in addition. */
  growthFor(states: number): number {
    let slots = this.#slots;
    while (this.#count + states > mostIn(slots)) slots *= 2;
    const arena = (this.#count + states) * this.#stride;
    return Math.max(0, slots * 4 - this.#table.bytes) + Math.max(0, arena * 4 - this.#arena.bytes);
  }

  /** Room for that many more states. Gives false when interrupted; the store is then good for reading the arena only. Throws `OutOfMemory`. */
  ensureRoom(states: number, interrupt: Interrupt): boolean {
    const words = (this.#count + states) * this.#stride;
    // A little in advance: growing in place is cheap, but not free.
    if (words > this.#arena.view.length) this.#arena.ensure(words + (words >>> 5));
    if (this.#count + states <= mostIn(this.#slots)) return true;
    while (this.#count + states > mostIn(this.#slots)) this.#slots *= 2;
    this.#table.ensure(this.#slots);
    return this.#rehash(interrupt);
  }

  /**
   * Adds what is new of the records, in their order, beginning with the one at word `from`, until there are `most` states, which must not be more than there
   * is room for. Gives the word of the first record that was refused, or the end of the records.
   */
  insert(records: Records, from: number, most: number): number {
    const { words: buffer, stride: recordStride, end } = records;
    const words = this.#layout.words;
    const stride = this.#stride;
    const table = this.#table.view;
    const arena = this.#arena.view;
    const mask = this.#slots - 1;
    const tags = ~mask;
    const hashAt = words + RECORD_HASH;
    let count = this.#count;
    let touched = 0;
    // First all hashes and a look at each slot: these loads do not wait for each other, so the cache misses of a batch overlap.
    for (let record = from; record < end; record += recordStride) {
      const hash = hashWords(buffer, record, words);
      buffer[record + hashAt] = hash;
      touched ^= table[hash & mask] as number;
    }
    let record = from;
    for (; record < end; record += recordStride) {
      const hash = buffer[record + hashAt] as number;
      const first = buffer[record] as number;
      let slot = hash & mask;
      let entry = table[slot] as number;
      while (entry !== 0) {
        if (((entry ^ hash) & tags) === 0) {
          const state = ((entry & mask) - 1) * stride;
          if (arena[state] === first) {
            let k = 1;
            while (k < words && arena[state + k] === buffer[record + k]) k++;
            if (k === words) break;
          }
        }
        slot = (slot + 1) & mask;
        entry = table[slot] as number;
      }
      if (entry !== 0) continue;
      if (count >= most) break;
      const state = count * stride;
      for (let k = 0; k <= words; k++) arena[state + k] = buffer[record + k] as number;
      count++;
      table[slot] = count | (hash & tags);
    }
    this.#count = count;
    this.#touched ^= touched;
    return record;
  }

  /** The state whose packed words stand at `offset`, or -1. */
  find(buffer: Int32Array, offset: number): number {
    const words = this.#layout.words;
    const table = this.#table.view;
    const arena = this.#arena.view;
    const mask = this.#slots - 1;
    const hash = hashWords(buffer, offset, words);
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = table[slot] as number;
      if (entry === 0) return -1;
      if (((entry ^ hash) & ~mask) !== 0) continue;
      const state = ((entry & mask) - 1) * this.#stride;
      let k = 0;
      while (k < words && arena[state + k] === buffer[offset + k]) k++;
      if (k === words) return (entry & mask) - 1;
    }
  }

  /**
   * Packs every state anew. Gives false when interrupted: what is left then is the first so many states, and they can only be read.
   * Throws `OutOfMemory`.
   */
  relayout(layout: Layout, interrupt: Interrupt): boolean {
    const from = this.#layout;
    const fromStride = this.#stride;
    const stride = layout.words + 1;
    this.#arena.ensure(this.#count * stride);
    const arena = this.#arena.view;
    const components = layout.word.length;
    const values = new Int32Array(components);
    // In place: forwards where states get shorter, backwards where they get longer, so that none is overwritten before it has been read.
    const shrinks = stride <= fromStride;
    for (let step = 0; step < this.#count; step++) {
      const state = shrinks ? step : this.#count - 1 - step;
      const source = state * fromStride;
      for (let k = 0; k < components; k++) values[k] = unpack(from, arena, source, k);
      const parent = arena[source + from.words] as number;
      pack(layout, values, arena, state * stride);
      arena[state * stride + layout.words] = parent;
      if ((step & (STATES_PER_POLL - 1)) !== STATES_PER_POLL - 1 || !interrupt()) continue;
      this.#count = shrinks ? state + 1 : state;
      if (shrinks) this.#use(layout);
      return false;
    }
    this.#use(layout);
    return this.#rehash(interrupt);
  }

  #use(layout: Layout): void {
    this.#layout = layout;
    this.#stride = layout.words + 1;
    this.#enter = undefined;
  }

  #rehash(interrupt: Interrupt): boolean {
    const mask = this.#slots - 1;
    const enter = this.#enter ?? ((from: number, to: number) => this.#enterPlainly(from, to));
    this.#table.view.fill(0, 0, this.#slots);
    for (let from = 0; from < this.#count; from += STATES_PER_POLL) {
      enter(from, Math.min(this.#count, from + STATES_PER_POLL), mask);
      if (interrupt()) return false;
    }
    return true;
  }

  #enterPlainly(from: number, to: number): void {
    const table = this.#table.view;
    const arena = this.#arena.view;
    const words = this.#layout.words;
    const mask = this.#slots - 1;
    for (let state = from, offset = from * this.#stride; state < to; state++, offset += this.#stride) {
      const hash = hashWords(arena, offset, words);
      let slot = hash & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = (state + 1) | (hash & ~mask);
    }
  }
}
