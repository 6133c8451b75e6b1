/** The reference search: as simple as can be, and slow. What the explorer and the simulator are compared with. */
import type { PathStep } from '../../explorer/questions.ts';
import { enabled } from '../enabled.ts';
import { starts } from '../initial.ts';
import { worldKey } from '../key.ts';
import { stepAll } from '../step.ts';
import type { Step, System, World } from '../world.ts';

export interface NaiveState {
  readonly key: string;
  readonly world: World;
  /** Steps from the worlds after all starts, which have depth 0. */
  readonly depth: number;
  /** A shortest way here, the starts included. */
  readonly steps: readonly Step[];
  /** In the order in which they were tried; those that failed at run time lead nowhere. Empty beyond the limits. */
  readonly successors: { readonly step: Step; readonly key: string }[];
}

export interface NaiveExploration {
  /** By key, breadth first. Failing steps end their runs: the worlds they leave are not among these. */
  readonly states: ReadonlyMap<string, NaiveState>;
  /** Ways that end in a failing step, the shortest first. */
  readonly failures: readonly (readonly Step[])[];
  readonly transitions: number;
  /** Nothing was left out. */
  readonly exhaustive: boolean;
}

/** All worlds reachable by the rules of explorations (without `network synchronous`, which bounds time). */
export function naiveExplore(system: System, limits: { readonly maxStates?: number } = {}): NaiveExploration {
  const { maxStates = 20_000 } = limits;
  const states = new Map<string, NaiveState>();
  const failures: (readonly Step[])[] = [];
  let transitions = 0;

  const reach = (steps: readonly Step[], depth: number): string | undefined => {
    const last = steps.at(-1);
    if (last === undefined) return undefined;
    if (last.failure) {
      failures.push(steps);
      return undefined;
    }
    const key = worldKey(system, last.world);
    if (!states.has(key)) states.set(key, { key, world: last.world, depth, steps, successors: [] });
    return key;
  };

  for (const way of starts(system)) reach(way, 0);
  // A map is read in the order of insertion, also what is inserted meanwhile: it is the queue.
  for (const state of states.values()) {
    if (states.size > maxStates) return { states, failures, transitions, exhaustive: false };
    for (const action of enabled(system, state.world)) {
      for (const step of stepAll(system, state.world, action)) {
        transitions++;
        const key = reach([...state.steps, step], state.depth + 1);
        if (key !== undefined) state.successors.push({ step, key });
      }
    }
  }
  return { states, failures, transitions, exhaustive: true };
}

/** What explorers hand out: a way without the worlds. */
export function pathOf(steps: readonly Step[]): { readonly steps: readonly PathStep[] } {
  return { steps: steps.map(({ action, resolution }) => ({ action, resolution })) };
}
