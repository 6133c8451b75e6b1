import { valueText } from '../../trace/values.ts';
import type { Operation } from '../history.ts';
import { resultOf } from '../linearizability/decide.ts';
import { specificationOf } from '../linearizability/linearizable.ts';
import { NoSpecification, type RoleSpecification } from '../linearizability/specification/role.ts';
import { sameValue } from '../linearizability/specification/same-value.ts';
import type { PropertyFamily } from '../property.ts';
import { type Answer, type ClientHistory, historyProperty, holds, undecided } from './history-property.ts';
import { processesOf } from './processes.ts';

/**
 * Sequential consistency (Lamport 1979): one order of all operations that keeps each process's own. It is not local, so objects are never looked at one by
 * one; deciding it takes a search (Gibbons & Korach 1997), over how far each process has come and the specification's state.
 */
export const sequential: PropertyFamily = {
  name: 'sequential',
  kind: 'family',
  with: ({ spec }) =>
    historyProperty('sequential', (context) => {
      const role = specificationOf(context, spec);
      if (typeof role === 'string') return () => undecided(role);
      return (history) => explained(() => order(role, history));
    }),
};

function explained(answer: () => Answer): Answer {
  try {
    return answer();
  } catch (error) {
    if (error instanceof NoSpecification) return undecided(error.message);
    throw error;
  }
}

const mostConfigurations = 300_000;

function order(role: RoleSpecification, { operations, say }: ClientHistory): Answer {
  const processes = processesOf(operations).map((own) =>
    own.map((operation) => {
      const result = resultOf(operation);
      return {
        operation,
        call: role.call(operation.name, operation.arguments),
        result,
        observes: role.observes(operation.name, result),
      };
    }),
  );
  const first = { at: processes.map(() => 0), state: role.initial };
  const seen = new Set<string>();
  const stack = [first];
  let furthest = { ...first, done: -1 };
  for (let here = stack.pop(); here !== undefined; here = stack.pop()) {
    const { at, state } = settle(here);
    if (processes.every((own, p) => own.slice(at[p]).every(({ operation }) => operation.outcome === 'open'))) return holds;
    const key = `${state} ${at.join()}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (seen.size > mostConfigurations)
      return undecided(`gave up after ${mostConfigurations.toLocaleString('en-US')} ways to order the operations`);
    const done = at.reduce((sum, count) => sum + count, 0);
    if (done > furthest.done) furthest = { at, state, done };
    for (const p of processes.keys()) {
      const next = stepOf(p, at, state);
      if (next !== undefined) stack.push({ at: at.with(p, (at[p] ?? 0) + 1), state: next });
    }
  }
  return blame(furthest);

  /** The state after the process's next operation, where it can take effect. */
  function stepOf(process: number, at: readonly number[], state: number): number | undefined {
    const next = processes[process]?.[at[process] ?? 0];
    const step = next && role.step(state, next.call);
    return step === undefined || (next?.result !== undefined && !sameValue(next.result, step.reply)) ? undefined : step.state;
  }

  /** What changes nothing takes effect as soon as it can: later is never better. */
  function settle(from: { readonly at: number[]; readonly state: number }): { readonly at: number[]; readonly state: number } {
    const at = [...from.at];
    for (let p = 0; p < processes.length; p++) {
      for (let next = processes[p]?.[at[p] ?? 0]; next?.observes; next = processes[p]?.[at[p] ?? 0]) {
        if (stepOf(p, at, from.state) !== from.state) break;
        at[p] = (at[p] ?? 0) + 1;
      }
    }
    return { at, state: from.state };
  }

  /** Shown on an operation that the longest of the orders tried cannot go on with: the one that returned last. */
  function blame({ at, state }: { readonly at: readonly number[]; readonly state: number }): Answer {
    const waiting = processes.flatMap((own, p) => own[at[p] ?? 0] ?? []).filter(({ operation }) => operation.outcome === 'ok');
    const [shown] = waiting.toSorted((a, b) => (b.operation.returned ?? 0) - (a.operation.returned ?? 0));
    if (shown === undefined) throw new Error('broken invariant: something is left to place');
    const reply = role.step(state, shown.call)?.reply;
    const before = processes.flatMap((own, p): Operation[] => {
      const last = own[(at[p] ?? 0) - 1];
      return last === undefined ? [] : [last.operation];
    });
    const after = before.length === 0 ? 'at first' : `after ${before.map(say).join(', ')}`;
    const could = reply === undefined ? 'it cannot take effect' : `it could only return ${valueText(reply)}`;
    const reason = `no one order of all operations that keeps each client's own explains it; ${after} ${could}`;
    return { kind: 'violated', operation: shown.operation, others: before, reason };
  }
}
