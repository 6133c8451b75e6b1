import type { Trace, TraceValue } from '../../trace/model.ts';
import { spokenText, valueKey, valueText } from '../../trace/values.ts';
import { argument, type Call, callsOf } from '../reading.ts';

/** `decide(value, instance = 0)` and `propose(value, instance = 0)` as checkers see them. */
export interface Choice extends Call {
  readonly value: TraceValue;
  readonly valueKey: string;
  readonly instanceKey: string;
  /** ` in instance 3`, where it is not the only one's default. */
  readonly inInstance: string;
}

export function choicesOf(trace: Trace, name: 'decide' | 'propose'): readonly Choice[] {
  return callsOf(trace, name).map((call) => {
    const value = argument(call, 0);
    const instance = call.arguments[1] ?? 0;
    const inInstance = instance === 0 ? '' : ` in instance ${spokenText(instance)}`;
    return { ...call, value, valueKey: valueKey(value), instanceKey: valueKey(instance), inInstance };
  });
}

export function quoted(choice: Choice): string {
  return valueText(choice.value);
}

/** Proposals of these values in the instance of `choice`, by index of the event. */
export function proposalsBehind(trace: Trace, choice: Choice, values: readonly string[]): readonly number[] {
  return choicesOf(trace, 'propose').flatMap((proposal) =>
    proposal.instanceKey === choice.instanceKey && values.includes(proposal.valueKey) && proposal.index < choice.index
      ? [proposal.index]
      : [],
  );
}
