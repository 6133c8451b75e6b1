/**
 * The search for all reachable states, breadth first, so that every state's first parent lies on a shortest way to it.
 *
 * The driver around the inner loop: hands it states in batches, fills what its tables did not know, takes its detours, packs states anew where a
 * component outgrew its bits, and heeds the limits.
 */
import { fits, looseLayout, packedLayout } from '../memory/layout.ts';
import { NO_PARENT, StateStore } from '../memory/state-store.ts';
import { OutOfMemory } from '../memory/words.ts';
import { type Detours, interpretedSuccessors, type Successor } from '../model/detours.ts';
import type { Memo } from '../model/memo.ts';
import type { Model, Vector } from '../model/model.ts';
import { Expander } from './expander.ts';
import type { Counts, Limits } from './limits.ts';

/** States expanded before their successors are looked up together. */
const BATCH = 8;
/** States after which the components have shown how wide they get. */
const STATES_TO_LEARN_FROM = 3000;
/** New states are shown in portions, so that a question which is answered by one of the first does not wait for a level's end. */
const PORTION = 256;

export interface SearchParts {
  readonly model: Model;
  readonly memo: Memo;
  readonly detours: Detours;
  readonly limits: Limits;
  /** Takes every step with the interpreter: what the tables are tested against. */
  readonly interpretAll: boolean;
  /** Told of all states, in order, each once. Gives true when nothing is left to be found out. */
  readonly onNew: (search: Search, from: number, to: number) => boolean;
}

export class Search {
  readonly model: Model;
  readonly store: StateStore;
  readonly expander: Expander;
  readonly #parts: SearchParts;
  /** Indices at which the levels begin. */
  readonly levels: number[] = [0];
  transitions = 0;
  /** Every state has been expanded. */
  complete = false;
  #next = 0;
  #shown = 0;
  #learnt = false;

  constructor(parts: SearchParts) {
    this.#parts = parts;
    this.model = parts.model;
    this.store = new StateStore(looseLayout(parts.model.components));
    this.expander = new Expander(parts.memo, this.store.layout);
  }

  /** Searches from these states on until nothing is new, `onNew` says so, or a limit is reached. */
  run(roots: readonly Vector[]): void {
    try {
      this.#begin(roots);
      while (this.#next < this.store.count && this.#level());
      this.complete = this.#next === this.store.count && this.#parts.limits.reason === undefined;
    } catch (error) {
      if (!(error instanceof OutOfMemory)) throw error;
      this.#parts.limits.outOfMemory(this.counts());
    }
  }

  /** The components of a state. */
  vector(state: number): Vector {
    return Int32Array.from({ length: this.model.components }, (_, component) => this.store.component(state, component));
  }

  /** Steps of a shortest way from a start. */
  depth(state: number): number {
    return this.levels.findLastIndex((start) => start <= state);
  }

  readonly counts = (): Counts => ({
    states: this.store.count,
    transitions: this.transitions,
    frontier: this.store.count - this.#next,
    depth: this.levels.length - 1,
    bytes: this.store.bytes + this.#parts.memo.bytes + this.#parts.detours.bytes,
  });

  readonly #count = (component: number): number => this.model.count(component);

  #begin(roots: readonly Vector[]): void {
    this.#parts.memo.makeRoom();
    for (const root of roots) this.expander.append(root, 0, NO_PARENT);
    this.#flush(false);
    this.#show();
  }

  /** Expands all states of a level. Gives false when the search is to end. */
  #level(): boolean {
    const { limits } = this.#parts;
    const end = this.store.count;
    if (this.levels.length - 1 >= limits.maxDepth) return this.#peek(end);
    while (this.#next < end) {
      const batchEnd = Math.min(end, this.#next + BATCH);
      while (this.#next < batchEnd) {
        if (!this.#expand(this.#next)) return false;
        this.#next++;
      }
      if (!this.#flush(true)) return false;
      if (!this.#learnt && this.store.count >= STATES_TO_LEARN_FROM && !this.#learn()) return false;
      if (this.store.count - this.#shown >= PORTION && this.#show()) return false;
      if (limits.poll(this.counts)) return false;
      if (this.store.count > limits.maxStates) return !limits.reached(this.counts());
    }
    if (this.store.count > end) this.levels.push(end);
    return !this.#show();
  }

  /** Beyond the greatest depth nothing is kept; whether there would have been anything decides what may be said. */
  #peek(end: number): boolean {
    const { limits } = this.#parts;
    for (; this.#next < end; this.#next++) {
      this.expander.end = 0;
      if (!this.#expand(this.#next)) return false;
      const { stride, words } = this.expander;
      for (let record = 0; record < this.expander.end; record += stride) {
        if (this.store.find(words, record) < 0) return !limits.reached(this.counts());
      }
      this.transitions += this.expander.end / stride;
      if (limits.poll(this.counts)) return false;
    }
    this.expander.end = 0;
    return false;
  }

  /** Appends all successors of a state to the records. */
  #expand(state: number): boolean {
    const { memo, limits, interpretAll } = this.#parts;
    for (;;) {
      const begin = this.expander.end;
      const known = interpretAll || this.expander.expand(this.store.arena, state * this.store.stride, state);
      const extra = known ? this.#interpreted(state) : [];
      if (known && extra.length === 0) return true;
      if (!known && this.expander.missed) memo.fill(this.expander.missed, this.expander.layout, this.expander.words);
      else memo.makeRoom();
      if (fits(this.store.layout, this.#count)) {
        for (const { vector, label } of extra) this.expander.append(vector, label, state);
        if (known) return true;
      } else {
        this.expander.end = begin;
        if (!this.#flush(true) || !this.#pack()) return false;
      }
      if (limits.poll(this.counts)) return false;
    }
  }

  /** What tables cannot say of the state that has just been expanded. */
  #interpreted(state: number): readonly Successor[] {
    const { detours, interpretAll } = this.#parts;
    if (interpretAll) return interpretedSuccessors(this.model, this.vector(state));
    const steps = this.expander.detours;
    if (steps.length === 0) return [];
    const vector = this.vector(state);
    return steps.flatMap((node, i) => (i % 2 === 0 ? detours.successors(vector, node, steps[i + 1] as number) : []));
  }

  /** Puts the records into the store. */
  #flush(counted: boolean): boolean {
    const { limits } = this.#parts;
    const { expander, store } = this;
    const records = expander.end / expander.stride;
    if (counted) this.transitions += records;
    const growth = store.growthFor(records);
    if (growth > 0 && this.counts().bytes + growth > limits.maxBytes) return !limits.outOfBytes(this.counts());
    if (!store.ensureRoom(records, () => limits.poll(this.counts))) return false;
    store.insert(expander);
    expander.end = 0;
    return true;
  }

  #learn(): boolean {
    this.#learnt = true;
    return this.#pack();
  }

  /** Gives every component the bits that it needs by now and some more. */
  #pack(): boolean {
    const layout = packedLayout(Array.from({ length: this.model.components }, (_, component) => this.#count(component)));
    if (!this.store.relayout(layout, () => this.#parts.limits.poll(this.counts))) return false;
    this.expander.useLayout(layout);
    return true;
  }

  /** Shows what is new. */
  #show(): boolean {
    const from = this.#shown;
    this.#shown = this.store.count;
    return from < this.#shown && this.#parts.onNew(this, from, this.#shown);
  }
}
