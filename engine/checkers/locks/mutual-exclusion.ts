import { spokenText, valueKey } from '../../trace/values.ts';
import { eventMonitor, lookUp, put, remove } from '../automaton.ts';
import type { SafetyProperty } from '../property.ts';
import { argument, type Call, callsOf, nodeName, stepNumber } from '../reading.ts';
import { leadUp } from '../witnesses.ts';

/**
 * No two nodes hold a lock at once: no `acquire` before the holder's `release`. A crash releases nothing (who holds a lock may not know that it has
 * lost it); the holder acquiring it again is no violation.
 */
export const mutualExclusion: SafetyProperty = {
  name: 'mutualExclusion',
  kind: 'safety',

  check(trace) {
    const holder = new Map<string, Call>();
    for (const call of callsOf(trace, 'acquire', 'release')) {
      const lock = argument(call, 0);
      const held = holder.get(valueKey(lock));
      if (call.name === 'release') {
        if (held?.node === call.node) holder.delete(valueKey(lock));
        continue;
      }
      if (held !== undefined && held.node !== call.node) {
        const message = `${nodeName(trace, call.node)} acquires the lock ${spokenText(lock)}, but ${nodeName(trace, held.node)} has held it since ${stepNumber(held.step)}`;
        return { message, event: call.index, witnesses: leadUp(trace, call.index, [held.index]) };
      }
      if (held === undefined) holder.set(valueKey(lock), call);
    }
    return undefined;
  },

  /** Who holds each lock. */
  monitor(context) {
    const { values } = context;
    return eventMonitor(context, ['acquire', 'release'], values.map([]), (state, { name, node, arguments: [lock = null] }) => {
      const held = lookUp(state, lock);
      if (name === 'release') return held === node ? remove(values, state, lock) : state;
      return held !== undefined && held !== node ? 'violated' : put(values, state, lock, node);
    });
  },
};
