/** The parser's problems in the form that all problems have. */
import type { SyntaxProblem } from '../syntax/problems.ts';
import type { Parsed } from './parsedFile.ts';
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

/** A line that the parser could not make sense of. */
interface SpoiltLine {
  readonly start: number;
  readonly end: number;
}
function spoiltLines({ text, problems }: Parsed): SpoiltLine[] {
  return problems.map(({ range }) => {
    const end = text.slice(range.start).search(/[\r\n]/);
    return {
      start: Math.max(text.lastIndexOf('\n', range.start - 1), text.lastIndexOf('\r', range.start - 1)) + 1,
      end: end < 0 ? text.length : range.start + end,
    };
  });
}

/**
 * One mistake, one message. On a line that could not be parsed, what names and types say is left out, for it may speak of words that the parser had
 * to guess about; and a name that stands on such a line may well be declared by it.
 */
export function withoutFollowUps(problems: readonly Problem[], files: readonly Parsed[]): readonly Problem[] {
  const broken = new Map(files.filter((file) => file.problems.length > 0).map((file) => [file.uri, spoiltLines(file)]));
  if (broken.size === 0) return problems;
  const texts = new Map(files.map((file) => [file.uri, file.text]));
  const words = new Set<string>();
  for (const [uri, lines] of broken) {
    for (const line of lines) {
      const text =
        texts
          .get(uri)
          ?.slice(line.start, line.end)
          .replaceAll(/"[^"]*"?/g, ' ') ?? '';
      for (const word of text.match(/\w+/g) ?? []) words.add(word);
    }
  }
  return problems.filter(({ file, code, range }) => {
    if (code.startsWith('FL1')) return true;
    if (broken.get(file)?.some((line) => range.start <= line.end && line.start <= range.end)) return false;
    return !(UNKNOWN_NAME.has(code) && words.has(texts.get(file)?.slice(range.start, range.end) ?? ''));
  });
}
const UNKNOWN_NAME = new Set([
  'FL2001',
  'FL2002',
  'FL2003',
  'FL2004',
  'FL2012',
  'FL2015',
  'FL2016',
  'FL2017',
  'FL4001',
  'FL4006',
  'FL4016',
]);
