import type { Machine } from './machine.ts';

/** The machine with another `run`; whatever else it has is its own, its private state included. Written out: a proxy would cost more than most handlers. */
export function withRun(machine: Machine, run: Machine['run']): Machine {
  return {
    values: machine.values,
    scripts: machine.scripts,
    names: machine.names,
    run,
    initialState: (node) => machine.initialState(node),
    runAll: (state, input) => machine.runAll(state, input),
    crashed: (state) => machine.crashed(state),
    recovered: (state) => machine.recovered(state),
    renamed: (state, nodes) => machine.renamed(state, nodes),
    evaluate: (expression, states, frameSize) => machine.evaluate(expression, states, frameSize),
    explainFalse: (expression, states, frameSize) => machine.explainFalse(expression, states, frameSize),
    statementsRun: () => machine.statementsRun(),
    unmarked: (work) => machine.unmarked(work),
  };
}
