import { spokenText, valueKey } from '../../trace/values.ts';
import { eventMonitor, lookUp, put } from '../automaton.ts';
import type { SafetyProperty } from '../property.ts';
import { argument, atStep, type Call, callsOf, nodeName } from '../reading.ts';
import { leadUp } from '../witnesses.ts';

/** Election safety (Ongaro & Ousterhout 2014, figure 3): no two nodes `lead` in one term, be it at different times. */
export const singleLeader: SafetyProperty = {
  name: 'singleLeader',
  kind: 'safety',

  check(trace) {
    const leaders = new Map<string, Call>();
    for (const lead of callsOf(trace, 'lead')) {
      const term = argument(lead, 0);
      const before = leaders.get(valueKey(term));
      if (before === undefined) {
        leaders.set(valueKey(term), lead);
      } else if (before.node !== lead.node) {
        const message = `${nodeName(trace, lead.node)} leads in term ${spokenText(term)}, but ${nodeName(trace, before.node)} became its leader ${atStep(before.step)}`;
        return { message, event: lead.index, witnesses: leadUp(trace, lead.index, [before.index]) };
      }
    }
    return undefined;
  },

  /** The leader of each term. */
  monitor(context) {
    const { values } = context;
    return eventMonitor(context, ['lead'], values.map([]), (state, { node, arguments: [term = null] }) => {
      const before = lookUp(state, term);
      return before !== undefined && before !== node ? 'violated' : put(values, state, term, node);
    });
  },
};
