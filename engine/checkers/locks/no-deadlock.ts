import type { ListValue, SetValue, Value } from '../../program/values.ts';
import type { Trace } from '../../trace/model.ts';
import { spokenText, valueKey } from '../../trace/values.ts';
import { eventMonitor, has, include } from '../automaton.ts';
import type { Finding, SafetyProperty } from '../property.ts';
import { argument, type Call, callsOf, enumerate, nodeName, stepNumber } from '../reading.ts';
import { leadUp } from '../witnesses.ts';
import { circleAmong } from './circle.ts';

/**
 * No circle of nodes each holding a lock (from `acquire` to `release`, crash or not) that the next one wants (from `want` to its own `acquire`, or to
 * `release`, which gives up). (Coffman et al. 1971; Holt 1972)
 */
export const noDeadlock: SafetyProperty = {
  name: 'noDeadlock',
  kind: 'safety',

  check(trace) {
    const held = new Map<string, Call>();
    const wanted = new Map<string, Call>();
    for (const call of callsOf(trace, 'want', 'acquire', 'release')) {
      const entry = `${call.node} ${valueKey(argument(call, 0))}`;
      if (call.name === 'release') held.delete(entry);
      if (call.name === 'want') {
        if (!wanted.has(entry)) wanted.set(entry, call);
      } else wanted.delete(entry);
      if (call.name === 'acquire' && !held.has(entry)) held.set(entry, call);
      const holds = [...held.values()].map(asEdge);
      const wants = [...wanted.values()].map(asEdge);
      const circle = circleOf(holds, wants);
      if (circle !== undefined) return explain(trace, call, circle, [...held.values()], [...wanted.values()]);
    }
    return undefined;
  },

  /** [who holds which lock, who wants which lock] */
  monitor(context) {
    const { values } = context;
    const initial = values.list([values.set([]), values.set([])]);
    return eventMonitor(context, ['want', 'acquire', 'release'], initial, (state, { name, node, arguments: [lock = null] }) => {
      const [held, wanted] = state.elements as [SetValue, SetValue];
      const entry = values.list([node, lock]);
      const without = (set: SetValue): SetValue => (has(set, entry) ? values.set(set.elements.filter((other) => other !== entry)) : set);
      const holds = name === 'acquire' ? include(values, held, entry) : name === 'release' ? without(held) : held;
      const wants = name === 'want' ? include(values, wanted, entry) : without(wanted);
      if (circleOf(edgesOf(holds), edgesOf(wants)) !== undefined) return 'violated';
      return values.list([holds, wants]);
    });
  },
};

/** A node and a lock that it holds or wants, both as anything that can be compared. */
interface Edge<N, L> {
  readonly node: N;
  readonly lock: L;
}

function asEdge(call: Call): Edge<number, string> {
  return { node: call.node, lock: valueKey(argument(call, 0)) };
}
function edgesOf(set: SetValue): readonly Edge<Value, Value>[] {
  return set.elements.map((entry) => {
    const [node = null, lock = null] = (entry as ListValue).elements;
    return { node, lock };
  });
}

/** Nodes of which each wants a lock that the next one holds, and the last one that of the first. */
function circleOf<N, L>(holds: readonly Edge<N, L>[], wants: readonly Edge<N, L>[]): readonly N[] | undefined {
  const holdersOf = ({ node, lock }: Edge<N, L>): readonly N[] =>
    holds.flatMap((hold) => (hold.lock === lock && hold.node !== node ? [hold.node] : []));
  return circleAmong(
    wants.map(({ node }) => node),
    (node) => wants.flatMap((want) => (want.node === node ? holdersOf(want) : [])),
  );
}

function explain(trace: Trace, last: Call, circle: readonly number[], held: readonly Call[], wanted: readonly Call[]): Finding {
  const shown: number[] = [];
  const waits = circle.map((node, i) => {
    const holder = circle[(i + 1) % circle.length] ?? node;
    const holds = held.filter((call) => call.node === holder);
    const holdOf = (want: Call): Call | undefined => holds.find((call) => asEdge(call).lock === asEdge(want).lock);
    const want = wanted.find((call) => call.node === node && holdOf(call) !== undefined);
    const hold = want && holdOf(want);
    if (want === undefined || hold === undefined) throw new Error(`${nodeName(trace, node)} is said to wait and does not`);
    shown.push(want.index, hold.index);
    const kept = held.filter((call) => call.node === node).map((call) => spokenText(argument(call, 0)));
    const since = `(held since ${stepNumber(hold.step)})`;
    return `${nodeName(trace, node)} waits for the lock ${spokenText(argument(want, 0))}, which only ${nodeName(trace, holder)} could release ${since}, and keeps ${enumerate(kept)} meanwhile`;
  });
  const witnesses = leadUp(
    trace,
    last.index,
    shown.filter((index) => index !== last.index),
  );
  return { message: `deadlock: ${waits.join('; ')}`, event: last.index, witnesses };
}
