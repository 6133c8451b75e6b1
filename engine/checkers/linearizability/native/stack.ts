import { aroundEmpty, type CollectionOperation, collectionOf, impossibleEmpty, type Stay } from './collection.ts';
import { Cover } from './cover.ts';
import { Greatest } from './extremes.ts';
import { linearizable, type NativeVerdict, violated } from './verdict.ts';

/**
 * Stacks onto which no value is pushed twice, in time n log n, by decrease and conquer (Lee & Mathur 2025; see also Abdulla et al. 2025). A set of values is
 * - divided at a moment at which no value is on the stack for certain, if there are values that may be popped before and values that must be popped after:
 *   each side can be linearized by itself, since what is left of a linearization without some values is one;
 * - or made smaller by a value that may be pushed before anything else returns and popped after everything else is invoked: it can lie at the bottom.
 * If neither is possible there is no linearization: the value at the bottom of it, or the moment when the stack became empty, would have been found.
 */
export function checkStack(operations: readonly CollectionOperation[]): NativeVerdict {
  const collection = collectionOf(operations);
  if ('verdict' in collection) return collection.verdict;
  const unfounded = impossibleEmpty(collection);
  if (unfounded !== undefined) return violated(aroundEmpty(collection, unfounded));
  const stuck = new Reduction(collection.stays, collection.end).run();
  return stuck === undefined ? linearizable : violated(stuck.flatMap(({ insert, take }) => (take < 0 ? [insert] : [insert, take])));
}

/** Values stand in the order in which their pops were invoked; a set of values that is left is a range of those. */
class Reduction {
  readonly #stays: readonly Stay[];
  /** At each gap between two moments the values that are on the stack for certain. */
  readonly #cover: Cover;
  /** Greatest of negated times: the least. */
  readonly #pushReturned: Greatest;
  /** Of values not yet known to be pushable first. */
  readonly #pushInvoked: Greatest;
  /** Of values known to be pushable first, in whatever of the ranges that they are in: ranges only get smaller. */
  readonly #popReturned: Greatest;
  readonly #next: Int32Array;
  readonly #previous: Int32Array;

  constructor(stays: readonly Stay[], end: number) {
    this.#stays = stays.toSorted((a, b) => a.takeInvoked - b.takeInvoked);
    const { length } = stays;
    this.#cover = new Cover(end + 1);
    this.#pushReturned = new Greatest(length);
    this.#pushInvoked = new Greatest(length);
    this.#popReturned = new Greatest(length);
    this.#next = Int32Array.from({ length: length + 1 }, (_, index) => index);
    this.#previous = Int32Array.from({ length: length + 1 }, (_, index) => index);
    this.#stays.forEach((stay, index) => {
      this.#cover.add(stay.insertReturned, stay.takeInvoked, 1);
      this.#pushReturned.set(index, -stay.insertReturned);
      this.#pushInvoked.set(index, -stay.insertInvoked);
    });
  }

  /** The values of a set that cannot be divided or made smaller, if it comes to that. */
  run(): readonly Stay[] | undefined {
    const ranges: (readonly [number, number])[] = [[0, this.#stays.length]];
    for (let range = ranges.pop(); range !== undefined; range = ranges.pop()) {
      const [from, to] = range;
      for (;;) {
        const first = follow(this.#next, from);
        if (first >= to) break;
        const last = follow(this.#previous, to) - 1;
        const lastInvoked = this.#stay(last).takeInvoked;
        const gap = this.#cover.uncovered(this.#stay(first).takeInvoked, lastInvoked);
        if (gap >= 0) {
          const middle = this.#after(gap, first, last);
          ranges.push([from, middle], [middle, to]);
          break;
        }
        const bottom = this.#bottom(from, to, lastInvoked);
        if (bottom === undefined) return this.#stays.slice(first, last + 1).filter((_, i) => follow(this.#next, first + i) === first + i);
        this.#remove(bottom);
      }
    }
    return undefined;
  }

  #bottom(from: number, to: number, lastInvoked: number): number | undefined {
    const firstReturned = -this.#pushReturned.value(this.#pushReturned.at(from, to));
    for (;;) {
      const candidate = this.#pushInvoked.at(from, to);
      if (-this.#pushInvoked.value(candidate) >= firstReturned) break;
      this.#pushInvoked.set(candidate, Number.NEGATIVE_INFINITY);
      this.#popReturned.set(candidate, this.#stay(candidate).takeReturned);
    }
    const bottom = this.#popReturned.at(from, to);
    return this.#popReturned.value(bottom) > lastInvoked ? bottom : undefined;
  }

  #remove(index: number): void {
    const { insertReturned, takeInvoked } = this.#stay(index);
    this.#cover.add(insertReturned, takeInvoked, -1);
    for (const times of [this.#pushReturned, this.#pushInvoked, this.#popReturned]) times.set(index, Number.NEGATIVE_INFINITY);
    this.#next[index] = index + 1;
    this.#previous[index + 1] = index;
  }

  /** The first value in the range whose pop was invoked after that gap. */
  #after(gap: number, first: number, last: number): number {
    let low = first;
    let high = last;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#stay(middle).takeInvoked > gap) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #stay(index: number): Stay {
    const stay = this.#stays[index];
    if (stay === undefined) throw new Error(`there is no value ${index}`);
    return stay;
  }
}

/** The end of a chain of links, which is made shorter on the way. */
function follow(links: Int32Array, from: number): number {
  let at = from;
  for (let next = links[at] ?? at; next !== at; next = links[at] ?? at) {
    links[at] = links[next] ?? next;
    at = next;
  }
  return at;
}
