/** Histories of so many transactions that they are only there in columns: levels of isolation, and of all else that it is not known. */
import type { CheckedProgram, History } from '../../../grammar/semantics/program.ts';
import type { Place } from '../../../grammar/syntax/range.ts';
import { type Level, levels } from '../../checkers/isolation/levels.ts';
import { type TransactionColumns, transactionsIn } from '../../checkers/isolation/long/columns.ts';
import { LongHistory } from '../../checkers/isolation/long/long.ts';
import type { PropertyContext } from '../../checkers/property.ts';
import { propertyContext } from '../../checkers/roster.ts';
import type { ImportedColumns } from '../../formats/imported.ts';
import { lower } from '../../program/lower.ts';
import type { RunReport, Verdict } from '../../report.ts';
import type { Trace } from '../../trace/model.ts';
import { type Subject, subjectsOf } from '../subjects.ts';
import { claimReport } from '../verdicts.ts';
import { shelveFinding, TraceShelf } from '../violations.ts';
import { loadedLines } from './lines.ts';
import { historyReport } from './report.ts';
import { scenarioOf } from './scenario.ts';
import { traceOfHistory } from './trace.ts';

/** Of a history in which nothing was found, transactions are shown up to so many. */
const shownTransactions = 200;

/** `imported`: what the history's only `load`, at `place`, names. */
export function checkColumns(program: CheckedProgram, history: History, imported: ImportedColumns, place: Place): RunReport {
  const began = Date.now();
  const shelf = new TraceShelf();
  const { subjects, claims } = subjectsOf(program, scenarioOf(history, [], []));
  const parts = new Parts(program, history, imported, place);
  const verdicts = subjects.map((subject, index): Verdict => {
    const level = levels.find((each) => each === subject.name);
    if (level === undefined)
      return { kind: 'undecided', reason: `of so many operations (${parts.operations}) only levels of isolation are decided` };
    if (history.loads.length + history.operations.length + history.initial.length > 1) {
      return {
        kind: 'undecided',
        reason: `so many operations (${parts.operations}) are only looked at by themselves: nothing else may stand in the history`,
      };
    }
    return parts.verdict(level, index, shelf);
  });
  if (shelf.traces.length === 0) shelf.add(parts.beginning());
  const reports = claims.map((each) => claimReport(each, subjects, verdicts));
  return historyReport(history, began, { claims: reports, failures: [], traces: shelf.traces });
}

/** A few transactions as a history of their own, ready to be asked. */
interface Part {
  readonly trace: Trace;
  readonly context: PropertyContext;
  readonly subjects: readonly Subject[];
}

class Parts {
  readonly operations: string;
  readonly #program: CheckedProgram;
  readonly #history: History;
  readonly #imported: ImportedColumns;
  readonly #place: Place;
  readonly #long: LongHistory;
  readonly #events: number;
  /** Of each transaction the how manieth it is of its session, from 1 on. */
  readonly #numbers: Int32Array;
  readonly #known = new Map<string, Part>();

  constructor(program: CheckedProgram, history: History, imported: ImportedColumns, place: Place) {
    this.#program = program;
    this.#history = history;
    this.#imported = imported;
    this.#place = place;
    this.#long = new LongHistory(imported.columns);
    this.#numbers = numbersIn(imported.columns);
    const count = imported.columns.key.length + 2 * transactionsIn(imported.columns);
    this.operations = count.toLocaleString('en-US');
    this.#events = 2 * count;
  }

  /** On the subject at that index; a violation is put on the shelf. */
  verdict(level: Level, index: number, shelf: TraceShelf): Verdict {
    const found = this.#long.level(level);
    if (found.kind !== 'suspected') return found;
    for (const transactions of found.parts) {
      const { trace, context, subjects } = this.#part(transactions);
      const subject = subjects[index];
      const finding = subject?.kind === 'safety' ? subject.property.check(trace, true, context) : undefined;
      if (subject !== undefined && finding !== undefined) {
        return { kind: 'violated', violation: shelveFinding(shelf, trace, subject, finding) };
      }
    }
    const tried =
      'if versions came in the order of the file, the transactions would come one before another in a circle; other orders are too many to be tried in so long a history';
    return { kind: 'undecided', reason: tried };
  }

  /** The first transactions, to be shown. */
  beginning(): Trace {
    const count = Math.min(transactionsIn(this.#imported.columns), shownTransactions);
    const transactions = Array.from({ length: count }, (_, transaction) => transaction);
    return this.#trace(transactions, () => true).trace;
  }

  #part(transactions: readonly number[]): Part {
    const name = transactions.join();
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const { trace, initial } = this.#trace(transactions, this.#long.keeps(transactions));
    const processes = trace.clients.map((client) => client.name);
    const run = scenarioOf(this.#history, processes, initial);
    const { subjects } = subjectsOf(this.#program, run);
    const part = { trace, subjects, context: propertyContext(this.#program, run, lower(this.#program, run).values) };
    this.#known.set(name, part);
    return part;
  }

  #trace(transactions: readonly number[], keeps: (operation: number) => boolean) {
    const part = this.#imported.part(transactions, keeps);
    const source = { file: this.#program.file, scenario: this.#history.title, bindings: [] };
    const whole = traceOfHistory(source, loadedLines(part, this.#place), false);
    const numbers = transactions.map((transaction) => this.#numbers[transaction] ?? 0);
    const trace: Trace = { ...whole, excerpt: { events: this.#events, transactions: numbers } };
    return { trace, initial: part.initial };
  }
}

function numbersIn(columns: TransactionColumns): Int32Array {
  const begun = new Int32Array(columns.sessions);
  return columns.session.map((session) => {
    begun[session] = (begun[session] ?? 0) + 1;
    return begun[session];
  });
}
