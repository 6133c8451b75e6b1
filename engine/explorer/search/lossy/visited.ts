/**
 * Which states have been there, told by hashes alone: little memory, and now and then a state is taken for another that has been there.
 *
 * Hash compaction is Wolper & Leroy's (1993), the bit array Holzmann's supertrace (1988), which is a Bloom filter; positions by double hashing as in
 * Dillinger & Manolios (2004). How many states are taken for others is estimated on the way: if a new state would have been taken for another with probability
 * p, then for each one that was not there have been p / (1 - p) that were.
 */
import { hashWords } from '../../memory/sequences.ts';
import { OutOfMemory, Words } from '../../memory/words.ts';

export interface Visited {
  /** Notes the state; false where it has been there, or seems so. There must be room. */
  add(words: Int32Array, from: number, length: number): boolean;
  readonly full: boolean;
  readonly bytes: number;
  /** How many new states were taken for others, by expectation. */
  readonly mistaken: number;
}

/** A hash independent of `hashWords`. */
function otherHash(words: Int32Array, from: number, length: number): number {
  let hash = 0x2545f491;
  for (let k = 0; k < length; k++) {
    hash = Math.imul(hash ^ (words[from + k] as number), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  hash = Math.imul(hash, 0x9e3779b1);
  return hash ^ (hash >>> 13);
}

/** The largest power of two words that fits, or less where the host has not that much. It must not move later, so it has its size from the beginning. */
function wordsWithin(bytes: number): { readonly words: Words; readonly count: number } {
  for (let count = 2 ** Math.floor(Math.log2(Math.max(2 ** 10, bytes / 4))); ; count /= 2) {
    try {
      return { words: new Words(count), count };
    } catch {
      if (count <= 2 ** 10) throw new OutOfMemory(count * 4);
    }
  }
}

/**
 * A word for each state: 32 bits of one hash, at a place that some 20 to 28 bits of another one tell. Open addressing with linear probing.
 */
export class Fingerprints implements Visited {
  readonly #table: Int32Array;
  readonly #mask: number;
  readonly #most: number;
  #count = 0;
  #compared = 0;

  constructor(bytes: number) {
    const { words, count } = wordsWithin(bytes);
    this.#table = words.view;
    this.#mask = count - 1;
    this.#most = count - (count >>> 3);
  }

  get full(): boolean {
    return this.#count >= this.#most;
  }
  get bytes(): number {
    return 4 * (this.#mask + 1);
  }
  get mistaken(): number {
    return this.#compared / 2 ** 32;
  }

  add(words: Int32Array, from: number, length: number): boolean {
    const table = this.#table;
    const mask = this.#mask;
    // 0 is free.
    const print = otherHash(words, from, length) || 1;
    let compared = 0;
    for (let slot = hashWords(words, from, length) & mask; ; slot = (slot + 1) & mask) {
      const entry = table[slot] as number;
      if (entry === print) return false;
      if (entry === 0) {
        table[slot] = print;
        this.#count++;
        this.#compared += compared;
        return true;
      }
      compared++;
    }
  }
}

const BITS_PER_STATE = 3;

/** Some bits for each state. Never full, but the fuller it is the more states are taken for others. */
export class Bits implements Visited {
  readonly full = false;
  readonly #words: Int32Array;
  readonly #mask: number;
  #set = 0;
  #mistaken = 0;

  constructor(bytes: number) {
    const { words, count } = wordsWithin(bytes);
    this.#words = words.view;
    this.#mask = count - 1;
  }

  get bytes(): number {
    return 4 * (this.#mask + 1);
  }
  get mistaken(): number {
    return this.#mistaken;
  }

  add(words: Int32Array, from: number, length: number): boolean {
    const first = hashWords(words, from, length);
    const step = otherHash(words, from, length) | 1;
    const chance = (this.#set / (32 * (this.#mask + 1))) ** BITS_PER_STATE;
    let isNew = false;
    for (let k = 0, hash = first; k < BITS_PER_STATE; k++, hash = (hash + step) | 0) {
      // The word by the low bits, the bit in it by others.
      const word = hash & this.#mask;
      const bit = 1 << (Math.imul(hash ^ (step >>> 7), 0x9e3779b1) >>> 27);
      const before = this.#words[word] as number;
      if ((before & bit) !== 0) continue;
      this.#words[word] = before | bit;
      this.#set++;
      isNew = true;
    }
    if (isNew) this.#mistaken += chance / (1 - chance);
    return isNew;
  }
}
