/** Takes the steps that a `schedule` lists, one by one; stops at the first that is not possible, or not the only one that is meant. */
import type { ScheduleStep } from '../../grammar/semantics/program.ts';
import type { Place } from '../../grammar/syntax/range.ts';
import { clocksOf } from '../simulator/clocks.ts';
import { initialWorld } from '../world/initial.ts';
import { step } from '../world/step.ts';
import type { Action, Step, System, World } from '../world/world.ts';
import { type Chosen, chooseAction } from './choose-action.ts';

export interface FollowedSchedule {
  /** The starts, then the scheduled steps; the last one may have failed at run time. */
  readonly steps: readonly Step[];
  /** The scheduled step that could not be taken, and why. */
  readonly error?: { readonly place: Place; readonly message: string };
}

/** Nodes start first, as in every run. `choose` picks its first candidate; no time passes. */
export function followSchedule(system: System, schedule: readonly ScheduleStep[]): FollowedSchedule {
  const clocks = clocksOf(system.run);
  const steps: Step[] = [];
  let world: World = initialWorld(system);
  const take = (action: Action): boolean => {
    const taken = step(system, world, action, { now: (node) => clocks.read(node, 0), choose: () => 0 });
    steps.push(taken);
    world = taken.world;
    for (const happening of taken.happenings) if (happening.kind === 'jump') clocks.jump(happening.node, happening.byMs);
    return taken.failure === undefined;
  };
  while (world.starting !== undefined) if (!take({ kind: 'start', node: world.starting })) return { steps };
  for (const [index, scheduled] of schedule.entries()) {
    const chosen: Chosen = chooseAction(system, world, scheduled);
    if ('error' in chosen) return { steps, error: { place: scheduled.place, message: chosen.error } };
    if (!take(chosen.action)) return { steps };
    if (scheduled.kind !== 'invoke' || isHandledLater(schedule.slice(index + 1), scheduled.client)) continue;
    const handling = chooseAction(system, world, { ...scheduled, kind: 'handle' });
    if ('action' in handling && !take(handling.action)) return { steps };
  }
  return { steps };
}

/** Whether the schedule says itself when the client's operation is handled; else that is at once. */
function isHandledLater(rest: readonly ScheduleStep[], client: number): boolean {
  const next = rest.find((candidate) => 'client' in candidate && candidate.client === client);
  return next?.kind === 'handle' || next?.kind === 'timeout';
}
