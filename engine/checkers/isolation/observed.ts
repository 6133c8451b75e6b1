/** The transactions that the clients of a run, or the processes of a history, saw. */
import { EvaluationError } from '../../program/errors.ts';
import { lower } from '../../program/lower.ts';
import type { Trace, TraceValue } from '../../trace/model.ts';
import { toTraceValue } from '../../trace/values.ts';
import { historyOf, type Operation } from '../history.ts';
import { clientName } from '../objects/observed.ts';
import type { PropertyContext } from '../property.ts';
import { IsolationAnalysis } from './analysis.ts';
import { transactionsOf } from './transactions.ts';

/** The analysis, or why isolation says nothing of the history. */
export type Observed =
  | { readonly kind: 'transactions'; readonly analysis: IsolationAnalysis }
  | { readonly kind: 'undecided'; readonly reason: string };

const known = new WeakMap<Trace, Observed>();

/** Of one trace computed once, whatever is asked about it. */
export function observed(trace: Trace, context: PropertyContext): Observed {
  const before = known.get(trace);
  if (before !== undefined) return before;
  const found = observe(trace, initialValues(context));
  known.set(trace, found);
  return found;
}

function observe(trace: Trace, initial: InitialValues): Observed {
  if (typeof initial === 'string') return { kind: 'undecided', reason: initial };
  const operations = historyOf(trace);
  const reading = transactionsOf(operations, namesIn(trace, operations));
  if (reading.kind === 'unreadable') return { kind: 'undecided', reason: unreadable(reading.operation) };
  return { kind: 'transactions', analysis: new IsolationAnalysis({ transactions: reading.transactions, initial }) };
}

export function unreadable({ name }: Operation): string {
  return `${name} is neither a read nor a write of a key, so the levels of isolation say nothing of it`;
}

export type InitialValues = readonly (readonly [key: TraceValue, value: TraceValue])[] | string;

/** What the scenario says that keys hold at first, or why that cannot be computed. */
export function initialValues({ program, run }: PropertyContext): InitialValues {
  if (run.initial.length === 0) return [];
  const machine = lower(program, run);
  try {
    return run.initial.map(({ key, value }) => {
      const [a, b] = [key, value].map((expression) => toTraceValue(program, run, machine.evaluate(expression, [])));
      return [a ?? null, b ?? null] as const;
    });
  } catch (error) {
    if (error instanceof EvaluationError) return error.message;
    throw error;
  }
}

/** Names for transactions: a process that runs one only gives it its own. */
export function namesIn(trace: Trace, operations: readonly Operation[]): (first: Operation) => string {
  const begun = new Map<string, number>();
  const lastOf = new Map<string, number | undefined>();
  for (const operation of operations) {
    const name = clientName(trace, operation);
    if (operation.transaction === undefined || lastOf.get(name) !== operation.transaction || !lastOf.has(name)) {
      begun.set(name, (begun.get(name) ?? 0) + 1);
    }
    lastOf.set(name, operation.transaction);
  }
  const named = new Map<string, number>();
  // Of an excerpt there are others before them.
  const numbers = trace.excerpt?.transactions;
  let taken = 0;
  return (first) => {
    const name = clientName(trace, first);
    if (numbers !== undefined) return `${name}'s transaction ${numbers[taken++] ?? taken}`;
    const number = (named.get(name) ?? 0) + 1;
    named.set(name, number);
    return (begun.get(name) ?? 0) > 1 ? `${name}'s transaction ${number}` : name;
  };
}
