import type { ListValue } from '../../program/values.ts';
import { spokenText, valueKey } from '../../trace/values.ts';
import { anotherThan, eventMonitor, lookUp, oneMore, put } from '../automaton.ts';
import type { SafetyProperty } from '../property.ts';
import { argument, atStep, type Call, callsOf, nodeName } from '../reading.ts';
import { leadUp } from '../witnesses.ts';
import { votesOn } from './votes.ts';

/** AC1 (Bernstein, Hadzilacos & Goodman 1987, section 7.3): no process commits a transaction that another aborts. Crashed processes count. */
export const atomicity: SafetyProperty = {
  name: 'atomicity',
  kind: 'safety',

  check(trace) {
    const decisions = new Map<string, Call[]>();
    for (const decision of callsOf(trace, 'commit', 'abort')) {
      const tx = argument(decision, 0);
      const before = decisions.get(valueKey(tx)) ?? [];
      const other = before.find((earlier) => earlier.name !== decision.name && earlier.node !== decision.node);
      if (other !== undefined) {
        const [does, did] = decision.name === 'commit' ? ['commits', 'aborted'] : ['aborts', 'committed'];
        const message = `${nodeName(trace, decision.node)} ${does} ${spokenText(tx)}, but ${nodeName(trace, other.node)} ${did} it ${atStep(other.step)}`;
        return { message, event: decision.index, witnesses: leadUp(trace, decision.index, [other.index, ...votesOn(trace, tx)]) };
      }
      decisions.set(valueKey(tx), [...before, decision]);
    }
    return undefined;
  },

  /** For each transaction [who committed, who aborted]. */
  monitor(context) {
    const { values } = context;
    return eventMonitor(context, ['commit', 'abort'], values.map([]), (state, { name, node, arguments: [tx = null] }) => {
      const [committed = null, aborted = null] = (lookUp(state, tx) as ListValue | undefined)?.elements ?? [];
      if (anotherThan(name === 'commit' ? aborted : committed, node)) return 'violated';
      const next = name === 'commit' ? [oneMore(committed, node), aborted] : [committed, oneMore(aborted, node)];
      return put(values, state, tx, values.list(next));
    });
  },
};
