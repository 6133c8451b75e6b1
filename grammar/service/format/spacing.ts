/** How many blanks stand between two neighbours of one line. */
import type { Piece } from './pieces.ts';
import type { SyntaxFacts } from './syntax-facts.ts';

const noneAfter: ReadonlySet<string> = new Set(['(', '[', '.', '..']);
const noneBefore: ReadonlySet<string> = new Set([')', ']', ',', ';', '.', ':', '..']);

/** `a` and `b` are tokens, neighbours on one line. */
export function spacesBetween(a: Piece, b: Piece, facts: SyntaxFacts): number {
  if (b.text === '}' || a.text === '{') return inBraces(a, b);
  if (noneAfter.has(a.text) || noneBefore.has(b.text)) return a.text === '->' ? 1 : 0;
  if (facts.typeBrackets.has(b.start) || (facts.typeBrackets.has(a.start) && a.text === '<')) return 0;
  if (b.text === '?') return a.text === '->' ? 1 : 0;
  if (isSign(a, facts)) return 0;
  if (b.text === '(') return facts.grouping.has(b.start) || isLiteral(a) ? 1 : 0;
  if (b.text === '[') return facts.indexing.has(b.start) ? 0 : 1;
  return facts.settings.has(b.start) ? 2 : 1;
}

/** `-x`, `+30ms`: belongs to what follows. */
function isSign(piece: Piece, facts: SyntaxFacts): boolean {
  return (piece.text === '-' || piece.text === '+') && !facts.binary.has(piece.start);
}

/** What cannot be called: parentheses behind it are something of their own. */
function isLiteral(piece: Piece): boolean {
  return /^["0-9]/.test(piece.text) || piece.text === '}';
}

/** `{ x }` and `{ }` of a block, `{x}` and `{}` of a set, `{ x: 1 }` behind `with` and `when`. */
function inBraces(a: Piece, b: Piece): number {
  if (a.text === '{' && b.text === '}') return a.block ? 1 : 0;
  return (a.text === '{' ? a : b).wide ? 1 : 0;
}
