import type { ListValue, SetValue } from '../../program/values.ts';
import type { Trace } from '../../trace/model.ts';
import { valueText } from '../../trace/values.ts';
import { eventMonitor, has, include } from '../automaton.ts';
import type { Finding, LivenessProperty } from '../property.ts';
import { finalNodes, nodeName, stepNumber } from '../reading.ts';
import { faultsBehind } from '../witnesses.ts';
import { type BroadcastCall, broadcastCalls } from './messages.ts';

/**
 * Uniform agreement (Hadzilacos & Toueg 1994): what one node delivers, crashed since or not, every node delivers that does not stay down and whose role
 * can call `deliver`.
 */
export const reliableDelivery: LivenessProperty = {
  name: 'reliableDelivery',
  kind: 'fairTermination',

  owers: (context) => context.nodesThatCall('deliver'),

  /** Pairs [message, node] delivered. */
  monitor(context) {
    const { values } = context;
    return eventMonitor(context, ['deliver'], values.set([]), (state, { node, arguments: [message = null] }) =>
      include(values, state, values.list([message, node])),
    );
  },

  owes(context, state, node) {
    const { values } = context;
    const delivered = state as SetValue;
    const who = values.node(node);
    return delivered.elements.some((pair) => !has(delivered, values.list([(pair as ListValue).elements[0] ?? null, who])));
  },

  explain(trace, node) {
    const missing = missingAt(trace, node);
    if (missing === undefined) throw new Error(`${nodeName(trace, node)} is said to miss a delivery and does not`);
    return explainMissing(trace, node, missing);
  },

  check(trace, complete, roster) {
    const nodes = finalNodes(trace);
    for (const node of roster.nodesThatCall('deliver')) {
      const missing = nodes[node]?.status === 'down' ? undefined : missingAt(trace, node);
      if (missing !== undefined) return complete ? explainMissing(trace, node, missing) : 'undecided';
    }
    return undefined;
  },
};

/** The first delivery by another node of a message that this one has not delivered. */
function missingAt(trace: Trace, node: number): BroadcastCall | undefined {
  const deliveries = broadcastCalls(trace, 'deliver');
  return deliveries.find((delivery) => !deliveries.some((mine) => mine.node === node && mine.key === delivery.key));
}

/** Shown on the delivery that the node does not follow. */
function explainMissing(trace: Trace, node: number, delivery: BroadcastCall): Finding {
  const because =
    trace.cycleFrom === undefined ? 'nothing is left to happen' : `the run can go round from ${stepNumber(trace.cycleFrom)} for ever`;
  const message = `${nodeName(trace, node)} never delivers ${valueText(delivery.message)}, which ${nodeName(trace, delivery.node)} delivered at ${stepNumber(delivery.step)}: ${because}`;
  const lastThere = trace.events.findLastIndex((event) => event.line === node);
  const lost = trace.events.flatMap((event, index) => (event.kind === 'lose' && trace.messages[event.message]?.to === node ? [index] : []));
  const faults = lastThere < 0 ? [] : faultsBehind(trace, [lastThere]);
  const witnesses = [...new Set([...lost.slice(-6), ...faults])].filter((index) => index !== delivery.index).sort((a, b) => a - b);
  return { message, event: delivery.index, witnesses };
}
