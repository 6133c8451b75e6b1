/** When the faults that budgets allow strike in one simulated run. */
import type { ScenarioRun } from '../../grammar/semantics/program.ts';
import type { Randomness } from './random.ts';

export interface PlannedFault {
  readonly budget: number;
  /** It strikes at the first opportunity after that many steps. */
  readonly afterStep: number;
  /** A crash in the middle of a handler, after one of its sends. */
  readonly inside: boolean;
}

/** Of one budget; no run has room for more. */
const MOST_FAULTS = 10_000;

/**
 * Each of the faults that a budget allows happens or not, with even odds, and not before a step drawn from the `steps` that the run takes without
 * any: so they strike while something is going on, however long the pauses in between are. Half of the crashes strike inside a handler.
 */
export function planFaults(run: ScenarioRun, random: Randomness, steps: number): readonly PlannedFault[] {
  return run.budgets.flatMap(({ fault, times }, budget) => {
    if (fault.kind === 'timeout') return [];
    const stream = random.stream('plan', budget);
    return Array.from({ length: Math.min(times, MOST_FAULTS) }, () => ({
      happens: stream.chance(0.5),
      planned: { budget, afterStep: stream.below(steps + 1), inside: stream.chance(0.5) && fault.kind === 'crash' },
    })).flatMap(({ happens, planned }) => (happens ? [planned] : []));
  });
}
