/** A machine that notes which handlers ran, and that does not run one again only because a step goes on in another way. */
import type { Input, LocalState, Machine, Outcome } from '../../program/machine.ts';
import { withRun } from '../../program/with-run.ts';
import type { System } from '../../world/world.ts';

/**
 * The same system, told apart by two things. Every handler that runs is put into `reached`, as `role:handler`. And the last outcome is given again
 * for the same state and input unless the handler chose something: a step is taken once for every send that a crash may follow, and its handler
 * does not depend on that.
 */
export function observed(system: System, reached: Set<string>): System {
  const { machine, run: scenario } = system;
  let last: { readonly state: LocalState; readonly input: Input; readonly outcome: Outcome } | undefined;
  const run: Machine['run'] = (state, input, surroundings) => {
    if (last && last.state === state && sameInput(last.input, input)) return last.outcome;
    let chose = false;
    const outcome = machine.run(state, input, {
      now: surroundings.now,
      choose: (count) => {
        chose = true;
        return surroundings.choose(count);
      },
    });
    last = chose ? undefined : { state, input, outcome };
    if (outcome.handler !== undefined) reached.add(`${scenario.nodes[state.node]?.role}:${outcome.handler}`);
    return outcome;
  };
  return { ...system, machine: withRun(machine, run) };
}

/** Arguments of one machine are hash-consed, so they are the same exactly if they are equal. */
function sameInput(a: Input, b: Input): boolean {
  switch (a.kind) {
    case 'start':
    case 'recover':
      return a.kind === b.kind;
    case 'message':
      return b.kind === 'message' && a.from === b.from && a.message === b.message && sameValues(a.arguments, b.arguments);
    case 'timeout':
      return b.kind === 'timeout' && a.timer === b.timer && sameValues(a.arguments, b.arguments);
    case 'operation':
      return b.kind === 'operation' && a.request === b.request && a.transaction === b.transaction;
  }
}

function sameValues(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
