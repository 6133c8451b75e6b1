/**
 * Which states can still reach a goal without further faults: backward reachability, for up to 31 goals at once.
 *
 * Predecessors are not stored: sweeps over all states pull the goals of the successors, until one changes nothing. The first goes against the order of
 * discovery, and most edges lead to states discovered later, so few sweeps do; every other one goes the other way, for the rest.
 */
import type { Edges } from '../search/edges.ts';
import type { Scratch } from '../search/scratch.ts';

/** Goals that fit into a state's word. */
export const GOALS_AT_ONCE = 31;

const STATES_PER_POLL = 1 << 14;

/** The bits of so many goals. */
export function allGoals(goals: number): number {
  return goals === 31 ? 0x7fffffff : (1 << goals) - 1;
}

/**
 * `reached`: for each state the goals, as bits of `all`, that it fulfils itself; to these are added those that some state reachable from it without further
 * faults fulfils. `edges` has those of all states that do not fulfil all. `pulled(bits, edge)`: which goals of a state it is that the state to which the
 * edge leads calls by these bits; absent where they are called the same.
 */
export function reachGoals(
  edges: Edges,
  all: number,
  reached: Int32Array,
  pulled: ((bits: number, edge: number) => number) | undefined,
  scratch: Scratch,
): void {
  const { firsts, targets } = edges;
  const count = reached.length;
  const pull = (state: number): boolean => {
    const before = reached[state] as number;
    if (before === all) return false;
    let after = before;
    for (let edge = firsts[state] as number, end = firsts[state + 1] as number; edge < end && after !== all; edge++) {
      const there = reached[targets[edge] as number] as number;
      if ((there & ~after) === 0 && pulled === undefined) continue;
      if (!edges.isFault(edge)) after |= pulled === undefined ? there : pulled(there, edge);
    }
    reached[state] = after;
    return after !== before;
  };
  for (let changed = true, down = true; changed; down = !down) {
    changed = false;
    for (let step = 0; step < count; step++) {
      if (step % STATES_PER_POLL === 0) scratch.poll();
      if (pull(down ? count - 1 - step : step)) changed = true;
    }
  }
}
