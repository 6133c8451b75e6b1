/** What is to happen when: a binary heap. Ties in time go in the order in which they were scheduled. */
interface Scheduled<T> {
  readonly timeMs: number;
  readonly sequence: number;
  readonly entry: T;
}

export class EventQueue<T> {
  private readonly heap: Scheduled<T>[] = [];
  private scheduled = 0;

  add(timeMs: number, entry: T): void {
    const item: Scheduled<T> = { timeMs, sequence: this.scheduled++, entry };
    let hole = this.heap.length;
    this.heap.push(item);
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const above = this.heap[parent];
      if (above === undefined || !isBefore(item, above)) break;
      this.heap[hole] = above;
      hole = parent;
    }
    this.heap[hole] = item;
  }

  /** Takes the next one out; nothing where none is left. */
  next(): { readonly timeMs: number; readonly entry: T } | undefined {
    const first = this.heap[0];
    const last = this.heap.pop();
    if (first === undefined || last === undefined || this.heap.length === 0) return first;
    let hole = 0;
    for (;;) {
      const left = 2 * hole + 1;
      const [l, r] = [this.heap[left], this.heap[left + 1]];
      const [child, below] = r !== undefined && l !== undefined && isBefore(r, l) ? [left + 1, r] : [left, l];
      if (below === undefined || !isBefore(below, last)) break;
      this.heap[hole] = below;
      hole = child;
    }
    this.heap[hole] = last;
    return first;
  }
}

function isBefore<T>(a: Scheduled<T>, b: Scheduled<T>): boolean {
  return a.timeMs !== b.timeMs ? a.timeMs < b.timeMs : a.sequence < b.sequence;
}
