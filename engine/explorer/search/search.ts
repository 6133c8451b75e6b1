/**
 * The search for all reachable states, breadth first, so that every state's first parent lies on a shortest way to it.
 *
 * The driver around the inner loop: hands it states in batches, fills what its tables did not know, takes its detours, packs states anew where a
 * component outgrew its bits, and heeds the limits.
 */
import { fits, type Layout, looseLayout, packedLayout } from '../memory/layout.ts';
import { NO_PARENT, StateStore } from '../memory/state-store.ts';
import { OutOfMemory } from '../memory/words.ts';
import { type Detours, interpretedSuccessors, type Successor } from '../model/detours.ts';
import type { Memo } from '../model/memo.ts';
import type { Model, Vector } from '../model/model.ts';
import { Expander } from './expander.ts';
import { areaWords } from './generated/areas.ts';
import { GeneratedLoop, LEFT } from './generated/generated-loop.ts';
import type { Counts, Limits } from './limits.ts';

/** States expanded before their successors are looked up together. */
const BATCH = 8;
/** States after which the components have shown how wide they get. */
const STATES_TO_LEARN_FROM = 3000;
/** New states are shown in portions, so that a question which is answered by one of the first does not wait for a level's end. */
const PORTION = 256;
/** States after which generated code is worth its making, and how many it takes on between two looks at the limits: some milliseconds' worth. */
const GENERATE_FROM = 20_000;
const GENERATED_PORTION = 4096;

export interface SearchParts {
  readonly model: Model;
  readonly memo: Memo;
  readonly detours: Detours;
  readonly limits: Limits;
  /** Takes every step with the interpreter: what the tables are tested against. */
  readonly interpretAll: boolean;
  /** States after which generated code takes over, where the host can run it. */
  readonly generateFrom?: number | undefined;
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
  #generatedLoop: GeneratedLoop | undefined;
  /** The layout that it was made for, or could not be. */
  #generatedFor: Layout | undefined;
  #area: number | undefined;

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
      const left = this.#runGenerated(end);
      if (left === undefined) return false;
      if (this.#next === end) break;
      const batchEnd = Math.min(end, this.#next + (left ? 1 : BATCH));
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

  /**
   * Lets generated code expand what it can. Gives whether it came to a state that it leaves to the plain loop; false where there is no such code,
   * `undefined` when the search is to end.
   */
  #runGenerated(end: number): boolean | undefined {
    const { limits } = this.#parts;
    const { store } = this;
    const generated = this.#generated();
    if (generated === undefined) return false;
    for (;;) {
      if (!this.#makeRoom(generated.batchRoom)) return undefined;
      const { count, room, mask } = store;
      const stopAt = Math.min(this.#shown + GENERATED_PORTION, limits.maxStates + 1);
      const upTo = Math.min(end, this.#next + GENERATED_PORTION);
      const reason = generated.run({ next: this.#next, end: upTo, count, stopAt, room, mask });
      this.#next = generated.next;
      store.inserted(generated.count);
      this.transitions += generated.transitions;
      if (store.count >= stopAt && this.#show()) return undefined;
      if (limits.poll(this.counts)) return undefined;
      if (store.count > limits.maxStates) {
        limits.reached(this.counts());
        return undefined;
      }
      if (reason === LEFT) return true;
      if (this.#next === end) return false;
    }
  }

  /** The generated loop for the present layout, made once the search is large enough to be worth it. */
  #generated(): GeneratedLoop | undefined {
    const { memo, interpretAll, generateFrom = GENERATE_FROM } = this.#parts;
    if (interpretAll || memo.hasConditions || this.store.count < generateFrom) return undefined;
    const { layout } = this.store;
    if (this.#generatedFor !== layout) {
      this.#generatedFor = layout;
      this.#area ??= memo.pool.allocate(areaWords(layout.word.length));
      const { nodes, monitors, clients, requestsAreKept, time, hasInboxFaults } = memo;
      const shape = { nodes, monitors, clients, requestsAreKept, ...(time && { time }), hasInboxFaults, layout };
      const memories = { pool: memo.pool, ...this.store.memories };
      this.#generatedLoop = GeneratedLoop.for(shape, memories, this.#area);
      const made = this.#generatedLoop;
      if (made) this.store.enterBy((from, to, slots) => made.rehash(from, to, slots));
    }
    return this.#generatedLoop;
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
    const { expander, store } = this;
    const records = expander.end / expander.stride;
    if (counted) this.transitions += records;
    if (!this.#makeRoom(records)) return false;
    store.insert(expander);
    expander.end = 0;
    return true;
  }

  /** Gives false when there is none to be had. */
  #makeRoom(states: number): boolean {
    const { limits } = this.#parts;
    const growth = this.store.growthFor(states);
    if (growth > 0 && this.counts().bytes + growth > limits.maxBytes) return !limits.outOfBytes(this.counts());
    return this.store.ensureRoom(states, () => limits.poll(this.counts));
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
