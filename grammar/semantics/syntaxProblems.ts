/** The parser's problems in the form that all problems have. */
import type { SyntaxProblem } from '../syntax/problems.ts';
import type { Problem } from './problems.ts';

export function syntaxProblem(file: string, problem: SyntaxProblem): Problem {
  const { code, message, range, fix } = problem;
  return {
    file,
    range,
    severity: 'error',
    code,
    message,
    ...(fix ? { fix: { title: fix.title, edits: [{ range: fix.range, text: fix.text }] } } : {}),
  };
}
