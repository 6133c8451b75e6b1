import type { ScenarioRun } from '../../grammar/semantics/program.ts';
import type { Place } from '../../grammar/syntax/range.ts';

/** A scenario in which nobody is and nothing is said: all that is left to do is to say what is there. */
export function emptyRun(place: Place): ScenarioRun {
  return {
    bindings: [],
    nodes: [],
    groups: [],
    clients: [],
    initial: [],
    network: { synchronous: false, delayMs: [1, 10], fifo: false, loss: 0, duplicate: 0 },
    links: [],
    clocks: [],
    diskBuffered: false,
    durability: [],
    timeline: [],
    rules: [],
    messageFaults: [],
    budgets: [],
    mode: { kind: 'simulate', seed: 1, seeds: 1, place },
    claims: [],
  };
}
