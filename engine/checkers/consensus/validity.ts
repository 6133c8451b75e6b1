import { eventMonitor, has, include } from '../automaton.ts';
import type { SafetyProperty } from '../property.ts';
import { enumerate, nodeName } from '../reading.ts';
import { leadUp } from '../witnesses.ts';
import { choicesOf, quoted } from './decisions.ts';

/** What is decided was proposed before, by any node, in the same instance. */
export const validity: SafetyProperty = {
  name: 'validity',
  kind: 'safety',

  check(trace) {
    const proposals = choicesOf(trace, 'propose');
    for (const decision of choicesOf(trace, 'decide')) {
      const before = proposals.filter((proposal) => proposal.instanceKey === decision.instanceKey && proposal.index < decision.index);
      if (before.some((proposal) => proposal.valueKey === decision.valueKey)) continue;
      const proposed = [...new Set(before.map(quoted))];
      const because =
        proposed.length === 0
          ? 'nothing was proposed before'
          : `only ${enumerate(proposed)} ${proposed.length === 1 ? 'was' : 'were'} proposed`;
      const message = `${nodeName(trace, decision.node)} decides ${quoted(decision)}${decision.inInstance}, but ${because}`;
      const witnesses = leadUp(
        trace,
        decision.index,
        before.map((proposal) => proposal.index),
      );
      return { message, event: decision.index, witnesses };
    }
    return undefined;
  },

  /** Pairs [instance, value] that were proposed. */
  monitor(context) {
    const { values } = context;
    return eventMonitor(context, ['propose', 'decide'], values.set([]), (state, { name, arguments: [value = null, instance = 0] }) => {
      const pair = values.list([instance, value]);
      if (name === 'propose') return include(values, state, pair);
      return has(state, pair) ? state : 'violated';
    });
  },
};
