/** The entrance: text in, syntax tree and problems out. */
import type { SourceTree } from './ast.ts';
import type { BracketProblem } from './brackets.ts';
import { FileParser } from './file-parser.ts';
import { layOut } from './layout.ts';
import { type Comment, lex } from './lexer.ts';
import { notText } from './not-text.ts';
import type { SyntaxProblem } from './problems.ts';

export type { Comment } from './lexer.ts';
export type { SyntaxFix, SyntaxProblem, SyntaxProblemCode } from './problems.ts';

export interface ParseResult {
  readonly tree: SourceTree;
  /** In the order of the text. */
  readonly problems: readonly SyntaxProblem[];
  /** All comments in the order of the text, for the formatter and for what is said in comments to the linter. */
  readonly comments: readonly Comment[];
}

/** Of one kind: nobody reads more of them. */
const maxProblems = 500;

let parser: FileParser | undefined;

/**
 * Parses a file. Never throws, whatever the text is; what is wrong is in `problems`, and what could be understood is in the tree.
 */
export function parse(text: string): ParseResult {
  const refusal = notText(text);
  return refusal === undefined ? parseText(text) : { ...parseText(''), problems: [refusal] };
}

function parseText(text: string): ParseResult {
  const lexed = lex(text);
  const { tokens, brackets } = layOut(lexed);
  parser ??= new FileParser();
  const { tree, problems } = parser.parseFile(tokens, text, lexed.docs);
  return { tree, problems: merge(text, lexed.problems, brackets.problems, problems), comments: lexed.comments };
}

/**
 * One mistake, one message: of the parser's problems those are left out that stand on a line about which something was said already, and of the tentative complaints about braces those whose declaration has another problem.
 */
function merge(
  text: string,
  lexical: readonly SyntaxProblem[],
  brackets: readonly BracketProblem[],
  syntactic: readonly SyntaxProblem[],
): SyntaxProblem[] {
  const lineOf = lineFinder(text);
  const firmBrackets = brackets.filter(({ tentative }) => !tentative);
  const firm: SyntaxProblem[] = [...lexical.slice(0, maxProblems), ...firmBrackets];
  const spoiltLines = new Set(firm.map(({ range }) => lineOf(range.start)));
  const own = syntactic.filter(({ code, range }) => {
    const line = lineOf(range.start);
    if (spoiltLines.has(line)) return false;
    if (code !== 'FL1003' && code !== 'FL1004') spoiltLines.add(line);
    return true;
  });
  const tentative = brackets.filter(
    (problem) =>
      problem.tentative && ![...firm, ...own].some(({ range }) => range.start >= problem.since && range.start < problem.range.start),
  );
  return [...firm, ...own, ...tentative]
    .map(({ code, message, range, fix }) => (fix === undefined ? { code, message, range } : { code, message, range, fix }))
    .sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
}

/** Offset -> number of its line. */
function lineFinder(text: string): (offset: number) => number {
  let starts: number[] | undefined;
  return (offset) => {
    starts ??= [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map((match) => match.index + match[0].length)];
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
}
