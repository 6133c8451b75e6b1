/**
 * The formatter. It changes nothing but blanks and line breaks, and of line breaks only the empty lines: comments, tokens and the author's own
 * lines stay. A text whose brackets do not match, or that has characters of no language, is left as it is.
 */
import type { TextEdit } from 'vscode-languageserver-types';
import type { Range } from '../../syntax/range.ts';
import type { Analysed } from '../analysed.ts';
import { lineBreakOf, lineStart } from '../ranges.ts';
import { align } from './alignment.ts';
import { linesOf } from './layout.ts';
import { piecesOf } from './pieces.ts';
import { syntaxFacts } from './syntax-facts.ts';

/** The edits that give the text its canonical layout; with `within`, only those before what begins in that range. */
export function format(file: Analysed, within?: Range): TextEdit[] {
  const { text, document } = file;
  const { all, sound } = piecesOf(text);
  if (!sound) return [];
  const facts = syntaxFacts(file.tree, text);
  const lines = linesOf(all, facts);
  align(lines, facts);
  const eol = lineBreakOf(text);
  const edits: TextEdit[] = [];
  let end = 0;
  const set = (start: number, wanted: string): void => {
    const touched = !within || (within.start <= start && start <= within.end);
    if (touched && text.slice(end, start) !== wanted) {
      edits.push({ range: { start: document.positionAt(end), end: document.positionAt(start) }, newText: wanted });
    }
  };
  for (const [i, line] of lines.entries()) {
    for (const [j, { piece, spaces }] of line.cells.entries()) {
      const breaks = i === 0 ? '' : line.blankBefore ? eol + eol : eol;
      set(piece.start, j === 0 ? breaks + ' '.repeat(line.indent) : ' '.repeat(spaces));
      end = piece.end;
    }
  }
  set(text.length, lines.length === 0 ? '' : eol);
  return edits;
}

/** What a typed `}`, `;` or line break asks for: the line that was ended. Nothing of the line that the cursor has come to. */
export function formatOnType(file: Analysed, offset: number, typed: string): TextEdit[] {
  const { text } = file;
  const end = typed === '\n' ? text.slice(0, offset).trimEnd().length : offset;
  return format(file, { start: lineStart(text, end), end });
}
