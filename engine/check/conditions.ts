/** Invariants and their like over the nodes' states. */
import type { Place } from '../../grammar/syntax/range.ts';
import { EvaluationError } from '../program/errors.ts';
import type { LocalState, Machine } from '../program/machine.ts';
import type { Trace } from '../trace/model.ts';
import type { Condition } from './subjects.ts';

export type Truth = boolean | { readonly error: string; readonly place: Place };

/** Whether it holds there. An expression that cannot be evaluated there (a missing key, say) does not hold, and says why. */
export function truthOf(machine: Machine, { condition, frameSize }: Condition, states: readonly LocalState[]): Truth {
  try {
    return machine.evaluate(condition, states, frameSize) === true;
  } catch (error) {
    if (error instanceof EvaluationError) return { error: error.message, place: error.place };
    throw error;
  }
}

/** Why it does not hold there: the failing clause and element, or the error. */
export function whyFalse(machine: Machine, condition: Condition, states: readonly LocalState[]): string {
  const truth = truthOf(machine, condition, states);
  return typeof truth === 'object' ? truth.error : machine.explainFalse(condition.condition, states, condition.frameSize);
}

/** What a claim about all nodes is about at the end of a trace: the last step of each node that the condition reads. */
export function lastStepsOf(trace: Trace, nodes: readonly number[]): readonly number[] {
  return nodes.flatMap((node) => {
    const step = trace.steps.findLastIndex(({ changes }) => changes.some((snapshot) => snapshot.node === node));
    return step < 0 ? [] : [step];
  });
}
