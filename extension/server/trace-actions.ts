/** On a violation's squiggle: open the run that leads there, at the step that broke the claim. */
import { type CodeAction, CodeActionKind, type Diagnostic } from 'vscode-languageserver-types';
import { command } from './lenses.ts';
import type { PlacedDiagnostic } from './violations.ts';

type TraceLink = NonNullable<PlacedDiagnostic['trace']>;

export function traceActions(uri: string, diagnostics: readonly Diagnostic[]): CodeAction[] {
  return diagnostics.flatMap((diagnostic) => {
    const link = diagnostic.data as TraceLink | undefined;
    if (link?.scenario === undefined) return [];
    const { root, scenario, trace, step } = link;
    const title = `Show the run that leads here ("${scenario}")`;
    const open = { title, command: command.showTrace, arguments: [root ?? uri, scenario, { trace, step }] };
    return [{ title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], command: open }];
  });
}
