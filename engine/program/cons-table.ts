/**
 * A set of objects by content: open addressing with linear probing, hashes kept beside the objects so that most collisions are decided without
 * looking into them. The caller computes the hash, from the hashes of the parts; nothing is ever turned into a string.
 */
export class ConsTable<T extends object> {
  readonly #same: (a: T, b: T) => boolean;
  #items: (T | undefined)[];
  #hashes: Int32Array;
  #mask: number;
  #size = 0;

  /** `same` compares content; it may rely on the parts being hash-consed already. */
  constructor(same: (a: T, b: T) => boolean, capacity = 256) {
    this.#same = same;
    this.#items = new Array<T | undefined>(capacity).fill(undefined);
    this.#hashes = new Int32Array(capacity);
    this.#mask = capacity - 1;
  }

  get size(): number {
    return this.#size;
  }

  /** The object of this content that came first: `candidate` itself, and then it is kept, if there was none. */
  intern(candidate: T, hash: number): T {
    let slot = hash & this.#mask;
    for (;;) {
      const found = this.#items[slot];
      if (found === undefined) break;
      if (this.#hashes[slot] === hash && this.#same(found, candidate)) return found;
      slot = (slot + 1) & this.#mask;
    }
    this.#items[slot] = candidate;
    this.#hashes[slot] = hash;
    this.#size++;
    if (this.#size * 2 > this.#items.length) this.#grow();
    return candidate;
  }

  #grow(): void {
    const items = this.#items;
    const hashes = this.#hashes;
    const capacity = items.length * 2;
    this.#items = new Array<T | undefined>(capacity).fill(undefined);
    this.#hashes = new Int32Array(capacity);
    this.#mask = capacity - 1;
    for (let i = 0; i < items.length; i++) {
      const item = items[i];
      if (item === undefined) continue;
      const hash = hashes[i] ?? 0;
      let slot = hash & this.#mask;
      while (this.#items[slot] !== undefined) slot = (slot + 1) & this.#mask;
      this.#items[slot] = item;
      this.#hashes[slot] = hash;
    }
  }
}

/** Folds `part` into a running hash: a multiplication by the golden ratio and a shift that brings high bits down. */
export function mix(hash: number, part: number): number {
  const h = Math.imul(hash ^ part, 0x9e3779b1);
  return h ^ (h >>> 15);
}

/** Element by element with `===`. */
export function sameElements<T>(a: readonly T[], b: readonly T[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
