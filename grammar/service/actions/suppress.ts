/** A lint that is wrong here: the comment that says so. The reason is the author's to write; without one the comment does not count. */
import type { CodeAction } from 'vscode-languageserver-types';
import { LINTS } from '../../lints/registry.ts';
import { indentationAt, lineBreakOf, lineStart } from '../ranges.ts';
import { type ActionRequest, insertion, quickFix } from './action.ts';

export function suppressions(request: ActionRequest): CodeAction[] {
  const { file } = request;
  return request.problems.flatMap((problem) => {
    const lint = LINTS.find(({ code, reads }) => code === problem.code && reads !== 'suppressions');
    if (!lint) return [];
    const at = lineStart(file.text, problem.range.start);
    const comment = `${indentationAt(file.text, problem.range.start)}// faultline: allow ${lint.name}: ${lineBreakOf(file.text)}`;
    return [quickFix(request, `Allow \`${lint.name}\` here, with a reason`, [insertion(at, comment)], problem)];
  });
}
