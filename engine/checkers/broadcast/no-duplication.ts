import { valueText } from '../../trace/values.ts';
import { eventMonitor, has, include } from '../automaton.ts';
import type { SafetyProperty } from '../property.ts';
import { atStep, nodeName } from '../reading.ts';
import { leadUp } from '../witnesses.ts';
import { type BroadcastCall, broadcastCalls } from './messages.ts';

/** Uniform integrity, its first half (Hadzilacos & Toueg 1994): no node delivers a message more than once. */
export const noDuplication: SafetyProperty = {
  name: 'noDuplication',
  kind: 'safety',

  check(trace) {
    const first = new Map<string, BroadcastCall>();
    for (const delivery of broadcastCalls(trace, 'deliver')) {
      const key = `${delivery.node} ${delivery.key}`;
      const before = first.get(key);
      if (before !== undefined) {
        const message = `${nodeName(trace, delivery.node)} delivers ${valueText(delivery.message)} again, after it delivered it ${atStep(before.step)}`;
        return { message, event: delivery.index, witnesses: leadUp(trace, delivery.index, [before.index]) };
      }
      first.set(key, delivery);
    }
    return undefined;
  },

  /** Pairs [node, message] delivered. */
  monitor(context) {
    const { values } = context;
    return eventMonitor(context, ['deliver'], values.set([]), (state, { node, arguments: [message = null] }) => {
      const pair = values.list([node, message]);
      return has(state, pair) ? 'violated' : include(values, state, pair);
    });
  },
};
