import type { ListValue, SetValue } from '../../program/values.ts';
import { eventMonitor, has, include, lookUp, oneMore, put } from '../automaton.ts';
import type { SafetyProperty } from '../property.ts';
import { atStep, nodeName } from '../reading.ts';
import { leadUp } from '../witnesses.ts';
import { type Choice, choicesOf, proposalsBehind, quoted } from './decisions.ts';

/** Uniform agreement (Chandra & Toueg 1996): no two nodes, crashed or not, decide differently in one instance. */
export const agreement: SafetyProperty = {
  name: 'agreement',
  kind: 'safety',

  check(trace) {
    const before: Choice[] = [];
    for (const decision of choicesOf(trace, 'decide')) {
      const other = before.find(
        (earlier) =>
          earlier.instanceKey === decision.instanceKey && earlier.node !== decision.node && earlier.valueKey !== decision.valueKey,
      );
      if (other !== undefined) {
        const message = `${nodeName(trace, decision.node)} decides ${quoted(decision)}${decision.inInstance}, but ${nodeName(trace, other.node)} decided ${quoted(other)} ${atStep(other.step)}`;
        const proposals = proposalsBehind(trace, decision, [decision.valueKey, other.valueKey]);
        return { message, event: decision.index, witnesses: leadUp(trace, decision.index, [other.index, ...proposals]) };
      }
      before.push(decision);
    }
    return undefined;
  },

  /** For each instance [values decided, who decided]: several values are the same node's, which `integrity` minds. */
  monitor(context) {
    const { values } = context;
    return eventMonitor(context, ['decide'], values.map([]), (state, { node, arguments: [value = null, instance = 0] }) => {
      const entry = lookUp(state, instance) as ListValue | undefined;
      const [decided, who] = (entry?.elements ?? [values.set([]), null]) as [SetValue, ListValue];
      const another = who !== null && who !== node;
      if (another && (decided.elements.length > 1 || !has(decided, value))) return 'violated';
      return put(values, state, instance, values.list([include(values, decided, value), oneMore(who, node)]));
    });
  },
};
