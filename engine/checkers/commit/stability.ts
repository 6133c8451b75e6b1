import { spokenText, valueKey } from '../../trace/values.ts';
import { eventMonitor, lookUp, put } from '../automaton.ts';
import type { SafetyProperty } from '../property.ts';
import { argument, atStep, type Call, callsOf, nodeName } from '../reading.ts';
import { leadUp } from '../witnesses.ts';

/** AC2: a process cannot reverse its decision, neither way, whatever it forgot in between. */
export const stability: SafetyProperty = {
  name: 'stability',
  kind: 'safety',

  check(trace) {
    const first = new Map<string, Call>();
    for (const decision of callsOf(trace, 'commit', 'abort')) {
      const tx = argument(decision, 0);
      const key = `${decision.node} ${valueKey(tx)}`;
      const before = first.get(key);
      if (before === undefined) {
        first.set(key, decision);
      } else if (before.name !== decision.name) {
        const [does, did] = decision.name === 'commit' ? ['commits', 'aborted'] : ['aborts', 'committed'];
        const message = `${nodeName(trace, decision.node)} ${does} ${spokenText(tx)}, but itself ${did} it ${atStep(before.step)}`;
        return { message, event: decision.index, witnesses: leadUp(trace, decision.index, [before.index]) };
      }
    }
    return undefined;
  },

  /** For each process and transaction whether it committed. */
  monitor(context) {
    const { values } = context;
    return eventMonitor(context, ['commit', 'abort'], values.map([]), (state, { name, node, arguments: [tx = null] }) => {
      const key = values.list([node, tx]);
      const commits = name === 'commit';
      const before = lookUp(state, key);
      return before !== undefined && before !== commits ? 'violated' : put(values, state, key, commits);
    });
  },
};
