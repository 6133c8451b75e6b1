/** A file of another tool, opened directly: what the trace panel shows of it, and what is said about it. */
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { check } from '../../engine/check.ts';
import { importText, OptionError, Refusal } from '../../engine/formats/formats.ts';
import type { ImportedColumns, ImportedHistory } from '../../engine/formats/imported.ts';
import type { ReadHistory } from '../../engine/formats/load.ts';
import { isolationText, type RunReport } from '../../engine/report.ts';
import type { Trace } from '../../engine/trace/model.ts';
import { checkProgram } from '../../grammar/check.ts';
import type { PresentedTrace } from '../../webview/protocol.ts';
import { piecesOf, readHistoryFile } from './history-files.ts';
import { presentedTraces } from './results.ts';

export type OpenedFile =
  /** `message`: in one sentence, what came of it. */
  | { readonly kind: 'opened'; readonly traces: readonly PresentedTrace[]; readonly message: string }
  | { readonly kind: 'refused'; readonly message: string };

/** Longer runs cannot be drawn usefully; their verdict is told all the same. */
const mostSteps = 20_000;

/** Reads the file, checks it if it is a history, and never throws for what is in it. */
export function openImported(path: string, read: ReadHistory = readHistoryFile): OpenedFile {
  const name = basename(path);
  try {
    const imported = importText(piecesOf(path), {}, pathToFileURL(path).href);
    if (imported.kind !== 'traces') return openedHistory(path, name, summaryOf(imported), read);
    const traces = imported.traces.map(presented);
    return drawn(traces, `${name}: ${traces.length === 1 ? 'one trace' : `${traces.length} traces`}`);
  } catch (error) {
    if (error instanceof Refusal || error instanceof OptionError) return { kind: 'refused', message: `${name}, ${error.message}` };
    throw error;
  }
}

/** What has to be known of a history before it is checked: its operations are read again for that, and need not be there twice. */
interface Summary {
  readonly hasTransactions: boolean;
  readonly specification: string | undefined;
  readonly counts: ImportedHistory['counts'];
}

function summaryOf(imported: ImportedHistory | ImportedColumns): Summary {
  const { counts } = imported;
  if (imported.kind === 'columns') return { hasTransactions: true, specification: undefined, counts };
  return { hasTransactions: imported.transactions !== undefined, specification: imported.specification, counts };
}

function openedHistory(path: string, name: string, history: Summary, read: ReadHistory): OpenedFile {
  const claims = history.hasTransactions
    ? ['check serializable', 'check snapshotIsolation', 'check readCommitted']
    : history.specification === undefined
      ? []
      : [`check linearizable as ${history.specification}`];
  const uri = new URL('./opened.faultline', pathToFileURL(path)).href;
  const text = `history ${JSON.stringify(name)} {\n  load ${JSON.stringify(`./${encodeURIComponent(name)}`)}\n  ${claims.join('\n  ')}\n}\n`;
  const { program } = checkProgram(uri, { read: (asked) => (asked === uri ? text : undefined), resolve: () => undefined });
  if (program === undefined) throw new Error(`the history of ${name} is not a program`);
  const reports = check(program, { readHistory: read });
  const verdicts = reports.flatMap(verdictsOf);
  const { invoked, unknown } = history.counts;
  const counted = `${invoked.toLocaleString('en-US')} ${history.hasTransactions ? 'transactions' : 'operations'}`;
  const message = [`${name}: ${counted}${unknown === 0 ? '' : `, ${unknown} of unknown outcome`}`, ...verdicts].join('. ');
  return drawn(
    presentedTraces(reports).map((each) => ({ ...each, trace: withoutPlaces(each.trace) })),
    message,
  );
}

function verdictsOf({ claims, failures, isolation }: RunReport): readonly string[] {
  const told = claims.map(({ text, verdict }) => {
    if (verdict.kind === 'holds') return `${text}: holds`;
    return verdict.kind === 'undecided' ? `${text}: undecided, ${verdict.reason}` : `${text}: violated, ${verdict.violation.message}`;
  });
  const levels = isolation === undefined ? [] : [isolationText(isolation)];
  return [...failures.map(({ message }) => message), ...levels, ...told];
}

function presented(trace: Trace): PresentedTrace {
  const { violation } = trace;
  return violation === undefined
    ? { title: trace.source.scenario, trace, outcome: 'holds', verdict: 'the trace says nothing of a violation' }
    : { title: trace.source.scenario, trace, outcome: 'violated', verdict: violation.message };
}

function drawn(traces: readonly PresentedTrace[], message: string): OpenedFile {
  const small = traces.filter(({ trace }) => trace.steps.length <= mostSteps);
  const rest = small.length < traces.length ? `. It is too long to be drawn: more than ${mostSteps.toLocaleString('en-US')} steps` : '';
  return { kind: 'opened', traces: small, message: message + rest };
}

/** The statements of a history that was made up for the file are nowhere to be seen. */
function withoutPlaces(trace: Trace): Trace {
  return {
    ...trace,
    steps: trace.steps.map(({ place: _, ...step }) => step),
    events: trace.events.map(({ place: _, ...event }) => event as Trace['events'][number]),
  };
}
