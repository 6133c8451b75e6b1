import { eventMonitor, lookUp, put } from '../automaton.ts';
import type { SafetyProperty } from '../property.ts';
import { atStep, nodeName } from '../reading.ts';
import { leadUp } from '../witnesses.ts';
import { type Choice, choicesOf, proposalsBehind, quoted } from './decisions.ts';

/** No node decides twice differently in one instance; saying the same again is fine. */
export const integrity: SafetyProperty = {
  name: 'integrity',
  kind: 'safety',

  check(trace) {
    const first = new Map<string, Choice>();
    for (const decision of choicesOf(trace, 'decide')) {
      const key = `${decision.node} ${decision.instanceKey}`;
      const before = first.get(key);
      if (before === undefined) {
        first.set(key, decision);
      } else if (before.valueKey !== decision.valueKey) {
        const message = `${nodeName(trace, decision.node)} decides ${quoted(decision)}${decision.inInstance}, but itself decided ${quoted(before)} ${atStep(before.step)}`;
        const proposals = proposalsBehind(trace, decision, [decision.valueKey, before.valueKey]);
        return { message, event: decision.index, witnesses: leadUp(trace, decision.index, [before.index, ...proposals]) };
      }
    }
    return undefined;
  },

  /** What each node decided first in each instance. */
  monitor(context) {
    const { values } = context;
    return eventMonitor(context, ['decide'], values.map([]), (state, { node, arguments: [value = null, instance = 0] }) => {
      const key = values.list([node, instance]);
      const before = lookUp(state, key);
      return before !== undefined && before !== value ? 'violated' : put(values, state, key, value);
    });
  },
};
