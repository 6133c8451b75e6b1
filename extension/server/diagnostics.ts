/** From offsets in texts to LSP diagnostics, file by file. */

import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver-types';
import type { RunReport } from '../../engine/report.ts';
import type { LintSettings, Problem } from '../../grammar/check.ts';
import { DEFAULT_LINTS } from '../../grammar/lints/run.ts';
import type { Place } from '../../grammar/syntax/range.ts';
import type { Analysis } from './file-state.ts';
import { neverHappened } from './never-happened.ts';
import type { DiagnosticsByFile } from './publisher.ts';
import type { CheckedFile } from './results.ts';
import { type Shift, shiftBetween } from './shift.ts';
import { asDocument } from './texts.ts';
import { type PlacedDiagnostic, reportDiagnostics } from './violations.ts';

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/**
 * All that is to be said about `root`: the problems of its analysis, and what its last check found, moved to where those statements stand now.
 * What stood in text that was edited since is dropped.
 */
export function diagnosticsFor(
  root: string,
  analysis: Analysis,
  checked: CheckedFile | undefined,
  lints: LintSettings = DEFAULT_LINTS,
): DiagnosticsByFile {
  const files = new Files(analysis.texts, checked?.texts ?? new Map());
  const placed = checked === undefined ? [] : [...allReportDiagnostics(checked.reports), ...hints(root, analysis, checked, lints)];
  const result = new Map<string, Diagnostic[]>([[root, []]]);
  for (const problem of analysis.problems) add(result, problem.file, fromProblem(problem, files));
  for (const one of placed) add(result, one.place.file, fromPlaced(one, files));
  return result;
}

/** They are about the whole file, so that an edit anywhere makes them void. */
function hints(root: string, { program, texts }: Analysis, checked: CheckedFile, lints: LintSettings): readonly PlacedDiagnostic[] {
  const unchanged = [...checked.texts].every(([uri, text]) => texts.get(uri) === text);
  return program === undefined || !unchanged ? [] : neverHappened(program, texts.get(root) ?? '', checked.reports, lints);
}

function allReportDiagnostics(reports: readonly RunReport[]): readonly PlacedDiagnostic[] {
  const traces = new Map<string, number>();
  return reports.flatMap((report) => {
    const before = traces.get(report.scenario) ?? 0;
    traces.set(report.scenario, before + report.traces.length);
    return reportDiagnostics(report, before);
  });
}

function add(result: Map<string, Diagnostic[]>, file: string, diagnostic: Diagnostic | undefined): void {
  if (diagnostic === undefined) return;
  const list = result.get(file);
  if (list === undefined) result.set(file, [diagnostic]);
  else list.push(diagnostic);
}

function fromProblem(problem: Problem, files: Files): Diagnostic | undefined {
  const range = files.now({ file: problem.file, ...problem.range });
  if (range === undefined) return undefined;
  const message = problem.hint === undefined ? problem.message : `${problem.message}\n${problem.hint}`;
  const related = (problem.related ?? []).flatMap(({ place, message: text }) => located(files.now(place), place.file, text));
  return { range, message, severity: severities[problem.severity], code: problem.code, source: 'faultline', relatedInformation: related };
}

function fromPlaced(placed: PlacedDiagnostic, files: Files): Diagnostic | undefined {
  const range = files.since(placed.place);
  if (range === undefined) return undefined;
  return {
    range,
    message: placed.message,
    severity: placed.severity,
    code: placed.code,
    source: 'faultline',
    relatedInformation: placed.related.flatMap(({ place, message }) => located(files.since(place), place.file, message)),
    ...(placed.trace === undefined ? {} : { data: placed.trace }),
  };
}

function located(range: Diagnostic['range'] | undefined, uri: string, message: string): NonNullable<Diagnostic['relatedInformation']> {
  return range === undefined ? [] : [{ location: { uri, range }, message }];
}

/** Turns places into lines: places of the texts as they are now, and places of the texts as they were when the check began. */
class Files {
  private readonly documents = new Map<string, TextDocument>();
  private readonly shifts = new Map<string, Shift>();

  private readonly texts: ReadonlyMap<string, string>;
  private readonly checkedTexts: ReadonlyMap<string, string>;

  constructor(texts: ReadonlyMap<string, string>, checkedTexts: ReadonlyMap<string, string>) {
    this.texts = texts;
    this.checkedTexts = checkedTexts;
  }

  now(place: Place): Diagnostic['range'] | undefined {
    const document = this.document(place.file);
    if (document === undefined) return undefined;
    return { start: document.positionAt(place.start), end: document.positionAt(place.end) };
  }

  since(place: Place): Diagnostic['range'] | undefined {
    const moved = this.shift(place.file)(place);
    return moved === undefined ? undefined : this.now({ file: place.file, ...moved });
  }

  private document(uri: string): TextDocument | undefined {
    const known = this.documents.get(uri);
    if (known !== undefined) return known;
    const text = this.texts.get(uri) ?? this.checkedTexts.get(uri);
    if (text === undefined) return undefined;
    const document = asDocument(uri, text);
    this.documents.set(uri, document);
    return document;
  }

  private shift(uri: string): Shift {
    let shift = this.shifts.get(uri);
    if (shift === undefined) {
      const before = this.checkedTexts.get(uri);
      const after = this.texts.get(uri);
      shift = before === undefined || after === undefined ? (range) => range : shiftBetween(before, after);
      this.shifts.set(uri, shift);
    }
    return shift;
  }
}
