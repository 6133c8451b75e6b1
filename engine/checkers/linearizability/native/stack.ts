import { aroundEmpty, type CollectionOperation, collectionOf, type EmptyGap, emptyGaps, partedBy } from './collection.ts';
import { Cover } from './cover.ts';
import { Greatest } from './extremes.ts';
import type { Stay } from './stays.ts';
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
  const gaps = emptyGaps(collection);
  if ('impossible' in gaps) return violated(aroundEmpty(collection, gaps.impossible));
  const found = new Reduction(partedBy(collection.stays, gaps), gaps, collection.end).run();
  if ('order' in found) return linearizable(found.order);
  return violated(found.stuck.flatMap(({ insert, take }) => (take < 0 ? [insert] : [insert, take])));
}

/** An operation to come, or a range of values to push and pop. */
type Todo = { readonly operation: number } | { readonly from: number; readonly to: number };

/** Values stand in the order in which their pops were invoked; a set of values that is left is a range of those. */
class Reduction {
  readonly #stays: readonly Stay[];
  readonly #todo: Todo[] = [];
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

  /** `parts`: the values between the gaps. */
  constructor(parts: readonly (readonly Stay[])[], gaps: readonly EmptyGap[], end: number) {
    this.#stays = parts.flat();
    const { length } = this.#stays;
    let to = length;
    for (let part = parts.length - 1; part >= 0; part--) {
      for (const operation of gaps[part]?.operations ?? []) this.#todo.push({ operation });
      const from = to - (parts[part]?.length ?? 0);
      this.#todo.push({ from, to });
      to = from;
    }
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

  /** The operations in their order, or the values of a set that can neither be divided nor made smaller. */
  run(): { readonly order: readonly number[] } | { readonly stuck: readonly Stay[] } {
    const order: number[] = [];
    for (let todo = this.#todo.pop(); todo !== undefined; todo = this.#todo.pop()) {
      if ('operation' in todo) {
        order.push(todo.operation);
        continue;
      }
      const { from, to } = todo;
      for (;;) {
        const first = follow(this.#next, from);
        if (first >= to) break;
        const last = follow(this.#previous, to) - 1;
        const lastInvoked = this.#stay(last).takeInvoked;
        const gap = this.#cover.uncovered(this.#stay(first).takeInvoked, lastInvoked);
        if (gap >= 0) {
          const middle = this.#after(gap, first, last);
          this.#todo.push({ from: middle, to }, { from, to: middle });
          break;
        }
        const bottom = this.#bottom(from, to, lastInvoked);
        if (bottom === undefined) {
          return { stuck: this.#stays.slice(first, last + 1).filter((_, i) => follow(this.#next, first + i) === first + i) };
        }
        this.#remove(bottom);
        // What is left of the range is pushed and popped on top of it.
        const { insert, take } = this.#stay(bottom);
        order.push(insert);
        if (take >= 0) this.#todo.push({ operation: take });
      }
    }
    return { order };
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
