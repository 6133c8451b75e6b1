/** The entrance: text in, syntax tree and problems out. */
import type { Declaration, Import, SourceTree } from './ast.ts';
import type { BracketProblem } from './brackets.ts';
import { chunkStarts } from './chunks.ts';
import { FileParser } from './file-parser.ts';
import { layOut } from './layout.ts';
import { type Comment, lex } from './lexer.ts';
import { notText } from './not-text.ts';
import { LINE_NUMBER, type SyntaxProblem } from './problems.ts';
import { Movable } from './range.ts';

export type { Comment } from './lexer.ts';
export type { SyntaxFix, SyntaxProblem, SyntaxProblemCode } from './problems.ts';

export interface ParseResult {
  readonly tree: SourceTree;
  /** In the order of the text. */
  readonly problems: readonly SyntaxProblem[];
  /** All comments in the order of the text, for the formatter and for what is said in comments to the linter. */
  readonly comments: readonly Comment[];
  /** What the next parse can use again. */
  readonly chunks: readonly Chunk[];
}

/** A chunk of the text as it was parsed. Its ranges are those of the whole text. */
export interface Chunk {
  readonly text: string;
  /** Whether the file ends with it. */
  readonly last: boolean;
  readonly imports: readonly Import[];
  readonly declarations: readonly Declaration[];
  readonly problems: readonly SyntaxProblem[];
  readonly comments: readonly Comment[];
  start: number;
  /** Its ranges; found when it moves for the first time. */
  movable: Movable | undefined;
}

/** Of one kind: nobody reads more of them. */
const maxProblems = 500;

let parser: FileParser | undefined;

/**
 * Parses a file. Never throws, whatever the text is; what is wrong is in `problems`, and what could be understood is in the tree.
 *
 * With `before`, what was made of an older text of the same file, only the chunks are parsed that are new. The others are taken over and moved to
 * where they stand now: `before` must not be used any more.
 */
export function parse(text: string, before?: ParseResult): ParseResult {
  const refusal = notText(text);
  return refusal === undefined ? parseText(text, before) : { ...parseText(''), problems: [refusal] };
}

function parseText(text: string, before?: ParseResult): ParseResult {
  const known = new Map<string, Chunk[]>();
  for (const chunk of before?.chunks ?? []) {
    const alike = known.get(chunk.text);
    if (alike) alike.push(chunk);
    else known.set(chunk.text, [chunk]);
  }
  const starts = chunkStarts(text);
  const chunks = starts.map((start, i) => {
    const next = starts[i + 1];
    const own = text.slice(start, next);
    const alike = known.get(own);
    const again = alike?.findIndex(({ last }) => last === (next === undefined)) ?? -1;
    const [chunk = parseChunk(own, next === undefined)] = again < 0 ? [] : (alike?.splice(again, 1) ?? []);
    moveTo(chunk, start);
    return chunk;
  });
  return {
    tree: {
      imports: chunks.flatMap(({ imports }) => imports),
      declarations: chunks.flatMap(({ declarations }) => declarations),
      range: { start: 0, end: text.length },
    },
    problems: problemsOf(text, chunks),
    comments: chunks.flatMap(({ comments }) => comments),
    chunks,
  };
}

function parseChunk(text: string, last: boolean): Chunk {
  const lexed = lex(text);
  const { tokens, brackets } = layOut(lexed, last);
  parser ??= new FileParser();
  const { tree, problems } = parser.parseFile(tokens, text, lexed.docs);
  const { imports, declarations } = tree;
  const merged = merge(text, lexed.problems, brackets.problems, problems);
  return { text, last, imports, declarations, problems: merged, comments: lexed.comments, start: 0, movable: undefined };
}

function moveTo(chunk: Chunk, start: number): void {
  if (chunk.start === start) return;
  if (!chunk.movable) {
    chunk.movable = new Movable();
    chunk.movable.addAllIn([chunk.imports, chunk.declarations, chunk.problems, chunk.comments]);
  }
  chunk.movable.move(start - chunk.start);
  chunk.start = start;
}

/** Of all chunks, as they are now: chunks move, a list of problems that was given out does not. */
function problemsOf(text: string, chunks: readonly Chunk[]): SyntaxProblem[] {
  const lineOf = lineFinder(text);
  const found: SyntaxProblem[] = [];
  for (const { problems } of chunks) {
    for (const { code, message, range, fix, line } of problems) {
      if (found.length >= maxProblems) return found;
      found.push({
        code,
        message: line ? message.replace(LINE_NUMBER, `${lineOf(line.start) + 1}`) : message,
        range: { ...range },
        ...(fix ? { fix: { ...fix, range: { ...fix.range } } } : {}),
      });
    }
  }
  return found;
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
    .map(({ code, message, range, fix, line }) => ({ code, message, range, ...(fix ? { fix } : {}), ...(line ? { line } : {}) }))
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
