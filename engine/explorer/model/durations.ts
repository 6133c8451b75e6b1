/** How much time passes in one step: numbers for it, since it may be a day as well as a millisecond. */
import { ONE_MS } from '../memory/directory.ts';

export class Durations {
  readonly #all: number[] = [];
  readonly #ids = new Map<number, number>();

  constructor() {
    if (this.id(1) !== ONE_MS) throw new Error('a millisecond is the first duration');
  }

  get size(): number {
    return this.#all.length;
  }

  id(ms: number): number {
    const known = this.#ids.get(ms);
    if (known !== undefined) return known;
    const id = this.#all.push(ms) - 1;
    this.#ids.set(ms, id);
    return id;
  }

  /** In milliseconds. */
  get(id: number): number {
    const ms = this.#all[id];
    if (ms === undefined) throw new Error(`no duration ${id}`);
    return ms;
  }
}
