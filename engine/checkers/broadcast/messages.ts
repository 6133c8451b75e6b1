import type { Trace, TraceValue } from '../../trace/model.ts';
import { valueKey } from '../../trace/values.ts';
import { argument, type Call, callsOf } from '../reading.ts';

/** `broadcast(m)` or `deliver(m)` as checkers see it. A message is what was broadcast: equal values are one message. */
export interface BroadcastCall extends Call {
  readonly message: TraceValue;
  readonly key: string;
}

export function broadcastCalls(trace: Trace, ...names: readonly ('broadcast' | 'deliver')[]): readonly BroadcastCall[] {
  return callsOf(trace, ...names).map((call) => ({ ...call, message: argument(call, 0), key: valueKey(argument(call, 0)) }));
}
