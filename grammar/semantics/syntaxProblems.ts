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

/**
 * One mistake, one message: on a line that could not be parsed, what names and types say is left out, for it may speak of words that the parser
 * had to guess about.
 */
export function withoutFollowUps(text: string, problems: readonly Problem[], syntactic: readonly SyntaxProblem[]): readonly Problem[] {
  if (syntactic.length === 0) return problems;
  const lines = syntactic.map(({ range }) => {
    const end = text.slice(range.start).search(/[\r\n]/);
    return {
      start: Math.max(text.lastIndexOf('\n', range.start - 1), text.lastIndexOf('\r', range.start - 1)) + 1,
      end: end < 0 ? text.length : range.start + end,
    };
  });
  return problems.filter(
    ({ code, range }) => code.startsWith('FL1') || !lines.some((line) => range.start <= line.end && line.start <= range.end),
  );
}
