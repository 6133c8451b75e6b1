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
import { mending, standsFor, threadFrom, wayTo } from './symmetry/concrete.ts';
import { Asymmetry } from './symmetry/group.ts';

/** One step further: the state it leads to, and, where it matters which of several steps between the two it is, its label. */
export interface Hop {
  readonly state: number;
  readonly label?: number;
}

/** A shortest way to the state. Throws where the interpreter does not arrive where the search did. */
export function shortestPath(search: SearchView, state: number): Path {
  return runTo(search, state).path;
}

/**
 * The same, and whom in that run each node of the state stands for: under symmetry the state that is kept need not be the one that a run reaches. Throws
 * `Asymmetry` where no run does.
 */
export function runTo(search: SearchView, state: number): { readonly path: Path; readonly nodes: (node: number) => number } {
  const stem = ancestry(state, search.store);
  const { quotient } = search;
  if (quotient === undefined) return { path: pathThrough(search, stem), nodes: (node) => node };
  const [root, ...rest] = stem.map((each) => search.vector(each));
  if (root === undefined) throw new Error('a path begins at a start');
  const start = search.model.start(startOf(search, root));
  const { states, end, broken } = threadFrom(quotient, start, rest);
  const to = broken.length === 0 ? undefined : mending(quotient.group, broken);
  const named = (state: Vector) => (to === undefined ? state : quotient.canonical.renamed(state, to));
  const vectors = states.map(named);
  const names = standsFor(quotient, named(end));
  const path = { steps: walk(search, vectors, [], Asymmetry).map(asPathStep) };
  return { path, nodes: (node) => names[node] ?? node };
}

/** The run through these states, from a start on, then round the `cycle`, which leads back to the last of them; ending there if it is empty. */
export function pathThrough(search: SearchView, stem: readonly number[], cycle: readonly Hop[] = []): Path {
  const steps = walk(
    search,
    stem.map((state) => search.vector(state)),
    cycle,
  );
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

/** `NotThere`: what is thrown where the interpreter does not arrive at one of the states. */
function walk(
  search: SearchView,
  stem: readonly Vector[],
  cycle: readonly Hop[],
  NotThere: new (message: string) => Error = Error,
): readonly Step[] {
  const { model } = search;
  const [root, ...rest] = stem;
  if (root === undefined) throw new Error('a path begins at a start');
  const start = startAt(model, root);
  if (start === undefined) throw new NotThere('the search began where no start leads');
  const steps = [...start];
  let world = steps.at(-1)?.world ?? initialWorld(model.system);
  let vector = root;
  const hops = cycle.map(({ state, label }) => ({ target: search.vector(state), label }));
  for (const { target, label } of [...rest.map((each) => ({ target: each, label: undefined })), ...hops]) {
    const step = stepTo(model, world, vector, target, label);
    if (step === undefined) throw new NotThere(`the search took a step that the interpreter does not: step ${steps.length} of the path`);
    steps.push(step);
    world = step.world;
    vector = target;
  }
  verify(model, steps);
  return steps;
}

/** The step that led to a state from its parent, by content; of a state without a parent the steps of its start. */
export function lastStepsTo(search: SearchView, parent: number, state: number): readonly Step[] {
  if (parent === NO_PARENT) return startOf(search, search.vector(state));
  const { model, quotient } = search;
  const [vector, target] = [search.vector(parent), search.vector(state)];
  if (quotient !== undefined) return [wayTo(quotient, vector, target).way.step];
  const step = stepTo(model, model.decode(vector), vector, target, undefined);
  if (step === undefined) throw new Error(`the search took a step that the interpreter does not, to state ${state}`);
  return [step];
}

/** A start that leads to the state; under symmetry, to one of its orbit. */
function startOf({ model, quotient }: SearchView, root: Vector): readonly Step[] {
  const start = quotient === undefined ? startAt(model, root) : model.starts().find((steps) => same(quotient.of(model.start(steps)), root));
  if (start === undefined) throw new Error('the search began where no start leads');
  return start;
}

function startAt(model: Model, root: Vector): readonly Step[] | undefined {
  return model.starts().find((steps) => same(model.start(steps), root));
}

function stepTo(model: Model, world: World, vector: Vector, target: Vector, label: number | undefined): Step | undefined {
  const monitors = model.monitorsOf(vector);
  for (const action of enabled(model.system, world)) {
    for (const step of stepAll(model.system, world, action)) {
      if (label !== undefined && model.labelOf(world, step) !== label) continue;
      if (same(model.encode(step, model.read(monitors, step.happenings)), target)) return step;
    }
  }
  return undefined;
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
