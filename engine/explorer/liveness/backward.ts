/**
 * Which states can still reach a goal without further faults: backward reachability, for up to 31 goals at once.
 *
 * Predecessors are not stored. Sweeps over all states against the order of discovery pull the goals of the successors, which are computed again from
 * the memo tables, until a sweep changes nothing. Most edges lead to later states, so few sweeps do.
 */
import type { Interrupt } from '../memory/state-store.ts';
import type { Graph } from '../search/graph.ts';

/** Goals that fit into a state's word. */
export const GOALS_AT_ONCE = 31;

const STATES_PER_POLL = 256;

/**
 * `goalsAt(state)`: the goals, as bits below `goals`, that the state itself fulfils. `pulled(bits, k)`: which goals of a state it is that the state which
 * edge `k` of those that `graph` holds leads to calls by these bits. Gives for each state the goals that it or some state reachable from it without
 * further faults fulfils; nothing when interrupted.
 */
export function reachableGoals(
  graph: Graph,
  goals: number,
  goalsAt: (state: number) => number,
  pulled: (bits: number, k: number) => number,
  interrupt: Interrupt,
): Int32Array | undefined {
  const all = goals === 31 ? 0x7fffffff : (1 << goals) - 1;
  const count = graph.search.store.count;
  const reached = new Int32Array(count);
  for (let state = 0; state < count; state++) {
    if (state % STATES_PER_POLL === 0 && interrupt()) return undefined;
    reached[state] = goalsAt(state);
  }
  for (let changed = true; changed; ) {
    changed = false;
    for (let state = count - 1; state >= 0; state--) {
      if (state % STATES_PER_POLL === 0 && interrupt()) return undefined;
      const before = reached[state] as number;
      if (before === all) continue;
      let after = before;
      for (let k = graph.successors(state, true) - 1; k >= 0; k--) after |= pulled(reached[graph.targets[k] as number] as number, k);
      if (after === before) continue;
      reached[state] = after;
      changed = true;
    }
  }
  return reached;
}
