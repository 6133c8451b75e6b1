/** A predicate over the nodes' local states, evaluated once for each combination of those that it reads. */
import { EvaluationError, ValueTooLargeError } from '../../program/errors.ts';
import type { LocalState } from '../../program/machine.ts';
import { SequenceTable } from '../memory/sequences.ts';

/** 2: it could not be evaluated. */
export type Truth = 0 | 1 | 2;

export class MemoisedPredicate {
  /** Nodes that it reads, by index, ascending. */
  readonly reads: readonly number[];
  readonly #holds: (states: readonly LocalState[]) => boolean;
  readonly #seen = new SequenceTable();
  readonly #truths: Truth[] = [];
  readonly #key: Int32Array;

  /** `holds` may throw as evaluation does: that is the third truth value. */
  constructor(reads: readonly number[], holds: (states: readonly LocalState[]) => boolean) {
    this.reads = reads;
    this.#holds = holds;
    this.#key = new Int32Array(reads.length);
  }

  /** `localOf(node)`: the number of that node's local state. -1 where it has not been evaluated for these. */
  known(localOf: (node: number) => number): Truth | -1 {
    const index = this.#seen.find(this.#keyOf(localOf));
    return index < 0 ? -1 : (this.#truths[index] as Truth);
  }

  /** `states`: of all nodes, those it does not read included. */
  evaluate(localOf: (node: number) => number, states: () => readonly LocalState[]): Truth {
    const index = this.#seen.intern(this.#keyOf(localOf));
    const known = this.#truths[index];
    if (known !== undefined) return known;
    const truth = this.#ask(states());
    this.#truths[index] = truth;
    return truth;
  }

  #ask(states: readonly LocalState[]): Truth {
    try {
      return this.#holds(states) ? 1 : 0;
    } catch (error) {
      if (error instanceof EvaluationError || error instanceof ValueTooLargeError || error instanceof RangeError) return 2;
      throw error;
    }
  }

  #keyOf(localOf: (node: number) => number): Int32Array {
    this.reads.forEach((node, i) => {
      this.#key[i] = localOf(node);
    });
    return this.#key;
  }
}
