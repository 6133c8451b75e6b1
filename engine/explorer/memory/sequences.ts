/** Hashing of sequences of 32-bit integers, and a table that gives each distinct sequence a small number. */

/** Mixes as in MurmurHash3: multiply by odd constants, fold the high bits down. */
export function hashWords(words: ArrayLike<number>, from: number, length: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let k = 0; k < length; k++) {
    hash = Math.imul((hash + (words[from + k] as number)) | 0, 0x85ebca6b);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x27d4eb2f);
  return hash ^ (hash >>> 15);
}

/**
 * Sequences numbered 0, 1, 2, … in the order of their first sight. Open addressing with linear probing, at most half full; an entry is the
 * number plus one, 0 is free.
 */
export class SequenceTable {
  #pool = new Int32Array(1024);
  /** Where each sequence begins in the pool; one more entry marks the end. */
  #offsets = new Int32Array(256);
  #slots = new Int32Array(512);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#pool.byteLength + this.#offsets.byteLength + this.#slots.byteLength;
  }

  /** The number of the sequence, or -1. */
  find(sequence: ArrayLike<number>, length = sequence.length): number {
    return (this.#slots[this.#slotOf(sequence, length)] as number) - 1;
  }

  /** The number of the sequence, a new one if it has none. */
  intern(sequence: ArrayLike<number>, length = sequence.length): number {
    const slot = this.#slotOf(sequence, length);
    const known = this.#slots[slot] as number;
    if (known !== 0) return known - 1;
    const number = this.#size++;
    const start = this.#offsets[number] as number;
    if (start + length > this.#pool.length) this.#pool = enlarged(this.#pool, start + length);
    for (let k = 0; k < length; k++) this.#pool[start + k] = sequence[k] as number;
    if (number + 2 > this.#offsets.length) this.#offsets = enlarged(this.#offsets, number + 2);
    this.#offsets[number + 1] = start + length;
    this.#slots[slot] = number + 1;
    if (this.#size * 2 > this.#slots.length) this.#rehash();
    return number;
  }

  length(number: number): number {
    return (this.#offsets[number + 1] as number) - (this.#offsets[number] as number);
  }

  /** Element `index` of the sequence. */
  at(number: number, index: number): number {
    return this.#pool[(this.#offsets[number] as number) + index] as number;
  }

  /** A copy, which may be changed: a plain array, since most sequences are short. */
  get(number: number): number[] {
    const [start, end] = [this.#offsets[number] as number, this.#offsets[number + 1] as number];
    const copy: number[] = [];
    for (let k = start; k < end; k++) copy.push(this.#pool[k] as number);
    return copy;
  }

  /** Where the sequence stands, or the free slot where it would. */
  #slotOf(sequence: ArrayLike<number>, length: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hashWords(sequence, 0, length) & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot] as number;
      if (entry === 0 || this.#equals(entry - 1, sequence, length)) return slot;
    }
  }

  #equals(number: number, sequence: ArrayLike<number>, length: number): boolean {
    const start = this.#offsets[number] as number;
    if ((this.#offsets[number + 1] as number) - start !== length) return false;
    for (let k = 0; k < length; k++) if (this.#pool[start + k] !== sequence[k]) return false;
    return true;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let number = 0; number < this.#size; number++) {
      let slot = hashWords(this.#pool, this.#offsets[number] as number, this.length(number)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }
}

function enlarged(array: Int32Array, atLeast: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(atLeast, array.length * 2));
  larger.set(array);
  return larger;
}
