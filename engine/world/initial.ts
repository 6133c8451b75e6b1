/** How runs begin: no node has started, nothing is in flight; then every `on start`, in the order of the nodes. */
import { initialBounds } from './bounds.ts';
import { stepAll } from './step.ts';
import type { Step, System, World } from './world.ts';

/** Before the first `on start`. */
export function initialWorld(system: System): World {
  const { nodes, budgets, rules, messageFaults } = system.run;
  const nobody = nodes.map(() => false);
  const bounds = initialBounds(system);
  return {
    ...(nodes.length > 0 && { starting: 0 }),
    nodes: nodes.map((_, node) => system.machine.initialState(node)),
    paused: nobody,
    resuming: nobody,
    suspended: [],
    recovering: nobody,
    clients: system.run.clients.map((_, client) => system.machine.scripts.initialState(client)),
    asked: [],
    givenUp: [],
    inFlight: [],
    nextFlight: 0,
    healing: false,
    budgets: budgets.map(({ times }) => times),
    timerBudgets: budgets.map(({ fault, times }) => (fault.kind === 'timeout' ? nodes.map(() => times) : [])),
    ruleMatches: rules.map(() => 0),
    faultMatches: messageFaults.map(() => 0),
    ...(bounds && { bounds }),
  };
}

/** Beyond that nobody waits for all of them. */
const MOST_WAYS = 100_000;

/**
 * Every way through the starts, each as its steps, one for each node that starts: several where an `on start` chooses or a crash budget may
 * strike within one. Depth 0 of an exploration is the worlds after them. A way that fails ends with the failing step; so does the last of more
 * ways than can be tried.
 */
export function starts(system: System): readonly (readonly Step[])[] {
  const finished: (readonly Step[])[] = [];
  const waysOn = (world: World, steps: readonly Step[]): void => {
    if (finished.length > MOST_WAYS) return;
    const last = steps.at(-1);
    if (finished.length === MOST_WAYS && last) {
      finished.push([...steps.slice(0, -1), { ...last, failure: tooMany(system) }]);
    } else if (world.starting === undefined || last?.failure) {
      finished.push(steps);
    } else {
      for (const next of stepAll(system, world, { kind: 'start', node: world.starting })) waysOn(next.world, [...steps, next]);
    }
  };
  waysOn(initialWorld(system), []);
  return finished;
}

function tooMany(system: System): NonNullable<Step['failure']> {
  const message = 'the picks of `choose` in the starts combine in more than 100,000 ways: choose from fewer';
  return { kind: 'error', place: system.run.mode.place, message };
}
