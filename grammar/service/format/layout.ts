/** Pieces put into lines: the author's line breaks stay, indentation and blanks become the canonical ones. */
import type { Piece } from './pieces.ts';
import { spacesBetween } from './spacing.ts';
import type { SyntaxFacts } from './syntax-facts.ts';

export interface Line {
  readonly indent: number;
  /** Whether an empty line stays above it. */
  readonly blankBefore: boolean;
  readonly cells: Cell[];
}
/** A piece and the blanks before it on its line. */
export interface Cell {
  readonly piece: Piece;
  spaces: number;
}

const STEP = 2;

/** An open bracket: how what stands in it is indented, and its closing bracket. */
interface Frame {
  readonly content: number;
  readonly closer: number;
  readonly block: boolean;
}

export function linesOf(pieces: readonly Piece[], facts: SyntaxFacts): Line[] {
  const lines: Line[] = [];
  const frames: Frame[] = [{ content: 0, closer: 0, block: true }];
  /** Where the statement that goes on began, for the blocks that it opens. */
  let base = 0;
  let line: Line | undefined;
  let token: Piece | undefined;
  pieces.forEach((piece, i) => {
    const previous = pieces[i - 1];
    if (!line || !previous || piece.breaks > 0) {
      const next = pieces.slice(i, i + 1000).find(({ kind }) => kind === 'token');
      const indent = indentOf(piece, next, frames, lines, token);
      const inner = previous === undefined || (previous.text === '{' && previous.kind === 'token') || isCloser(piece);
      line = { indent, blankBefore: piece.breaks > 1 && !inner, cells: [{ piece, spaces: 0 }] };
      lines.push(line);
      if (piece.kind === 'token' && (!piece.continues || token?.text === '=>')) base = indent;
    } else {
      line.cells.push({ piece, spaces: piece.kind === 'comment' ? Math.max(1, piece.gap) : spacesBetween(previous, piece, facts) });
    }
    if (piece.kind !== 'token') return;
    if (isOpener(piece)) {
      const frame = frames.at(-1);
      const closer = piece.block ? (frame?.block === true && base < frame.content ? frame.content : base) : line.indent;
      frames.push({ content: closer + STEP, closer, block: piece.block });
    } else if (isCloser(piece) && frames.length > 1) {
      const closed = frames.pop();
      if (closed?.block) base = closed.closer;
    }
    token = piece;
  });
  return lines;
}

function indentOf(
  piece: Piece,
  next: Piece | undefined,
  frames: readonly Frame[],
  lines: readonly Line[],
  before: Piece | undefined,
): number {
  const frame = frames.at(-1);
  const content = frame?.content ?? 0;
  if (!frame || !next) return content;
  if (isCloser(next)) return piece === next ? frame.closer : content;
  if (!frame.block) return content + (lastLine(lines)?.indent === content && before !== undefined && goesOn(before) ? STEP : 0);
  if (!next.continues || next.text === 'else') return content;
  const last = lastLine(lines);
  if (!last) return content;
  // One step for the first continuation; a quantifier's body one more than its head.
  if (last.indent <= content || before?.text === ':') return last.indent + STEP;
  return last.indent;
}

/** Inside of brackets: an operator at the end of the line. */
function goesOn(token: Piece): boolean {
  return token.text === ':';
}

/** The last line that has more than a comment. */
function lastLine(lines: readonly Line[]): Line | undefined {
  return lines.findLast(({ cells }) => cells[0]?.piece.kind === 'token');
}

export function isOpener({ kind, text }: Piece): boolean {
  return kind === 'token' && (text === '{' || text === '(' || text === '[');
}
export function isCloser({ kind, text }: Piece): boolean {
  return kind === 'token' && (text === '}' || text === ')' || text === ']');
}
