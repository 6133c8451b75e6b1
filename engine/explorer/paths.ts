/**
 * From states to runs. A path is found again by taking its steps with the interpreter, in a real world, one by one: at each the step that arrives at
 * the state which the search had found. So every path is replayed, and a search that went wrong anywhere on it is found out.
 */
import { enabled } from '../world/enabled.ts';
import { initialWorld } from '../world/initial.ts';
import { replay } from '../world/replay.ts';
import { stepAll } from '../world/step.ts';
import type { Step, World } from '../world/world.ts';
import { NO_PARENT } from './memory/state-store.ts';
import type { Model, Vector } from './model/model.ts';
import type { Path } from './questions.ts';
import type { SearchView } from './search/view.ts';

/** One step further: the state it leads to, and, where it matters which of several steps between the two it is, its label. */
export interface Hop {
  readonly state: number;
  readonly label?: number;
}

/** A shortest way to the state. Throws where the interpreter does not arrive where the search did. */
export function shortestPath(search: SearchView, state: number): Path {
  return pathThrough(search, ancestry(state, search.store));
}

/** The run through these states, from a start on, then round the `cycle`, which leads back to the last of them; ending there if it is empty. */
export function pathThrough(search: SearchView, stem: readonly number[], cycle: readonly Hop[] = []): Path {
  const steps = walk(search, stem, cycle);
  return { steps: steps.map(asPathStep), ...(cycle.length > 0 && { cycleFrom: steps.length - cycle.length }) };
}

function asPathStep({ action, resolution }: Step) {
  return { action, resolution };
}

/** The states from a start to this one. */
export function ancestry(state: number, tree: { parent(state: number): number }): readonly number[] {
  const states: number[] = [];
  for (let at = state; at !== NO_PARENT; at = tree.parent(at)) states.push(at);
  return states.reverse();
}

function walk(search: SearchView, stem: readonly number[], cycle: readonly Hop[]): readonly Step[] {
  const { model } = search;
  const [root, ...rest] = stem;
  if (root === undefined) throw new Error('a path begins at a start');
  const steps = [...startOf(search, root)];
  let world = steps.at(-1)?.world ?? initialWorld(model.system);
  let vector = search.vector(root);
  for (const hop of [...rest.map((state): Hop => ({ state })), ...cycle]) {
    const target = search.vector(hop.state);
    const step = stepTo(model, world, vector, target, hop.label, steps.length);
    steps.push(step);
    world = step.world;
    vector = target;
  }
  verify(model, steps);
  return steps;
}

/** The step that led to a state from its parent, by content; of a state without a parent the steps of its start. */
export function lastStepsTo(search: SearchView, parent: number, state: number): readonly Step[] {
  if (parent === NO_PARENT) return startOf(search, state);
  const { model } = search;
  const vector = search.vector(parent);
  return [stepTo(model, model.decode(vector), vector, search.vector(state), undefined, search.depth(state))];
}

function startOf(search: SearchView, root: number): readonly Step[] {
  const target = search.vector(root);
  const start = search.model.starts().find((steps) => same(search.model.start(steps), target));
  if (start === undefined) throw new Error('the search began where no start leads');
  return start;
}

function stepTo(model: Model, world: World, vector: Vector, target: Vector, label: number | undefined, index: number): Step {
  const monitors = model.monitorsOf(vector);
  for (const action of enabled(model.system, world)) {
    for (const step of stepAll(model.system, world, action)) {
      if (label !== undefined && model.labelOf(world, step) !== label) continue;
      if (same(model.encode(step, model.read(monitors, step.happenings)), target)) return step;
    }
  }
  throw new Error(`the search took a step that the interpreter does not: step ${index} of the path`);
}

/** What is handed out leads, by itself, where the search went. */
function verify(model: Model, steps: readonly Step[]): void {
  const replayed = replay(model.system, { steps });
  replayed.forEach((step, i) => {
    const meant = steps[i];
    if (meant === undefined || !same(model.encode(step, []), model.encode(meant, []))) {
      throw new Error(`the replay arrives elsewhere than the search: step ${i} of the path`);
    }
  });
}

function same(a: Vector, b: Vector): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
