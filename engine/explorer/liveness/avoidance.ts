/**
 * Fair runs that avoid something for ever: what violates `eventually` and termination. Such a run ends in a state where nothing fair is enabled, or
 * goes round in a component that a fair run can stay in.
 */
import { type Interrupt, NO_PARENT } from '../memory/state-store.ts';
import type { Hop } from '../paths.ts';
import type { Graph } from '../search/graph.ts';
import { cyclicComponents } from './components.ts';
import { fairCycle, fairLabels, isFairComponent } from './fairness.ts';

/** A state where the run has ended, or to which it comes back for ever by `cycle`. */
export interface Avoidance {
  readonly state: number;
  readonly cycle: readonly Hop[];
}

/** A part of the graph, in breadth-first order. */
export interface Part {
  readonly states: readonly number[] | Int32Array;
  has(state: number): boolean;
}

const interrupted = Symbol('interrupted');

export { interrupted };

/**
 * The first state of the part, in its order, where a fair run inside it can end or begin to go round. `counts(state)`: whether a run that stays there
 * counts at all (of those that go round one state that counts is enough). Nothing if there is none.
 */
export function avoidance(
  graph: Graph,
  part: Part,
  counts: (state: number) => boolean,
  interrupt: Interrupt,
): Avoidance | undefined | typeof interrupted {
  const rank = new Int32Array(graph.search.store.count);
  part.states.forEach((state, i) => {
    rank[state] = i;
  });
  let ended: number | undefined;
  const note = (state: number, successors: number) => {
    if (fairLabels(graph, successors).size > 0 || !counts(state)) return;
    if (ended === undefined || (rank[state] as number) < (rank[ended] as number)) ended = state;
  };
  const components = cyclicComponents(graph, part.states, (state) => part.has(state), note, interrupt);
  if (components === undefined) return interrupted;
  const candidates = components
    .flatMap((component) => {
      const first = component.reduce(
        (best, state) => (counts(state) && (best < 0 || (rank[state] as number) < (rank[best] as number)) ? state : best),
        -1,
      );
      return first < 0 ? [] : [{ component, first }];
    })
    .sort((a, b) => (rank[a.first] as number) - (rank[b.first] as number));
  for (const { component, first } of candidates) {
    if (ended !== undefined && (rank[ended] as number) < (rank[first] as number)) break;
    const fair = isFairComponent(graph, component, interrupt);
    if (fair === undefined) return interrupted;
    if (!fair) continue;
    const cycle = fairCycle(graph, component, first, interrupt);
    return cycle === undefined ? interrupted : { state: first, cycle };
  }
  return ended === undefined ? undefined : { state: ended, cycle: [] };
}

/** States reachable from the starts through states that `inside` says, in breadth-first order; each with the one it was reached from. */
export function reachableInside(
  graph: Graph,
  inside: (state: number) => boolean,
  interrupt: Interrupt,
): (Part & { parent(state: number): number }) | undefined {
  const { store } = graph.search;
  const parents = new Int32Array(store.count).fill(NOT_REACHED);
  const states: number[] = [];
  for (let state = 0; state < store.count && store.parent(state) === NO_PARENT; state++) {
    if (!inside(state)) continue;
    parents[state] = NO_PARENT;
    states.push(state);
  }
  for (const state of states) {
    if (interrupt()) return undefined;
    for (let k = 0, count = graph.successors(state, false); k < count; k++) {
      const target = graph.targets[k] as number;
      if (parents[target] !== NOT_REACHED || !inside(target)) continue;
      parents[target] = state;
      states.push(target);
    }
  }
  return { states, has: (state) => parents[state] !== NOT_REACHED, parent: (state) => parents[state] as number };
}
const NOT_REACHED = -2;
