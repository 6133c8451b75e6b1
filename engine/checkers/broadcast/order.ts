/**
 * FIFO and causal order have one shape: a message must not be delivered before those that its broadcast came after. They differ in what a broadcast
 * comes after.
 */
import type { MapValue, SetValue, Value } from '../../program/values.ts';
import { valueText } from '../../trace/values.ts';
import { eventMonitor, has, include, lookUp, put } from '../automaton.ts';
import type { SafetyProperty } from '../property.ts';
import { nodeName, stepNumber } from '../reading.ts';
import { leadUp } from '../witnesses.ts';
import { type BroadcastCall, broadcastCalls } from './messages.ts';

/** `learns`: whether a delivery puts the message, and what it came after, into the past of what the node broadcasts next. */
export function deliveryOrder(name: string, learns: boolean): SafetyProperty {
  return {
    name,
    kind: 'safety',

    check(trace) {
      /** What each node's next broadcast comes after; what each broadcast came after; what each node delivered. */
      const past = trace.nodes.map(() => new Set<string>());
      const required = new Map<string, ReadonlySet<string>>();
      const broadcast = new Map<string, BroadcastCall>();
      const delivered = trace.nodes.map(() => new Set<string>());
      for (const call of broadcastCalls(trace, 'broadcast', 'deliver')) {
        const mine = past[call.node] ?? new Set();
        if (call.name === 'broadcast') {
          if (!required.has(call.key)) required.set(call.key, new Set([...mine].filter((key) => key !== call.key)));
          if (!broadcast.has(call.key)) broadcast.set(call.key, call);
          mine.add(call.key);
          continue;
        }
        const before = required.get(call.key);
        if (before === undefined) {
          // Delivered though nobody has broadcast it: `noCreation` minds, and there is no order to keep.
          delivered[call.node]?.add(call.key);
          continue;
        }
        const missing = [...before].find((key) => delivered[call.node]?.has(key) !== true);
        const skipped = missing === undefined ? undefined : broadcast.get(missing);
        if (skipped !== undefined) {
          const own = broadcast.get(call.key);
          const message = `${nodeName(trace, call.node)} delivers ${valueText(call.message)}, but not yet ${valueText(skipped.message)}, which ${nodeName(trace, skipped.node)} broadcast before it (${stepNumber(skipped.step)})`;
          return {
            message,
            event: call.index,
            witnesses: leadUp(trace, call.index, [skipped.index, ...(own === undefined ? [] : [own.index])]),
          };
        }
        delivered[call.node]?.add(call.key);
        if (learns) for (const key of [call.key, ...before]) mine.add(key);
      }
      return undefined;
    },

    /** [past of each node, past of each broadcast, delivered by each node] as maps to sets. */
    monitor(context) {
      const { values } = context;
      const none = values.set([]);
      const setAt = (map: MapValue, key: Value): SetValue => (lookUp(map, key) as SetValue | undefined) ?? none;
      const initial = values.list([values.map([]), values.map([]), values.map([])]);
      return eventMonitor(context, ['broadcast', 'deliver'], initial, (state, { name: called, node, arguments: [message = null] }) => {
        const [past, required, delivered] = state.elements as [MapValue, MapValue, MapValue];
        const mine = setAt(past, node);
        if (called === 'broadcast') {
          const needs = lookUp(required, message) ?? values.set(mine.elements.filter((other) => other !== message));
          const after = put(values, past, node, include(values, mine, message));
          return values.list([after, put(values, required, message, needs), delivered]);
        }
        const before = setAt(required, message);
        const done = setAt(delivered, node);
        if (before.elements.some((other) => !has(done, other))) return 'violated';
        const known =
          learns && lookUp(required, message) !== undefined ? values.set([...mine.elements, message, ...before.elements]) : mine;
        return values.list([put(values, past, node, known), required, put(values, delivered, node, include(values, done, message))]);
      });
    },
  };
}
