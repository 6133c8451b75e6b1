/** Sets of numbers of requests: those that are taken while some request with them is about. */
import type { RequestValue } from '../../program/values.ts';
import { SequenceTable } from '../memory/sequences.ts';

/** Each set has a number; that of the empty set is 0. */
export class NumberSets {
  /** Ascending. */
  readonly #sets = new SequenceTable();

  constructor() {
    this.#sets.intern([]);
  }

  get size(): number {
    return this.#sets.size;
  }

  /** The numbers of those of the requests that are the client's. */
  of(client: number, requests: Iterable<RequestValue>): number {
    return this.#id([...requests].flatMap((request) => (request.client === client ? [request.sequence] : [])));
  }

  union(a: number, b: number): number {
    return this.#id([...this.#sets.get(a), ...this.#sets.get(b)]);
  }

  /** The least number that is neither in the set nor that of one of these requests. */
  leastFree(set: number, requests: readonly RequestValue[]): number {
    const taken = new Set([...this.#sets.get(set), ...requests.map(({ sequence }) => sequence)]);
    let number = 0;
    while (taken.has(number)) number++;
    return number;
  }

  #id(numbers: readonly number[]): number {
    return this.#sets.intern([...new Set(numbers)].sort((a, b) => a - b));
  }
}
