import type { ListValue, SetValue, Value } from '../../program/values.ts';
import type { Trace } from '../../trace/model.ts';
import { spokenText, valueKey } from '../../trace/values.ts';
import { eventMonitor, has, include } from '../automaton.ts';
import type { Finding, LivenessProperty } from '../property.ts';
import { argument, type Call, callsOf, nodeName, stepNumber } from '../reading.ts';
import { faultsBehind, leadUp } from '../witnesses.ts';

/**
 * No `effect(id)` twice, by whichever node, and at the end one for each id that somebody has committed (`commit(id)`). The system as a whole owes the
 * missing effect, whoever is down; a second effect is a debt that nobody can pay any more.
 */
export const exactlyOnce: LivenessProperty = {
  name: 'exactlyOnce',
  kind: 'possibleProgress',

  // A lifeline behind the nodes is always up.
  owers: ({ run }) => [run.nodes.length],

  /** [effects so far, committed and without effect, whether there was one twice] */
  monitor(context) {
    const { values } = context;
    const initial = values.list([values.set([]), values.set([]), false]);
    return eventMonitor(context, ['effect', 'commit'], initial, (state, { name, arguments: [id = null] }) => {
      const [done, missing, twice] = parts(state);
      if (name === 'commit') return has(done, id) ? state : values.list([done, include(values, missing, id), twice]);
      if (has(done, id)) return values.list([done, missing, true]);
      return values.list([include(values, done, id), values.set(missing.elements.filter((other) => other !== id)), twice]);
    });
  },

  owes(_, state) {
    const [, missing, twice] = parts(state);
    return twice || missing.elements.length > 0;
  },

  explain: (trace) => twiceIn(trace) ?? missingIn(trace) ?? { message: 'an effect is missing', witnesses: [] },

  check(trace, complete) {
    const twice = twiceIn(trace);
    if (twice !== undefined) return twice;
    const missing = missingIn(trace);
    return missing === undefined || complete ? missing : 'undecided';
  },
};

function parts(state: Value): readonly [done: SetValue, missing: SetValue, twice: boolean] {
  return (state as ListValue).elements as unknown as readonly [SetValue, SetValue, boolean];
}

function twiceIn(trace: Trace): Finding | undefined {
  const first = new Map<string, Call>();
  for (const effect of callsOf(trace, 'effect')) {
    const id = argument(effect, 0);
    const before = first.get(valueKey(id));
    if (before === undefined) {
      first.set(valueKey(id), effect);
      continue;
    }
    const message = `the effect ${spokenText(id)} happens twice: ${nodeName(trace, before.node)} has had it in ${stepNumber(before.step)}, and ${nodeName(trace, effect.node)} has it again`;
    return { message, event: effect.index, witnesses: leadUp(trace, effect.index, [before.index]) };
  }
  return undefined;
}

function missingIn(trace: Trace): Finding | undefined {
  const done = new Set(callsOf(trace, 'effect').map((effect) => valueKey(argument(effect, 0))));
  const commit = callsOf(trace, 'commit').find((call) => !done.has(valueKey(argument(call, 0))));
  if (commit === undefined) return undefined;
  const id = spokenText(argument(commit, 0));
  const message = `${nodeName(trace, commit.node)} commits ${id}, but its effect never happens`;
  const faults = faultsBehind(trace, [trace.events.length - 1]).filter((index) => index !== commit.index);
  return { message, event: commit.index, witnesses: faults };
}
