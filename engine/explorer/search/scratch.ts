/**
 * What is found out about a whole graph takes memory and time beside the search's own. Both are within the same limits: where they do not suffice, or where
 * it is cancelled, `Stopped` is thrown, and the limits say why.
 */
import { OutOfMemory, Words } from '../memory/words.ts';
import type { Counts, Limits } from './limits.ts';

const NUMBERS_PER_POLL = 1 << 12;

export class Stopped extends Error {
  constructor() {
    super('stopped by a limit');
    this.name = 'Stopped';
  }
}

export class Scratch {
  readonly #limits: Limits;
  readonly #searched: Counts;
  #bytes = 0;

  /** `searched`: what the search ended with. */
  constructor(limits: Limits, searched: Counts) {
    this.#limits = limits;
    this.#searched = searched;
  }

  /** Says what is being done from now on: names of claims. */
  announce(checking: string): void {
    this.#limits.checking = checking;
  }

  /** To be called every few milliseconds. */
  poll(): void {
    if (this.#limits.poll(this.#counts)) throw new Stopped();
  }

  /** Does it with each of the numbers, in their order, and polls meanwhile. */
  each(numbers: Int32Array, what: (number: number) => void): void {
    for (let i = 0; i < numbers.length; i++) {
      if (i % NUMBERS_PER_POLL === 0) this.poll();
      what(numbers[i] as number);
    }
  }

  /** So many words, all 0. They count until the work that asked for them is over. */
  ints(length: number): Int32Array<ArrayBuffer> {
    this.#take(length * 4);
    return allocated(() => new Int32Array(length), length * 4);
  }
  bytes(length: number): Uint8Array<ArrayBuffer> {
    this.#take(length);
    return allocated(() => new Uint8Array(length), length);
  }
  /** A list of integers that grows. */
  list(): IntList {
    return new IntList((bytes) => this.#take(bytes));
  }

  /** Does the work; what it took is free again afterwards. */
  during<T>(work: () => T): T {
    const before = this.#bytes;
    try {
      return work();
    } catch (error) {
      if (!(error instanceof OutOfMemory)) throw error;
      this.#limits.outOfMemory(this.#counts());
      throw new Stopped();
    } finally {
      this.#bytes = before;
    }
  }

  readonly #counts = (): Counts => ({ ...this.#searched, bytes: this.#searched.bytes + this.#bytes });

  #take(bytes: number): void {
    this.#bytes += bytes;
    if (this.#limits.exceeded(this.#counts().bytes, this.#counts)) throw new Stopped();
  }
}

function allocated<T>(make: () => T, bytes: number): T {
  try {
    return make();
  } catch {
    throw new OutOfMemory(bytes);
  }
}

const FIRST_WORDS = 1 << 8;
/** From here on a list grows where it stands: that costs too much for a small one. */
const LARGE_WORDS = 1 << 16;

/** Integers one behind the other: a list, or a stack. */
export class IntList {
  /** Those below `size` count; replaced by growth. */
  view: Int32Array = new Int32Array(FIRST_WORDS);
  size = 0;
  readonly #take: (bytes: number) => void;
  #words: Words | undefined;

  /** `take` is told of every growth, before it. */
  constructor(take: (bytes: number) => void) {
    this.#take = take;
    take(this.view.byteLength);
  }

  push(value: number): void {
    if (this.size === this.view.length) this.#grow();
    this.view[this.size++] = value;
  }
  pop(): number {
    return this.view[--this.size] as number;
  }
  /** The last one. */
  get top(): number {
    return this.view[this.size - 1] as number;
  }
  set top(value: number) {
    this.view[this.size - 1] = value;
  }

  #grow(): void {
    const length = this.view.length + (this.view.length >>> 1);
    this.#take(4 * (length - this.view.length));
    if (this.#words !== undefined) {
      this.#words.ensure(length);
      this.view = this.#words.view;
      return;
    }
    if (length >= LARGE_WORDS) this.#words = new Words(length);
    const larger = this.#words?.view ?? new Int32Array(length);
    larger.set(this.view);
    this.view = larger;
  }
}
