/** After all scenarios of a file have run: what no run came by, as hints where it stands. */
import { DiagnosticSeverity } from 'vscode-languageserver-types';
import { neverHappened as found } from '../../engine/check/never-happened.ts';
import type { RunReport } from '../../engine/report.ts';
import { neverHappened as lint } from '../../grammar/lints/never-happened.ts';
import type { LintSettings } from '../../grammar/lints/run.ts';
import { suppresses, suppressionsIn } from '../../grammar/lints/suppression.ts';
import type { CheckedProgram } from '../../grammar/semantics/program.ts';
import { parse } from '../../grammar/syntax/parse.ts';
import type { PlacedDiagnostic } from './violations.ts';

/** `program` is what the reports are about, `text` its file. */
export function neverHappened(
  program: CheckedProgram,
  text: string,
  reports: readonly RunReport[],
  settings: LintSettings,
): readonly PlacedDiagnostic[] {
  const severity = settings[lint.name] ?? lint.severity;
  if (severity === 'off') return [];
  const all = found(program, reports);
  const { all: suppressions } = all.length === 0 ? { all: [] } : suppressionsIn({ text, comments: parse(text).comments });
  return all
    .filter(({ place }) => !suppressions.some((one) => suppresses(one, lint.name, place)))
    .map(({ place, message }) => ({ place, message, severity: severities[severity], code: lint.code, related: [] }));
}

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};
