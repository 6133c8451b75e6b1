/** A hash table from pairs of small numbers to numbers: open addressing with linear probing, at most half full. */
export class PairTable {
  /** Three words an entry: the first number plus one (0: free), the second, the value. */
  #entries = new Int32Array(3 * 64);
  #mask = 63;
  #size = 0;

  get bytes(): number {
    return this.#entries.byteLength;
  }

  /** The value, or -1. */
  get(a: number, b: number): number {
    const at = this.#find(a, b);
    return this.#entries[at] === 0 ? -1 : (this.#entries[at + 2] as number);
  }

  /** Of a pair that is not there yet. */
  add(a: number, b: number, value: number): void {
    if (2 * (this.#size + 1) > this.#mask) this.#grow();
    const at = this.#find(a, b);
    this.#entries[at] = a + 1;
    this.#entries[at + 1] = b;
    this.#entries[at + 2] = value;
    this.#size++;
  }

  #find(a: number, b: number): number {
    const entries = this.#entries;
    let hash = Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca6b);
    hash ^= hash >>> 15;
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = 3 * slot;
      const known = entries[at] as number;
      if (known === 0 || (known === a + 1 && entries[at + 1] === b)) return at;
    }
  }

  #grow(): void {
    const old = this.#entries;
    this.#mask = 2 * this.#mask + 1;
    this.#entries = new Int32Array(3 * (this.#mask + 1));
    for (let from = 0; from < old.length; from += 3) {
      if (old[from] === 0) continue;
      this.#entries.set(old.subarray(from, from + 3), this.#find((old[from] as number) - 1, old[from + 1] as number));
    }
  }
}
