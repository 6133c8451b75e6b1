/** How many intervals cover each of a row of positions: a segment tree that adds to a range and finds a position that nothing covers. */
export class Cover {
  readonly #size: number;
  /** The least count below a node, without what was added to the nodes above it. */
  readonly #least: Int32Array;
  readonly #added: Int32Array;

  constructor(positions: number) {
    let size = 1;
    while (size < positions) size *= 2;
    this.#size = size;
    this.#least = new Int32Array(size * 2);
    this.#added = new Int32Array(size * 2);
  }

  /** To positions from `from` up to but not including `to`. */
  add(from: number, to: number, by: number): void {
    if (from < to) this.#add(1, 0, this.#size, from, to, by);
  }

  /** Some position in that range that nothing covers; -1 if there is none. */
  uncovered(from: number, to: number): number {
    return from < to ? this.#find(1, 0, this.#size, from, to, 0) : -1;
  }

  #add(node: number, low: number, high: number, from: number, to: number, by: number): void {
    if (from <= low && high <= to) {
      this.#added[node] = (this.#added[node] ?? 0) + by;
      this.#least[node] = (this.#least[node] ?? 0) + by;
      return;
    }
    const middle = (low + high) >> 1;
    if (from < middle) this.#add(node * 2, low, middle, from, to, by);
    if (to > middle) this.#add(node * 2 + 1, middle, high, from, to, by);
    this.#least[node] = (this.#added[node] ?? 0) + Math.min(this.#least[node * 2] ?? 0, this.#least[node * 2 + 1] ?? 0);
  }

  #find(node: number, low: number, high: number, from: number, to: number, above: number): number {
    if (above + (this.#least[node] ?? 0) > 0) return -1;
    if (high - low === 1) return low;
    const middle = (low + high) >> 1;
    const here = above + (this.#added[node] ?? 0);
    const left = from < middle ? this.#find(node * 2, low, middle, from, to, here) : -1;
    if (left >= 0 || to <= middle) return left;
    return this.#find(node * 2 + 1, middle, high, from, to, here);
  }
}
