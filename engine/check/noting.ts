import type { Machine } from '../program/machine.ts';
import { withRun } from '../program/with-run.ts';
import type { System } from '../world/world.ts';

/**
 * The same system; every handler that runs is put into `handlers`, as `role:handler`. Unlike the explorer's observed machine it remembers no outcomes:
 * in a simulation they depend on the clock.
 */
export function notingHandlers(system: System, handlers: Set<string>): System {
  const { machine, run: scenario } = system;
  const run: Machine['run'] = (state, input, surroundings) => {
    const outcome = machine.run(state, input, surroundings);
    if (outcome.handler !== undefined) handlers.add(`${scenario.nodes[state.node]?.role}:${outcome.handler}`);
    return outcome;
  };
  return { ...system, machine: withRun(machine, run) };
}
