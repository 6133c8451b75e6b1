/** Strongly connected components: Tarjan (1972), without recursion. */
import type { Edges } from '../search/edges.ts';
import type { IntList, Scratch } from '../search/scratch.ts';

const STEPS_PER_POLL = 1 << 14;

/** In place of the order of discovery: the component is finished. */
const FINISHED = -1;
/** In place of a state. */
const NONE = -1;

/** Sets of states, none of which is in two; there can be as many as there are states. */
export class Components {
  /** The states of the first, then those of the second, … */
  readonly members: Int32Array;
  readonly #begins: Int32Array;

  /** `begins`: where in `members` each begins, and the last one ends. */
  constructor(members: Int32Array, begins: Int32Array) {
    this.members = members;
    this.#begins = begins;
  }

  get count(): number {
    return this.#begins.length - 1;
  }
  at(number: number): Int32Array {
    return this.members.subarray(this.#begins[number], this.#begins[number + 1]);
  }
}

/** Finds components of parts of one graph; what it needs for that it keeps from one time to the next. */
export class ComponentFinder {
  readonly #edges: Edges;
  readonly #scratch: Scratch;
  /** Order of discovery from 1; 0 not seen. */
  readonly #order: Int32Array;
  readonly #low: Int32Array;
  readonly #open: IntList;
  /** The states on the way down, and of each the next of its edges to be looked at. */
  readonly #path: IntList;
  readonly #next: IntList;

  constructor(edges: Edges, scratch: Scratch) {
    this.#edges = edges;
    this.#scratch = scratch;
    const states = edges.firsts.length - 1;
    this.#order = scratch.ints(states);
    this.#low = scratch.ints(states);
    this.#open = scratch.list();
    this.#path = scratch.list();
    this.#next = scratch.list();
  }

  /**
   * The components of the part of the graph that is these of the `states` which are `inside`, and in which a run can stay for ever: those with more than
   * one state, or with an edge from their only state to itself. Each has its states in the order of `states`: whoever goes through them then goes through the
   * edges in order too, which memory rewards.
   */
  cyclic(states: Int32Array, inside: (state: number) => boolean): Components {
    const edges = this.#edges;
    const { firsts, targets } = edges;
    const [order, low, open, path, next] = [this.#order, this.#low, this.#open, this.#path, this.#next];
    /** Of the components that count, numbered from 1. */
    const sizes = this.#scratch.list();
    let discovered = 0;
    let steps = 0;

    /** Takes the state that has been looked at from the way down. */
    const leave = (state: number): void => {
      const lowest = low[state] as number;
      if (lowest === order[state]) {
        const end = open.size;
        do order[open.pop()] = FINISHED;
        while (open.view[open.size] !== state);
        const size = end - open.size;
        const counts = size > 1 || hasLoop(edges, state);
        if (counts) sizes.push(size);
        const number = counts ? sizes.size : 0;
        // Where it says how low a state reaches it says from now on which component the state is of.
        for (let i = open.size; i < end; i++) low[open.view[i] as number] = number;
      }
      path.pop();
      if (path.size === 0) return;
      const parent = path.top;
      low[parent] = Math.min(low[parent] as number, lowest);
    };

    for (const root of states) {
      if (order[root] !== 0 || !inside(root)) continue;
      for (let entered = root; ; ) {
        if (entered !== NONE) {
          order[entered] = ++discovered;
          low[entered] = discovered;
          open.push(entered);
          path.push(entered);
          next.push(firsts[entered] as number);
          entered = NONE;
        }
        if (++steps % STEPS_PER_POLL === 0) this.#scratch.poll();
        const state = path.top;
        const end = firsts[state + 1] as number;
        let edge = next.pop();
        let lowest = low[state] as number;
        for (; edge < end && entered === NONE; edge++) {
          const target = targets[edge] as number;
          const seen = order[target] as number;
          if (seen > 0) lowest = Math.min(lowest, seen);
          else if (seen === 0 && inside(target)) entered = target;
        }
        low[state] = lowest;
        if (entered !== NONE) next.push(edge);
        else {
          leave(state);
          if (path.size === 0) break;
        }
      }
    }
    return this.#collected(states, sizes);
  }

  /** The components of these sizes, and everything ready for the next time. */
  #collected(states: Int32Array, sizes: IntList): Components {
    const begins = this.#scratch.ints(sizes.size + 1);
    for (let number = 0; number < sizes.size; number++) begins[number + 1] = (begins[number] as number) + (sizes.view[number] as number);
    const members = this.#scratch.ints(begins[sizes.size] as number);
    const filled = this.#scratch.ints(sizes.size);
    this.#scratch.each(states, (state) => {
      if (this.#order[state] !== FINISHED) return;
      this.#order[state] = 0;
      const number = (this.#low[state] as number) - 1;
      if (number < 0) return;
      members[(begins[number] as number) + (filled[number] as number)] = state;
      filled[number] = (filled[number] as number) + 1;
    });
    return new Components(members, begins);
  }
}

function hasLoop(edges: Edges, state: number): boolean {
  for (let edge = edges.first(state), end = edges.end(state); edge < end; edge++) if (edges.target(edge) === state) return true;
  return false;
}
