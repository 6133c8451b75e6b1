/** Histories: what the clients saw, written down or loaded, and whether it keeps what is claimed of it. */
import type { CheckedProgram, History, ScenarioRun } from '../../../grammar/semantics/program.ts';
import type { Place } from '../../../grammar/syntax/range.ts';
import { isolationSummary } from '../../checkers/isolation/summary.ts';
import type { PropertyContext } from '../../checkers/property.ts';
import { propertyContext } from '../../checkers/roster.ts';
import type { ImportedColumns } from '../../formats/imported.ts';
import { loadHistory, type ReadHistory } from '../../formats/load.ts';
import { EvaluationError } from '../../program/errors.ts';
import { lower } from '../../program/lower.ts';
import type { RunReport, Verdict, Violation } from '../../report.ts';
import type { Trace, TraceValue } from '../../trace/model.ts';
import { toTraceValue } from '../../trace/values.ts';
import { linearized } from '../linearized.ts';
import { type Subject, subjectsOf } from '../subjects.ts';
import { claimReport } from '../verdicts.ts';
import { shelveFinding, TraceShelf } from '../violations.ts';
import { checkColumns } from './columns.ts';
import { excerpted } from './excerpt.ts';
import { type Line, loadedLines, writtenLines } from './lines.ts';
import { historyReport } from './report.ts';
import { scenarioOf } from './scenario.ts';
import { traceOfHistory } from './trace.ts';

/** One history. `read` gives the files that it loads. */
export function checkHistory(program: CheckedProgram, history: History, read?: ReadHistory): RunReport {
  const began = Date.now();
  const shelf = new TraceShelf();
  const found = traced(program, history, read);
  if ('columns' in found) return excerpted(checkColumns(program, history, found.columns, found.place));
  const { trace, ...gathered } = found;
  const processes = trace.clients.map(({ name }) => name);
  const run = scenarioOf(history, processes, gathered.initial);
  const { subjects, claims } = subjectsOf(program, run);
  const context = propertyContext(program, run, lower(program, run).values);
  const failures = gathered.failures.map(
    (failure): Violation => ({ ...failure, property: 'error', related: [], trace: shelf.add(trace), step: 0 }),
  );
  const verdicts = subjects.map((subject): Verdict => {
    if (failures.length > 0) return { kind: 'undecided', reason: 'the history could not be read whole' };
    if (gathered.untimed !== undefined && realTime.has(subject.name)) {
      return { kind: 'undecided', reason: `"${gathered.untimed}" does not tell when its operations were asked and answered` };
    }
    return verdictOn(subject, trace, context, shelf);
  });
  if (shelf.traces.length === 0) shelf.add(trace);
  const readWhole = failures.length === 0 && gathered.untimed === undefined;
  const isolation = failures.length > 0 ? undefined : isolationSummary(trace, context, gathered.untimed === undefined);
  const report = historyReport(history, began, {
    claims: claims.map((parts) => claimReport(parts, subjects, verdicts)),
    failures,
    ...(isolation && { isolation }),
    traces: readWhole ? shelf.traces.map((each) => linearized(each, subjects, context)) : shelf.traces,
  });
  return excerpted(report);
}

/** The history as a trace. Its lines are left behind here: of a long history they would take as much room again. */
function traced(
  program: CheckedProgram,
  history: History,
  read: ReadHistory | undefined,
): (Omit<Gathered, 'lines'> & { readonly trace: Trace }) | InColumns {
  const found = gather(program, history, read);
  if ('columns' in found) return found;
  const { lines, ...gathered } = found;
  const source = { file: program.file, scenario: history.title, bindings: [] };
  const timed = history.loads.length === 0 && history.operations.some(({ interval }) => interval !== undefined);
  return { ...gathered, trace: traceOfHistory(source, lines, timed) };
}

interface Gathered {
  readonly lines: readonly Line[];
  readonly initial: readonly (readonly [TraceValue, TraceValue])[];
  readonly failures: readonly Pick<Violation, 'message' | 'place'>[];
  /** A loaded file that tells no order in time. */
  readonly untimed?: string;
}

/** A loaded file has so many operations that they are only there in columns. */
interface InColumns {
  readonly columns: ImportedColumns;
  /** Of the `load`. */
  readonly place: Place;
}

/** What is claimed of the order in time. */
const realTime: ReadonlySet<string> = new Set(['linearizable', 'strictSerializable', 'consistentPrefix', 'available']);

function gather(program: CheckedProgram, history: History, read: ReadHistory | undefined): Gathered | InColumns {
  const lines: Line[] = [];
  const initial: (readonly [TraceValue, TraceValue])[] = [];
  const failures: Pick<Violation, 'message' | 'place'>[] = [];
  let untimed: string | undefined;
  for (const load of history.loads) {
    const loaded = loadHistory(load, read);
    if (loaded.kind === 'failed') failures.push({ message: loaded.message, place: loaded.place });
    else if (loaded.history.kind === 'columns') return { columns: loaded.history, place: loaded.place };
    else {
      // One by one: a history can be longer than a call's arguments may be.
      for (const line of loadedLines(loaded.history, loaded.place)) lines.push(line);
      for (const each of loaded.history.initial) initial.push(each);
      if (!loaded.history.timed) untimed ??= load.path;
    }
  }
  try {
    for (const line of written(program, history)) lines.push(line);
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    failures.push({ message: error.message, place: error.place });
  }
  return { lines, initial, failures, ...(untimed === undefined ? {} : { untimed }) };
}

function written(program: CheckedProgram, history: History): readonly Line[] {
  const run: ScenarioRun = scenarioOf(history, [], []);
  return writtenLines(program, history, lower(program, run), (value) => toTraceValue(program, run, value));
}

function verdictOn(subject: Subject, trace: Trace, context: PropertyContext, shelf: TraceShelf): Verdict {
  if (subject.kind !== 'safety' && subject.kind !== 'liveness') {
    return { kind: 'undecided', reason: `${subject.name} says nothing of histories: they have no states` };
  }
  const finding = subject.property.check(trace, true, context);
  if (finding === 'undecided') return { kind: 'undecided', reason: 'the history does not tell' };
  if (finding !== undefined) return { kind: 'violated', violation: shelveFinding(shelf, trace, subject, finding) };
  const reason = subject.kind === 'safety' ? subject.property.undecided?.(trace, context) : undefined;
  return reason === undefined ? { kind: 'holds' } : { kind: 'undecided', reason };
}
