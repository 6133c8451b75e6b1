import type { Trace, TraceValue } from '../../trace/model.ts';
import { valueKey } from '../../trace/values.ts';
import { argument, callsOf } from '../reading.ts';

/** The votes on a transaction, by index of the event. */
export function votesOn(trace: Trace, tx: TraceValue): readonly number[] {
  return callsOf(trace, 'vote').flatMap((vote) => (valueKey(argument(vote, 0)) === valueKey(tx) ? [vote.index] : []));
}
