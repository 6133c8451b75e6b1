/** A priority queue: what is earliest is taken first. */
export class Earliest<T> {
  readonly #time: (of: T) => number;
  readonly #heap: T[] = [];

  constructor(time: (of: T) => number) {
    this.#time = time;
  }

  add(item: T): void {
    let at = this.#heap.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#at(parent) <= this.#time(item)) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#heap[at] = item;
  }

  /** Nothing where there is none. */
  take(): T | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    const { length } = this.#heap;
    if (last === undefined || length === 0) return first;
    let at = 0;
    for (let child = 1; child < length; child = at * 2 + 1) {
      if (child + 1 < length && this.#at(child + 1) < this.#at(child)) child++;
      if (this.#time(last) <= this.#at(child)) break;
      this.#move(child, at);
      at = child;
    }
    this.#heap[at] = last;
    return first;
  }

  #at(index: number): number {
    const item = this.#heap[index];
    return item === undefined ? Number.POSITIVE_INFINITY : this.#time(item);
  }

  #move(from: number, to: number): void {
    const item = this.#heap[from];
    if (item !== undefined) this.#heap[to] = item;
  }
}
