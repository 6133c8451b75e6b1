/** The greatest of a row of numbers in any range, and where it stands; numbers can change. A segment tree. */
export class Greatest {
  readonly #size: number;
  readonly #values: Float64Array;
  /** For each node the position of its greatest value. */
  readonly #where: Int32Array;

  /** All of them negative infinity at first. */
  constructor(count: number) {
    let size = 1;
    while (size < count) size *= 2;
    this.#size = size;
    this.#values = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
    this.#where = new Int32Array(size * 2);
    for (let leaf = 0; leaf < size; leaf++) this.#where[size + leaf] = leaf;
    for (let node = size - 1; node > 0; node--) this.#where[node] = this.#where[node * 2] ?? 0;
  }

  value(position: number): number {
    return this.#values[position] ?? Number.NEGATIVE_INFINITY;
  }

  set(position: number, value: number): void {
    this.#values[position] = value;
    for (let node = (this.#size + position) >> 1; node > 0; node >>= 1) {
      this.#where[node] = this.#greater(this.#where[node * 2] ?? 0, this.#where[node * 2 + 1] ?? 0);
    }
  }

  /** Where the greatest of the range stands, from `from` up to but not including `to`, which is greater. */
  at(from: number, to: number): number {
    let best = from;
    let low = this.#size + from;
    let high = this.#size + to;
    while (low < high) {
      if (low & 1) best = this.#greater(best, this.#where[low++] ?? 0);
      if (high & 1) best = this.#greater(best, this.#where[--high] ?? 0);
      low >>= 1;
      high >>= 1;
    }
    return best;
  }

  #greater(a: number, b: number): number {
    return this.value(b) > this.value(a) ? b : a;
  }
}
