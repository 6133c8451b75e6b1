import type { Machine } from '../program/machine.ts';
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
  return {
    ...system,
    machine: {
      values: machine.values,
      names: machine.names,
      scripts: machine.scripts,
      run,
      initialState: (node) => machine.initialState(node),
      runAll: (state, input) => machine.runAll(state, input),
      crashed: (state) => machine.crashed(state),
      renamed: (state, nodes) => machine.renamed(state, nodes),
      recovered: (state) => machine.recovered(state),
      evaluate: (expression, states, frameSize) => machine.evaluate(expression, states, frameSize),
      statementsRun: () => machine.statementsRun(),
      unmarked: (work) => machine.unmarked(work),
      explainFalse: (expression, states, frameSize) => machine.explainFalse(expression, states, frameSize),
    },
  };
}
