/** On a violation's squiggle: write the run that leads there into the file. */
import { type CodeAction, CodeActionKind, type Diagnostic } from 'vscode-languageserver-types';
import type { RunReport } from '../../engine/report.ts';
import type { LanguageFiles } from './language-files.ts';
import { pinnedSteps } from './pin-steps.ts';
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
    const steps = trace && pinnedSteps(trace);
    if (!trace || !file || !steps) return [];
    const { bindings } = trace.source;
    const property = trace.violation?.property;
    const claimed = property !== undefined && property !== 'assertion' && property !== 'error' ? { property } : {};
    const edits = files.service.pin(file, { scenario: link.scenario, bindings, steps, ...claimed });
    if (edits.length === 0) return [];
    const title = `Pin this run as a scenario ("${link.scenario}")`;
    return [{ title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], edit: { changes: { [root]: edits } } }];
  });
}
