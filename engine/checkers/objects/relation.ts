/** A relation over the numbers below `size`, kept transitive. */
export class Relation {
  readonly size: number;
  readonly #words: number;
  /** Row `a` has the bits of all `b` that `a` comes before. */
  readonly #after: Uint32Array;

  constructor(size: number) {
    this.size = size;
    this.#words = Math.ceil(size / 32);
    this.#after = new Uint32Array(size * this.#words);
  }

  has(a: number, b: number): boolean {
    return (((this.#after[a * this.#words + (b >> 5)] ?? 0) >>> (b & 31)) & 1) === 1;
  }

  /** With all that follows from it. Whether that is new. */
  add(a: number, b: number): boolean {
    if (this.has(a, b)) return false;
    for (let other = 0; other < this.size; other++) {
      if (other !== a && !this.has(other, a)) continue;
      this.#set(other, b);
      for (let word = 0; word < this.#words; word++) {
        const at = other * this.#words + word;
        this.#after[at] = (this.#after[at] ?? 0) | (this.#after[b * this.#words + word] ?? 0);
      }
    }
    return true;
  }

  copy(): Relation {
    const copy = new Relation(this.size);
    copy.#after.set(this.#after);
    return copy;
  }

  /** Something that comes before itself. */
  cyclic(): number | undefined {
    for (let a = 0; a < this.size; a++) if (this.has(a, a)) return a;
    return undefined;
  }

  #set(a: number, b: number): void {
    const at = a * this.#words + (b >> 5);
    this.#after[at] = (this.#after[at] ?? 0) | (1 << (b & 31));
  }
}
