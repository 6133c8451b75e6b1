/**
 * Fair runs that avoid something for ever: what violates `eventually` and termination. Such a run ends in a state where nothing fair is enabled, or
 * goes round in a component that a fair run can stay in.
 */
import { NO_PARENT } from '../memory/state-store.ts';
import type { Hop } from '../paths.ts';
import type { Edges } from '../search/edges.ts';
import type { Scratch } from '../search/scratch.ts';
import type { Search } from '../search/search.ts';
import { ComponentFinder, type Components } from './components.ts';
import { Fairness } from './fairness.ts';

/** A state where the run has ended, or to which it comes back for ever by `cycle`. */
export interface Avoidance {
  readonly state: number;
  readonly cycle: readonly Hop[];
}

/** A part of the graph, in breadth-first order. */
export interface Part {
  has(state: number): boolean;
  /** A state's place in the order, and the state at a place; the places are those below `size`, some of which states beyond the part may take. */
  rank(state: number): number;
  at(place: number): number;
  readonly size: number;
}

const STATES_PER_POLL = 1 << 14;
/** In place of a state. */
const NONE = -1;

/** What is known of a graph's fair runs whatever it is that they avoid. */
export class Avoiding {
  readonly #finder: ComponentFinder;
  readonly #fairness: Fairness;
  /** Where runs can go round; most graphs have no such place, so no part of them has one. */
  readonly #components: Components;
  readonly #states: number;
  readonly #scratch: Scratch;

  /** `states`: all that anything to be avoided is about; `edges` has theirs. */
  constructor(edges: Edges, states: Int32Array, isOfThem: (state: number) => boolean, scratch: Scratch) {
    this.#scratch = scratch;
    this.#states = edges.firsts.length - 1;
    this.#finder = new ComponentFinder(edges, scratch);
    this.#fairness = new Fairness(edges, scratch);
    this.#components = this.#finder.cyclic(states, isOfThem);
  }

  /**
   * The first state of the part, in its order, where a fair run inside it can end or begin to go round. `counts(state)`: whether a run that stays there
   * counts at all (of those that go round one state that counts is enough). `ended`: the first that counts in which nothing fair is enabled.
   */
  first(part: Part, counts: (state: number) => boolean, ended: number | undefined): Avoidance | undefined {
    const components = this.#componentsOf(part);
    const leads = this.#leads(components, part, counts);
    for (let place = 0; place < part.size && components.count > 0; place++) {
      if (place % STATES_PER_POLL === 0) this.#scratch.poll();
      const state = part.at(place);
      if (leads[state] !== 0) {
        const component = components.at((leads[state] as number) - 1);
        if (this.#fairness.isFair(component)) return { state, cycle: this.#fairness.cycle(component, state) };
      }
      if (state === ended) break;
    }
    return ended === undefined ? undefined : { state: ended, cycle: [] };
  }

  /** By state: the number, from 1, of the component of whose states that count it is the first; 0 of all others. */
  #leads(components: Components, part: Part, counts: (state: number) => boolean): Int32Array {
    const leads = this.#scratch.ints(components.count === 0 ? 0 : this.#states);
    for (let number = 0; number < components.count; number++) {
      let first = NONE;
      this.#scratch.each(components.at(number), (state) => {
        if (counts(state) && (first === NONE || part.rank(state) < part.rank(first))) first = state;
      });
      if (first !== NONE) leads[first] = number + 1;
    }
    return leads;
  }

  #componentsOf(part: Part): Components {
    const { members } = this.#components;
    let isWhole = true;
    this.#scratch.each(members, (state) => {
      isWhole &&= part.has(state);
    });
    return isWhole ? this.#components : this.#finder.cyclic(members, (state) => part.has(state));
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
    rank: (state) => (places[state] as number) - 1,
    at: (place) => states.view[place] as number,
    size: states.size,
    parent: (state) => parents[state] as number,
  };
}
