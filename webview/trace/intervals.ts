/** Which of many extents overlap a window: what is in view, long arrows that begin far above it included. */
import type { Extent } from './geometry.ts';

/**
 * An implicit augmented interval tree (Cormen et al., Introduction to Algorithms, 14.3, over a sorted array): a query costs O(log n + answers).
 */
export class IntervalIndex<T extends Extent> {
  readonly #sorted: readonly T[];
  /** For the subtree whose root is `i`: the greatest bottom in it. */
  readonly #reach: Float64Array;

  constructor(items: readonly T[]) {
    this.#sorted = items.toSorted((a, b) => a.top - b.top);
    this.#reach = new Float64Array(this.#sorted.length);
    this.#build(0, this.#sorted.length);
  }

  /** The items that overlap [top, bottom], in the order of their tops. */
  overlapping(top: number, bottom: number): T[] {
    const found: T[] = [];
    this.#collect(0, this.#sorted.length, top, bottom, found);
    return found;
  }

  #build(low: number, high: number): number {
    if (low >= high) return Number.NEGATIVE_INFINITY;
    const root = (low + high) >> 1;
    const own = this.#sorted[root]?.bottom ?? Number.NEGATIVE_INFINITY;
    const reach = Math.max(own, this.#build(low, root), this.#build(root + 1, high));
    this.#reach[root] = reach;
    return reach;
  }

  #collect(low: number, high: number, top: number, bottom: number, found: T[]): void {
    if (low >= high) return;
    const root = (low + high) >> 1;
    const item = this.#sorted[root];
    if (item === undefined || (this.#reach[root] ?? 0) < top) return;
    this.#collect(low, root, top, bottom, found);
    if (item.top > bottom) return;
    if (item.bottom >= top) found.push(item);
    this.#collect(root + 1, high, top, bottom, found);
  }
}
