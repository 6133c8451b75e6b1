import type { ListValue } from '../../program/values.ts';
import { valueText } from '../../trace/values.ts';
import { eventMonitor, lookUp, put } from '../automaton.ts';
import type { SafetyProperty } from '../property.ts';
import { nodeName, stepNumber } from '../reading.ts';
import { leadUp } from '../witnesses.ts';
import { type BroadcastCall, broadcastCalls } from './messages.ts';

/**
 * Uniform total order (Défago, Schiper & Urbán 2004): any two nodes deliver the messages that both deliver in the same order. Of a message delivered
 * twice the first delivery counts.
 */
export const totalOrder: SafetyProperty = {
  name: 'totalOrder',
  kind: 'safety',

  check(trace) {
    const delivered = trace.nodes.map((): BroadcastCall[] => []);
    for (const delivery of broadcastCalls(trace, 'deliver')) {
      const mine = delivered[delivery.node] ?? [];
      if (mine.some((before) => before.key === delivery.key)) continue;
      for (const theirs of delivered) {
        const there = theirs.findIndex((other) => other.key === delivery.key);
        if (there < 0) continue;
        const same = theirs[there];
        const after = theirs.find((other, i) => i > there && mine.some((before) => before.key === other.key));
        const before = mine.find((candidate) => candidate.key === after?.key);
        if (same === undefined || after === undefined || before === undefined) continue;
        const [last, first] = [valueText(delivery.message), valueText(before.message)];
        const message = `${nodeName(trace, delivery.node)} delivers ${last} after ${first} (${stepNumber(before.step)}), but ${nodeName(trace, after.node)} delivered ${last} (${stepNumber(same.step)}) before ${first} (${stepNumber(after.step)})`;
        return { message, event: delivery.index, witnesses: leadUp(trace, delivery.index, [before.index, same.index, after.index]) };
      }
      mine.push(delivery);
    }
    return undefined;
  },

  /** What each node has delivered, in order. It grows with the messages broadcast, of which an exploration has few. */
  monitor(context) {
    const { values } = context;
    return eventMonitor(context, ['deliver'], values.map([]), (state, { node, arguments: [message = null] }) => {
      const mine = (lookUp(state, node) as ListValue | undefined)?.elements ?? [];
      if (mine.includes(message)) return state;
      const disagrees = state.values.some((list) => {
        const theirs = (list as ListValue).elements;
        const there = theirs.indexOf(message);
        return there >= 0 && theirs.slice(there + 1).some((other) => mine.includes(other));
      });
      return disagrees ? 'violated' : put(values, state, node, values.list([...mine, message]));
    });
  },
};
