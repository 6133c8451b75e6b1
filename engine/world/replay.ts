/** A path that an exploration or a simulation found, step by step. */
import type { PathStep } from '../explorer/questions.ts';
import { initialWorld } from './initial.ts';
import { stepAs } from './step.ts';
import type { Step, System } from './world.ts';

/**
 * The steps of a path from the initial world, the starts included; the same path gives the same worlds. Throws where a step of it is not
 * possible, and where it goes on after a failure: such a path was not found in this system.
 */
export function replay(system: System, path: { readonly steps: readonly PathStep[] }): readonly Step[] {
  let world = initialWorld(system);
  return path.steps.map(({ action, resolution }, i) => {
    const step = stepAs(system, world, action, resolution);
    if (step.failure && i + 1 < path.steps.length)
      throw new Error(`the path goes on after its step ${i}, which fails: ${step.failure.message}`);
    world = step.world;
    return step;
  });
}
