/** A text as the formatter sees it: tokens and comments in order, with the blanks between them. */

import { layOut } from '../../syntax/layout.ts';
import { endOf, type Lexed, lex } from '../../syntax/lexer.ts';
import { Newline } from '../../syntax/tokens.ts';

export interface Piece {
  readonly kind: 'token' | 'comment';
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Line breaks between the piece before and this one. */
  readonly breaks: number;
  /** The column at which it stands in the source. */
  readonly column: number;
  /** How many characters stand between the piece before and this one. */
  readonly gap: number;
  /** Of a token that is the first of its line: whether it goes on with the statement of the line before. */
  readonly continues: boolean;
  /** Of a `{` or `}`: whether it is a block's. */
  readonly block: boolean;
  /** Of a `{` or `}`: whether blanks stand inside of it: of a block's, and of those behind `with` and `when`. */
  readonly wide: boolean;
}

export interface Pieces {
  readonly all: readonly Piece[];
  readonly lexed: Lexed;
  /** Whether the text can be formatted at all: its characters are the language's and its brackets match. */
  readonly sound: boolean;
}

export function piecesOf(text: string): Pieces {
  const lexed = lex(text);
  const { tokens, brackets } = layOut(lexed);
  const sound = lexed.problems.length === 0 && brackets.problems.length === 0;
  const begins = new Set<number>();
  let after = true;
  for (const token of tokens) {
    if (token.tokenType === Newline) after = true;
    else {
      if (after) begins.add(token.startOffset);
      after = false;
    }
  }
  const blockAt = new Set<number>();
  for (const index of brackets.blocks) blockAt.add(lexed.tokens[index]?.startOffset ?? -1);
  const wideAt = new Set(blockAt);
  for (const [i, { image, startOffset }] of lexed.tokens.entries()) {
    const before = lexed.tokens[i - 1]?.image;
    if (image === '{' && (before === 'with' || before === 'when')) wideAt.add(startOffset);
  }
  addClosers(lexed, blockAt);
  addClosers(lexed, wideAt);
  const raw = [
    ...lexed.tokens.map((token) => ({ kind: 'token' as const, text: token.image, start: token.startOffset, end: endOf(token) })),
    ...lexed.comments.map(({ range }) => ({
      kind: 'comment' as const,
      text: text.slice(range.start, range.end),
      start: range.start,
      end: range.end,
    })),
  ].sort((a, b) => a.start - b.start);
  let previousEnd = 0;
  let lineStart = 0;
  let previous: { readonly text: string; readonly start: number } | undefined;
  const all = raw.map((piece): Piece => {
    const gap = text.slice(previousEnd, piece.start);
    const breaks = gap.match(/\r\n|\n|\r/g)?.length ?? 0;
    if (breaks > 0) lineStart = Math.max(text.lastIndexOf('\n', piece.start - 1), text.lastIndexOf('\r', piece.start - 1)) + 1;
    const opened = previous !== undefined && previous.text === '{' && blockAt.has(previous.start);
    const made: Piece = {
      ...piece,
      breaks,
      column: piece.start - lineStart,
      gap: gap.length,
      continues: piece.kind === 'token' && !begins.has(piece.start) && !opened,
      block: blockAt.has(piece.start),
      wide: wideAt.has(piece.start),
    };
    previousEnd = piece.end;
    if (piece.kind === 'token') previous = piece;
    return made;
  });
  return { all, lexed, sound };
}

/** Adds to opening brackets the closing ones that belong to them. */
function addClosers(lexed: Lexed, offsets: Set<number>): void {
  const open: boolean[] = [];
  for (const { image, startOffset } of lexed.tokens) {
    if (image === '{' || image === '(' || image === '[') open.push(offsets.has(startOffset));
    else if ((image === '}' || image === ')' || image === ']') && open.pop()) offsets.add(startOffset);
  }
}
