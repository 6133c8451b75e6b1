/**
 * Fair runs that avoid something for ever: what violates `eventually` and termination. Such a run ends in a state where nothing fair is enabled, or
 * goes round in a component that a fair run can stay in.
 */
import { NO_PARENT } from '../memory/state-store.ts';
import type { Hop } from '../paths.ts';
import type { Edges } from '../search/edges.ts';
import type { Scratch } from '../search/scratch.ts';
import type { Search } from '../search/search.ts';
import { ComponentFinder } from './components.ts';
import { Fairness } from './fairness.ts';

/** A state where the run has ended, or to which it comes back for ever by `cycle`. */
export interface Avoidance {
  readonly state: number;
  readonly cycle: readonly Hop[];
}

/** A part of the graph, in breadth-first order: `rank` is a state's place in it. */
export interface Part {
  has(state: number): boolean;
  rank(state: number): number;
}

const STATES_PER_POLL = 1 << 14;
/** In place of a state. */
const NONE = -1;

/** What is known of a graph's fair runs whatever it is that they avoid. */
export class Avoiding {
  readonly #finder: ComponentFinder;
  readonly #fairness: Fairness;
  /** Where runs can go round; most graphs have no such place, so no part of them has one. */
  readonly #components: readonly Int32Array[];
  /** The states of all of these. */
  readonly #recurrent: Int32Array;
  readonly #scratch: Scratch;

  /** `states`: all that anything to be avoided is about; `edges` has theirs. */
  constructor(edges: Edges, states: Int32Array, isOfThem: (state: number) => boolean, scratch: Scratch) {
    this.#scratch = scratch;
    this.#finder = new ComponentFinder(edges, scratch);
    this.#fairness = new Fairness(edges, scratch);
    this.#components = this.#finder.cyclic(states, isOfThem);
    this.#recurrent = scratch.ints(this.#components.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const component of this.#components) {
      this.#recurrent.set(component, at);
      at += component.length;
    }
  }

  /**
   * The first state of the part, in its order, where a fair run inside it can end or begin to go round. `counts(state)`: whether a run that stays there
   * counts at all (of those that go round one state that counts is enough). `ended`: the first that counts in which nothing fair is enabled.
   */
  first(part: Part, counts: (state: number) => boolean, ended: number | undefined): Avoidance | undefined {
    const candidates = this.#componentsOf(part)
      .flatMap((component) => {
        let first = NONE;
        this.#scratch.each(component, (state) => {
          if (counts(state) && (first === NONE || part.rank(state) < part.rank(first))) first = state;
        });
        return first === NONE ? [] : [{ component, first }];
      })
      .sort((a, b) => part.rank(a.first) - part.rank(b.first));
    for (const { component, first } of candidates) {
      if (ended !== undefined && part.rank(ended) < part.rank(first)) break;
      if (this.#fairness.isFair(component)) return { state: first, cycle: this.#fairness.cycle(component, first) };
    }
    return ended === undefined ? undefined : { state: ended, cycle: [] };
  }

  #componentsOf(part: Part): readonly Int32Array[] {
    let isWhole = true;
    this.#scratch.each(this.#recurrent, (state) => {
      isWhole &&= part.has(state);
    });
    return isWhole ? this.#components : this.#finder.cyclic(this.#recurrent, (state) => part.has(state));
  }
}

/** States reachable from the starts through states that `inside` says, in breadth-first order; each with the one it was reached from. */
export function reachableInside(
  { store }: Search,
  edges: Edges,
  inside: (state: number) => boolean,
  scratch: Scratch,
): Part & { readonly states: Int32Array; parent(state: number): number } {
  /** Places in the order, from 1; 0 of those not reached. */
  const places = scratch.ints(store.count);
  const parents = scratch.ints(store.count);
  const states = scratch.list();
  const reach = (state: number, parent: number): void => {
    parents[state] = parent;
    states.push(state);
    places[state] = states.size;
  };
  for (let state = 0; state < store.count && store.parent(state) === NO_PARENT; state++) if (inside(state)) reach(state, NO_PARENT);
  for (let i = 0; i < states.size; i++) {
    if (i % STATES_PER_POLL === 0) scratch.poll();
    const state = states.view[i] as number;
    for (let edge = edges.first(state), end = edges.end(state); edge < end; edge++) {
      const target = edges.target(edge);
      if (places[target] === 0 && inside(target)) reach(target, state);
    }
  }
  return {
    states: states.view.subarray(0, states.size),
    has: (state) => places[state] !== 0,
    rank: (state) => places[state] as number,
    parent: (state) => parents[state] as number,
  };
}
