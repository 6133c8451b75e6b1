import type { SetValue } from '../../program/values.ts';
import type { Trace } from '../../trace/model.ts';
import { eventMonitor, has, include } from '../automaton.ts';
import type { Finding, LivenessProperty } from '../property.ts';
import { callsOf, enumerate, finalNodes, nodeName } from '../reading.ts';
import { faultsBehind } from '../witnesses.ts';

/**
 * Every node that does not stay down and whose role can call `decide` decides, on every fair run. By Fischer, Lynch & Paterson (1985) no asynchronous
 * protocol that keeps agreement in spite of a crash has it: duelling proposers are the usual lasso.
 */
export const termination: LivenessProperty = {
  name: 'termination',
  kind: 'fairTermination',

  owers: (context) => context.nodesThatCall('decide'),

  /** The nodes that have decided, in any instance. */
  monitor(context) {
    const { values } = context;
    return eventMonitor(context, ['decide'], values.set([]), (state, { node }) => include(values, state, node));
  },

  owes: (context, state, node) => !has(state as SetValue, context.values.node(node)),

  explain: (trace, node) => explainWait(trace, [node]),

  check(trace, complete, roster) {
    const nodes = finalNodes(trace);
    const decided = new Set(callsOf(trace, 'decide').map((call) => call.node));
    const waiting = roster.nodesThatCall('decide').filter((node) => nodes[node]?.status !== 'down' && !decided.has(node));
    if (waiting.length === 0) return undefined;
    return complete ? explainWait(trace, waiting) : 'undecided';
  },
};

/** Shown on the last thing that the (first) node did. */
function explainWait(trace: Trace, waiting: readonly number[]): Finding {
  const event = trace.events.findLastIndex((candidate) => candidate.line === waiting[0]);
  const names = enumerate(waiting.map((node) => nodeName(trace, node)));
  const verb = waiting.length === 1 ? 'never decides' : 'never decide';
  const because =
    trace.cycleFrom === undefined
      ? 'nothing is left to happen'
      : trace.cycleFrom + 1 === trace.steps.length
        ? `step ${trace.steps.length} can repeat for ever`
        : `steps ${trace.cycleFrom + 1} to ${trace.steps.length} can repeat for ever`;
  if (event < 0) return { message: `${names} ${verb}: ${because}`, witnesses: [] };
  // What it asked for and did not get: nobody minded its messages, or they were lost.
  const inVain = trace.messages.flatMap((message) => {
    const ended = message.ended === undefined ? undefined : trace.events[message.ended];
    const lost = ended?.kind === 'lose' || (ended?.kind === 'receive' && ended.ignored === true);
    return lost && message.from === waiting[0] && message.ended !== undefined ? [message.ended] : [];
  });
  const witnesses = new Set([...inVain.slice(-mostShown), ...faultsBehind(trace, [event])]);
  witnesses.delete(event);
  return { message: `${names} ${verb}: ${because}`, event, witnesses: [...witnesses].sort((a, b) => a - b) };
}
const mostShown = 6;
