/**
 * A breadth-first search that forgets the states which it has expanded. It knows again most of them by hashes (`visited.ts`), and finds any of them again by
 * going the way from the start that a log of parents tells.
 */
import { looseLayout } from '../../memory/layout.ts';
import { NO_PARENT } from '../../memory/state-store.ts';
import { OutOfMemory } from '../../memory/words.ts';
import type { Model, Vector } from '../../model/model.ts';
import type { Lossy } from '../../questions.ts';
import { Expander } from '../expander.ts';
import type { Counts, Limits } from '../limits.ts';
import { expandWhole, type Sources } from '../successors.ts';
import { depthOf, type SearchView } from '../view.ts';
import { Frontier } from './frontier.ts';
import { ParentLog } from './parent-log.ts';
import { Bits, Fingerprints, type Visited } from './visited.ts';

/** New states are shown in portions. */
const PORTION = 256;
/** Of the memory that there may be, what is for telling which states have been there: the log and the frontier want some too. */
const SHARE_OF_MEMORY = 0.5;
/** States found again that are remembered: paths have beginnings in common. */
const MOST_FOUND_AGAIN = 10_000;

export interface LossyParts extends Sources {
  readonly lossy: Lossy;
  readonly limits: Limits;
  /** Told of all states, in order, each once. Gives true when nothing is left to be found out. */
  readonly onNew: (search: SearchView, from: number, to: number) => boolean;
}

export class LossySearch implements SearchView {
  readonly model: Model;
  readonly store: SearchView['store'];
  readonly #parts: LossyParts;
  readonly #expander: Expander;
  readonly #log = new ParentLog();
  readonly #frontier: Frontier;
  readonly #roots: Vector[] = [];
  readonly #foundAgain = new Map<number, Vector>();
  readonly #levels: number[] = [0];
  #visited: Visited | undefined;
  transitions = 0;
  /** Every state that was found has been expanded. */
  complete = false;
  #count = 0;
  #next = 0;
  /** Where the level ends that is being expanded. */
  #levelEnd = 0;
  #shown = 0;
  /** The first state that was expanded since the last were shown. */
  #begun = 0;

  constructor(parts: LossyParts) {
    this.#parts = parts;
    this.model = parts.model;
    const { components } = parts.model;
    this.#expander = new Expander(parts.memo, looseLayout(components));
    this.#frontier = new Frontier(components, (component) => this.model.count(component));
    const count = () => this.#count;
    this.store = {
      get count() {
        return count();
      },
      component: (state, component) => this.#frontier.component(state, component) ?? (this.vector(state)[component] as number),
      parent: (state) => this.#log.of(state).parent,
    };
  }

  /** Searches from these states on until nothing seems new, `onNew` says so, or a limit is reached. */
  run(roots: readonly Vector[]): void {
    const { lossy, limits, memo } = this.#parts;
    try {
      const bytes = SHARE_OF_MEMORY * limits.maxBytes;
      this.#visited = lossy === 'fingerprint' ? new Fingerprints(bytes) : new Bits(bytes);
      memo.makeRoom();
      const goesOn = roots.every((root, index) => {
        this.#roots.push(root);
        return this.#add(root, NO_PARENT, index);
      });
      if (!goesOn || this.#show()) return;
      while (this.#next < this.#count) if (!this.#level()) return;
      this.complete = true;
    } catch (error) {
      if (!(error instanceof OutOfMemory)) throw error;
      limits.outOfMemory(this.counts());
    }
  }

  vector(state: number): Vector {
    const vector = new Int32Array(this.model.components);
    return this.#frontier.read(state, vector) ? vector : this.#findAgain(state);
  }
  depth(state: number): number {
    return depthOf(state, this.#levels, this.#levelEnd);
  }
  /** How many states were taken for others that had been there, by expectation. What only they lead to is missing too. */
  get mistaken(): number {
    return this.#visited?.mistaken ?? 0;
  }

  readonly counts = (): Counts => ({
    states: this.#count,
    transitions: this.transitions,
    frontier: this.#count - this.#next,
    depth: this.#levels.length - 1,
    bytes: (this.#visited?.bytes ?? 0) + this.#log.bytes + this.#frontier.bytes + this.#parts.memo.bytes + this.#parts.detours.bytes,
  });

  /** Gives false when the search is to end. */
  #level(): boolean {
    const { limits } = this.#parts;
    const end = this.#count;
    this.#levelEnd = end;
    if (this.#levels.length - 1 >= limits.maxDepth) return !limits.outOfDepth(this.counts());
    for (; this.#next < end; this.#next++) {
      if (!this.#expand(this.#next)) return false;
      if (limits.poll(this.counts)) return false;
    }
    if (this.#count > end) this.#levels.push(end);
    return !this.#show();
  }

  #expand(state: number): boolean {
    const vector = this.vector(state);
    expandWhole(this.#expander, this.#parts, vector, 0, state, () => vector);
    const { words, stride, end } = this.#expander;
    const { components } = this.model;
    for (let record = 0, ordinal = 0; record < end; record += stride, ordinal++) {
      this.transitions++;
      if (!this.#add(words.subarray(record, record + components), state, ordinal)) return false;
    }
    return true;
  }

  /** Adds the state if it is new, or seems so. Gives false when the search is to end. */
  #add(values: Int32Array, parent: number, ordinal: number): boolean {
    const { limits } = this.#parts;
    const visited = this.#visited;
    if (visited === undefined || !visited.add(values, 0, values.length)) return visited !== undefined;
    if (this.#count >= limits.maxStates) return !limits.outOfStates(this.counts());
    this.#log.append({ parent, ordinal });
    this.#frontier.append(values);
    this.#count++;
    if (visited.full) return !limits.outOfBytes(this.counts());
    return this.#count - this.#shown < PORTION || !this.#show();
  }

  /** Shows what is new. Gives true when the search is to end. */
  #show(): boolean {
    const from = this.#shown;
    this.#shown = this.#count;
    if (from < this.#shown && this.#parts.onNew(this, from, this.#shown)) return true;
    // Those to be shown next have parents from here on, and nobody asks for others but where something was found.
    this.#frontier.forget(this.#begun);
    this.#begun = this.#next;
    return this.#parts.limits.exceeded(this.counts().bytes, this.counts);
  }

  /** By the way from a start, or from a state on it that was found again before. */
  #findAgain(state: number): Vector {
    const ordinals: { readonly state: number; readonly ordinal: number }[] = [];
    let at = state;
    let vector = this.#foundAgain.get(at);
    while (vector === undefined) {
      const { parent, ordinal } = this.#log.of(at);
      if (parent === NO_PARENT) vector = this.#roots[ordinal];
      else {
        ordinals.push({ state: at, ordinal });
        at = parent;
        vector = this.#foundAgain.get(at);
      }
    }
    if (this.#foundAgain.size > MOST_FOUND_AGAIN) this.#foundAgain.clear();
    const expander = new Expander(this.#parts.memo, looseLayout(this.model.components));
    for (const step of ordinals.reverse()) {
      const from = vector;
      expandWhole(expander, this.#parts, from, 0, at, () => from);
      const record = step.ordinal * expander.stride;
      at = step.state;
      vector = expander.words.slice(record, record + this.model.components);
      this.#foundAgain.set(at, vector);
    }
    return vector;
  }
}
