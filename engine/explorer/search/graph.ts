/** The edges of a finished search: not stored, but computed again from the memo tables whenever they are wanted. */
import { FAULT_LABEL } from '../memory/directory.ts';
import type { Layout } from '../memory/layout.ts';
import { RECORD_LABEL } from '../memory/state-store.ts';
import { type Detours, interpretedSuccessors } from '../model/detours.ts';
import type { Memo } from '../model/memo.ts';
import { Expander } from './expander.ts';
import type { Search } from './search.ts';

export class Graph {
  readonly search: Search;
  readonly #expander: Expander;
  readonly #memo: Memo;
  readonly #detours: Detours;
  readonly #interpretAll: boolean;
  readonly #layout: Layout;
  /** The successors that `successors` found, and the labels of the edges to them. */
  targets = new Int32Array(64);
  labels = new Int32Array(64);
  /** Under symmetry the permutations by which these became the states that are kept. */
  readonly permutations: number[] = [];

  /** `search` must be complete. */
  constructor(search: Search, memo: Memo, detours: Detours, interpretAll: boolean) {
    this.search = search;
    this.#memo = memo;
    this.#detours = detours;
    this.#interpretAll = interpretAll;
    this.#layout = search.store.layout;
    this.#expander = new Expander(memo, this.#layout);
    this.#expander.labelled = true;
  }

  /** Puts the state's successors into `targets` and `labels` and gives their number. `faultFree` leaves budgeted faults out. */
  successors(state: number, faultFree: boolean): number {
    const { store } = this.search;
    const expander = this.#expander;
    expander.end = 0;
    expander.faultFree = faultFree;
    if (!this.#interpretAll) while (!expander.expand(store.arena, state * store.stride, state)) this.#fill();
    this.#interpret(state, faultFree);
    const { quotient } = this.search;
    this.permutations.length = 0;
    if (quotient !== undefined && !quotient.apply(expander, 0, this.permutations)) throw new Error('a kept state does not fit');
    const { stride, words, end } = expander;
    const count = end / stride;
    if (count > this.targets.length) {
      this.targets = new Int32Array(2 * count);
      this.labels = new Int32Array(2 * count);
    }
    for (let i = 0, record = 0; i < count; i++, record += stride) {
      const target = store.find(words, record);
      if (target < 0) throw new Error('a complete search did not find a successor');
      this.targets[i] = target;
      this.labels[i] = words[record + this.#layout.words + RECORD_LABEL] as number;
    }
    return count;
  }

  /** Only after a path was replayed can there be something new to the tables that the search did not ask for. */
  #fill(): void {
    const { missed, layout, words } = this.#expander;
    if (missed === undefined) throw new Error('an expansion failed without a miss');
    this.#memo.fill(missed, layout, words);
  }

  #interpret(state: number, faultFree: boolean): void {
    const steps = this.#expander.detours;
    if (!this.#interpretAll && steps.length === 0) return;
    const { model } = this.search;
    const vector = this.search.vector(state);
    const found = this.#interpretAll ? interpretedSuccessors(model, vector) : this.#detours.successorsOf(vector, steps);
    for (const successor of found) {
      if (!(faultFree && successor.label === FAULT_LABEL)) this.#expander.append(successor.vector, successor.label, state);
    }
    this.#memo.makeRoom();
  }
}
