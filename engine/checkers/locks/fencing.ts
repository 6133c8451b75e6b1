import type { TraceValue } from '../../trace/model.ts';
import { spokenText, valueKey } from '../../trace/values.ts';
import { eventMonitor, lookUp, put } from '../automaton.ts';
import type { SafetyProperty } from '../property.ts';
import { argument, atStep, type Call, callsOf, nodeName } from '../reading.ts';
import { leadUp } from '../witnesses.ts';

/** A resource never accepts (`access`) a token lower than one that it has accepted, at whichever node. */
export const fencing: SafetyProperty = {
  name: 'fencing',
  kind: 'safety',

  check(trace) {
    const highest = new Map<string, Call>();
    for (const access of callsOf(trace, 'access')) {
      const resource = argument(access, 0);
      const before = highest.get(valueKey(resource));
      if (before === undefined || tokenOf(access) >= tokenOf(before)) {
        highest.set(valueKey(resource), access);
        continue;
      }
      const message = `${nodeName(trace, access.node)} accesses ${spokenText(resource)} with token ${tokenOf(access)}, but token ${tokenOf(before)} was accepted ${atStep(before.step)}`;
      return { message, event: access.index, witnesses: leadUp(trace, access.index, [before.index]) };
    }
    return undefined;
  },

  /** The highest token that each resource has accepted. */
  monitor(context) {
    const { values } = context;
    return eventMonitor(context, ['access'], values.map([]), (state, { arguments: [resource = null, token = 0] }) => {
      const before = lookUp(state, resource);
      return typeof before === 'number' && typeof token === 'number' && token < before ? 'violated' : put(values, state, resource, token);
    });
  },
};

/** The prelude says that it is an `Int`. */
function tokenOf(access: Call): number {
  const token: TraceValue = argument(access, 1);
  return typeof token === 'number' ? token : 0;
}
