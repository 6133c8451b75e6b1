import { valueText } from '../../trace/values.ts';
import { eventMonitor, has, include } from '../automaton.ts';
import type { SafetyProperty } from '../property.ts';
import { nodeName } from '../reading.ts';
import { leadUp } from '../witnesses.ts';
import { broadcastCalls } from './messages.ts';

/** Uniform integrity, its second half (Hadzilacos & Toueg 1994): what is delivered was broadcast before, by any node. */
export const noCreation: SafetyProperty = {
  name: 'noCreation',
  kind: 'safety',

  check(trace) {
    const sent = new Set<string>();
    for (const call of broadcastCalls(trace, 'broadcast', 'deliver')) {
      if (call.name === 'broadcast') {
        sent.add(call.key);
      } else if (!sent.has(call.key)) {
        const message = `${nodeName(trace, call.node)} delivers ${valueText(call.message)}, which nobody has broadcast`;
        return { message, event: call.index, witnesses: leadUp(trace, call.index, []) };
      }
    }
    return undefined;
  },

  /** The messages that were broadcast. */
  monitor(context) {
    const { values } = context;
    return eventMonitor(context, ['broadcast', 'deliver'], values.set([]), (state, { name, arguments: [message = null] }) => {
      if (name === 'broadcast') return include(values, state, message);
      return has(state, message) ? state : 'violated';
    });
  },
};
