/** On a violation's squiggle: write the run that leads there into the file. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type CodeAction, CodeActionKind, type Diagnostic } from 'vscode-languageserver-types';
import { check } from '../../engine/check.ts';
import type { RunReport } from '../../engine/report.ts';
import type { Trace } from '../../engine/trace/model.ts';
import type { Analysed, LanguageService, Pin } from '../../grammar/service/service.ts';
import type { Place } from '../../grammar/syntax/range.ts';
import type { LanguageFiles } from './language-files.ts';
import { pinnedRuns } from './pin-steps.ts';
import { asDocument } from './texts.ts';
import type { PlacedDiagnostic } from './violations.ts';

type TraceLink = NonNullable<PlacedDiagnostic['trace']>;

export function pinActions(
  diagnostics: readonly Diagnostic[],
  uri: string,
  files: LanguageFiles,
  reportsOf: (uri: string) => readonly RunReport[],
): CodeAction[] {
  return diagnostics.flatMap((diagnostic) => {
    const link = diagnostic.data as TraceLink | undefined;
    if (link?.scenario === undefined) return [];
    const root = link.root ?? uri;
    const reports = reportsOf(root).filter(({ scenario }) => scenario === link.scenario);
    const trace = reports.flatMap(({ traces }) => traces)[link.trace];
    const file = files.file(root);
    const pin = trace && file && pinTrace(files.service, file, trace);
    if (!pin) return [];
    const title = `Pin this run as a scenario ("${pin.title}")`;
    return [{ title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], edit: { changes: { [root]: pin.edits } } }];
  });
}

/** The pinned scenario, tried out: it is run once, and is only worth writing down if the claim breaks in it. */
export function pinTrace(service: LanguageService, file: Analysed, trace: Trace): Pin | undefined {
  const { scenario, bindings } = trace.source;
  const broken = trace.violation?.property;
  const property = broken === undefined || broken === 'assertion' || broken === 'error' ? {} : { property: broken };
  const declaration = file.tree.declarations.find((d) => d.kind === 'scenario' && d.title.value === scenario);
  const rules = declaration?.kind === 'scenario' ? declaration.items.filter(({ kind }) => kind === 'when') : [];
  const isRule = (place: Place): boolean =>
    place.file === file.uri && rules.some(({ range }) => range.start <= place.start && place.end <= range.end);
  for (const run of pinnedRuns(trace, isRule)) {
    const pin = service.pin(file, { scenario, bindings, ...property, ...run });
    if (pin && leadsThere(service, file, pin)) return pin;
  }
  return undefined;
}

function leadsThere(service: LanguageService, file: Analysed, { title, edits }: Pin): boolean {
  const { program } = service.analyse(asDocument(file.uri, TextDocument.applyEdits(file.document, edits)), file.sources);
  if (!program) return false;
  const [report] = check(program, { scenario: title });
  return report !== undefined && report.scheduleError === undefined && (report.outcome === 'passed' || report.failures.length > 0);
}
