import type { Foresight, Specification } from './problem.ts';

/** Kinds up to which each state gets a row of a table; beyond that there would be more holes than entries. */
const mostColumns = 512;
/** In a row: nothing is known yet. */
const unknown = -2;

/** A specification each step of which is computed once. */
export class TabulatedSpecification implements Specification {
  readonly initial: number;
  readonly foresight?: Foresight;
  readonly #kinds: number;
  readonly #observing: readonly boolean[];
  readonly #compute: (state: number, kind: number) => number;
  readonly #rows: Int32Array[] = [];
  readonly #sparse = new Map<number, number>();

  /** `compute` is asked as `Specification.step` is; `observing` says of each kind whether it observes. */
  constructor(
    initial: number,
    observing: readonly boolean[],
    compute: (state: number, kind: number) => number,
    foresight: Foresight | undefined,
  ) {
    this.initial = initial;
    this.#kinds = observing.length;
    this.#observing = observing;
    this.#compute = compute;
    if (foresight !== undefined) this.foresight = foresight;
  }

  observes(kind: number): boolean {
    return this.#observing[kind] === true;
  }

  step(state: number, kind: number): number {
    if (this.#kinds <= mostColumns) {
      let row = this.#rows[state];
      if (row === undefined) {
        row = new Int32Array(this.#kinds).fill(unknown);
        this.#rows[state] = row;
      }
      const known = row[kind] ?? unknown;
      if (known !== unknown) return known;
      const next = this.#compute(state, kind);
      row[kind] = next;
      return next;
    }
    const key = state * this.#kinds + kind;
    const known = this.#sparse.get(key);
    if (known !== undefined) return known;
    const next = this.#compute(state, kind);
    this.#sparse.set(key, next);
    return next;
  }
}
