/** Everything that the light bulb offers: one list, one line for each kind. */
import type { CodeAction, Diagnostic } from 'vscode-languageserver-types';
import type { Range } from '../../syntax/range.ts';
import type { Analysed } from '../analysed.ts';
import type { ActionRequest } from './action.ts';
import { extractRole } from './extract-role.ts';
import { missingImports } from './imports.ts';
import { missingArguments } from './missing-arguments.ts';
import { missingArms } from './missing-arms.ts';
import { missingDeclarations, missingHandlers } from './missing-declarations.ts';
import { problemFixes } from './problem-fixes.ts';
import { suppressions } from './suppress.ts';

const providers: readonly ((request: ActionRequest) => CodeAction[])[] = [
  problemFixes,
  missingArms,
  missingArguments,
  missingImports,
  missingDeclarations,
  missingHandlers,
  suppressions,
  extractRole,
];

export function codeActions(file: Analysed, range: Range, diagnostics: readonly Diagnostic[], files: readonly Analysed[]): CodeAction[] {
  const problems = file.problems.filter((p) => p.file === file.uri && p.range.start <= range.end && range.start <= p.range.end);
  return providers.flatMap((provider) => provider({ file, range, problems, diagnostics, files }));
}
