/** The fixes that problems bring with them: "did you mean", a missing bracket, what a lint would change. */
import type { CodeAction } from 'vscode-languageserver-types';
import { type ActionRequest, quickFix } from './action.ts';

export function problemFixes(request: ActionRequest): CodeAction[] {
  return request.problems.flatMap((problem) =>
    problem.fix ? [quickFix(request, problem.fix.title, problem.fix.edits, problem, true)] : [],
  );
}
