import type { Foresight, Interval, Specification } from '../problem.ts';
import type { Moments } from './moments.ts';

/** What comes later in the history, for specifications that tell which observers a state can still lead to. */
export class Ahead {
  readonly #foresight: Foresight;
  readonly #specification: Specification;
  readonly #operations: readonly Interval[];
  /** Observers that return, in the order of their returns. */
  readonly #observers: readonly number[];
  /** Overwriting operations, in the order of their invocations. */
  readonly #overwriters: readonly number[];
  readonly #returnRank: Int32Array;
  readonly #invocationRank: Int32Array;
  /** Rank of the moment at hand. */
  #now = -1;
  #nextObserver = 0;
  /** Overwriters before this one have returned. */
  #firstOverwriter = 0;

  static of(specification: Specification, operations: readonly Interval[], moments: Moments): Ahead | undefined {
    const { foresight } = specification;
    return foresight === undefined ? undefined : new Ahead(foresight, specification, operations, moments);
  }

  private constructor(foresight: Foresight, specification: Specification, operations: readonly Interval[], moments: Moments) {
    this.#foresight = foresight;
    this.#specification = specification;
    this.#operations = operations;
    this.#returnRank = moments.returnRank;
    this.#invocationRank = new Int32Array(operations.length);
    const observers: number[] = [];
    const overwriters: number[] = [];
    moments.order.forEach((moment, rank) => {
      const operation = moment >> 1;
      const kind = operations[operation]?.kind ?? 0;
      if (moment & 1) {
        if (specification.observes(kind)) observers.push(operation);
      } else {
        this.#invocationRank[operation] = rank;
        if (foresight.overwrites(kind)) overwriters.push(operation);
      }
    });
    this.#observers = observers;
    this.#overwriters = overwriters;
  }

  /** The next moment is at hand. */
  advance(): void {
    this.#now++;
    while ((this.#returnRank[this.#observers[this.#nextObserver] ?? -1] ?? Number.POSITIVE_INFINITY) < this.#now) this.#nextObserver++;
    while ((this.#returnRank[this.#overwriters[this.#firstOverwriter] ?? -1] ?? Number.POSITIVE_INFINITY) < this.#now)
      this.#firstOverwriter++;
  }

  /** Whether the next observer to return that is not `isDone` could still do so; `isDone` is asked of operations that are pending or yet to come. */
  isPossible(state: number, isDone: (operation: number) => boolean): boolean {
    for (let next = this.#nextObserver; next < this.#observers.length; next++) {
      const observer = this.#observers[next] ?? 0;
      if (isDone(observer)) continue;
      const kind = this.#operations[observer]?.kind ?? 0;
      return this.#foresight.leadsTo(state, kind) || this.#maybeOverwritten(state, kind, this.#returnRank[observer] ?? 0, isDone);
    }
    return true;
  }

  /** Whether some overwriting operation could take effect before that rank and lead to the observer. */
  #maybeOverwritten(state: number, observer: number, until: number, isDone: (operation: number) => boolean): boolean {
    for (let i = this.#firstOverwriter; i < this.#overwriters.length; i++) {
      const overwriter = this.#overwriters[i] ?? 0;
      if ((this.#invocationRank[overwriter] ?? 0) > until) return false;
      if ((this.#returnRank[overwriter] ?? 0) < this.#now || isDone(overwriter)) continue;
      const after = this.#specification.step(state, this.#operations[overwriter]?.kind ?? 0);
      if (after >= 0 && this.#foresight.leadsTo(after, observer)) return true;
    }
    return false;
  }
}
