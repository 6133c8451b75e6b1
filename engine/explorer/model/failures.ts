/** Assertions that failed and errors at run time, told apart by their place. */
import type { Failure } from '../../program/machine.ts';
import type { Step } from '../../world/world.ts';

export class Failures {
  readonly #all: Failure[] = [];
  readonly #ids = new Map<string, number>();

  get size(): number {
    return this.#all.length;
  }

  /** One number for each place and kind: the message may differ from run to run, the place to look at does not. */
  id({ kind, place, message }: NonNullable<Step['failure']>): number {
    const key = `${kind} ${place.file} ${place.start} ${place.end}`;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#all.push({ kind, place, message }) - 1;
    this.#ids.set(key, id);
    return id;
  }

  get(id: number): Failure {
    const failure = this.#all[id];
    if (failure === undefined) throw new Error(`no failure ${id}`);
    return failure;
  }
}
