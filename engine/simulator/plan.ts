/** When the faults that budgets allow strike in one simulated run. */
import type { Budget, ScenarioRun } from '../../grammar/semantics/program.ts';
import { at } from '../world/at.ts';
import type { Step } from '../world/world.ts';
import type { Randomness } from './random.ts';

export interface PlannedFault {
  /** `budget 2 #1` */
  readonly name: string;
  readonly budget: number;
  /** It strikes at the first opportunity after that many steps. */
  readonly afterStep: number;
  /** A crash in the middle of a handler, after one of its sends. */
  readonly inside: boolean;
}

/** Of one budget; no run has room for more. */
const MOST_FAULTS = 10_000;

/**
 * Each of the faults that a budget allows happens or not, with even odds, at a moment drawn from `undisturbed`, the run without any of them: so
 * they strike while something is going on, however long the pauses in between are. Half of the crashes strike inside a handler that sends. None strikes
 * within the first `settled` steps.
 */
export function planFaults(run: ScenarioRun, random: Randomness, undisturbed: readonly Step[], settled = 0): readonly PlannedFault[] {
  return run.budgets.flatMap(({ fault, times }, budget): readonly PlannedFault[] => {
    if (fault.kind === 'timeout') return [];
    const stream = random.stream('plan', budget);
    const sending = sendingSteps(fault, undisturbed).filter((step) => step >= settled);
    const planned: PlannedFault[] = [];
    for (let i = 0; i < Math.min(times, MOST_FAULTS); i++) {
      if (stream.chance(0.5)) continue;
      const inside = sending.length > 0 && stream.chance(0.5);
      const afterStep = inside ? at(sending, stream.below(sending.length)) : settled + stream.below(undisturbed.length + 1 - settled);
      planned.push({ name: `budget ${budget} #${i + 1}`, budget, afterStep, inside });
    }
    return planned;
  });
}

/** Steps in which a node sends something that the budget may crash, each as often as it does. */
function sendingSteps(fault: Budget['fault'], steps: readonly Step[]): readonly number[] {
  if (fault.kind !== 'crash') return [];
  return steps.flatMap(({ happenings }, i) =>
    happenings.filter((happening) => happening.kind === 'send' && fault.nodes.includes(happening.node)).map(() => i),
  );
}
