import type { ListValue, SetValue, Value } from '../../program/values.ts';
import type { Trace, TraceValue } from '../../trace/model.ts';
import { spokenText, valueKey } from '../../trace/values.ts';
import { eventMonitor, has, include } from '../automaton.ts';
import type { Finding, SafetyProperty } from '../property.ts';
import { argument, type Call, callsOf, enumerate, nodeName, stepNumber } from '../reading.ts';
import { leadUp } from '../witnesses.ts';

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

/** Each wants the lock of the next, and the last one that of the first. */
function circleOf<N, L>(holds: readonly Edge<N, L>[], wants: readonly Edge<N, L>[]): readonly Edge<N, L>[] | undefined {
  const search = (way: readonly Edge<N, L>[], tried: Set<N>): readonly Edge<N, L>[] | undefined => {
    const last = way.at(-1);
    for (const { node } of holds.filter(({ lock, node: holder }) => lock === last?.lock && holder !== last?.node)) {
      const begin = way.findIndex((edge) => edge.node === node);
      if (begin >= 0) return way.slice(begin);
      if (tried.has(node)) continue;
      tried.add(node);
      for (const want of wants.filter((edge) => edge.node === node)) {
        const found = search([...way, want], tried);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  };
  for (const want of wants) {
    const found = search([want], new Set([want.node]));
    if (found !== undefined) return found;
  }
  return undefined;
}

function explain(
  trace: Trace,
  last: Call,
  circle: readonly Edge<number, string>[],
  held: readonly Call[],
  wanted: readonly Call[],
): Finding {
  const shown: number[] = [];
  const waits = circle.map(({ node, lock }, i) => {
    const holder = circle[(i + 1) % circle.length]?.node;
    const want = wanted.find((call) => call.node === node && valueKey(argument(call, 0)) === lock);
    const hold = held.find((call) => call.node === holder && valueKey(argument(call, 0)) === lock);
    for (const call of [want, hold]) if (call !== undefined) shown.push(call.index);
    const name = spokenText(want === undefined ? null : argument(want, 0));
    const who = nodeName(trace, node);
    const kept = held.filter((call) => call.node === node).map((call): TraceValue => argument(call, 0));
    const meanwhile = `and keeps ${enumerate(kept.map(spokenText))} meanwhile`;
    return `${who} waits for the lock ${name}, which only ${nodeName(trace, hold?.node ?? -1)} could release (held since ${stepNumber(hold?.step ?? 0)}), ${meanwhile}`;
  });
  const witnesses = leadUp(
    trace,
    last.index,
    shown.filter((index) => index !== last.index),
  );
  return { message: `deadlock: ${waits.join('; ')}`, event: last.index, witnesses };
}
