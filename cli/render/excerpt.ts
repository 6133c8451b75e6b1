import { codeFrameColumns } from '@babel/code-frame';
import type { Place } from '../../grammar/syntax/range.ts';

/** Line and column of an offset, both from 1. */
export function positionAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const lastBreak = before.lastIndexOf('\n');
  return { line: before.split('\n').length, column: offset - lastBreak };
}

/** The lines of a place with their numbers, the place itself underlined with carets. */
export function excerpt(text: string, place: Place): string {
  const start = positionAt(text, place.start);
  // A place of several lines is shown by its first: the carets would otherwise run over the whole body.
  const lineEnd = text.indexOf('\n', place.start);
  const last = Math.max(place.start, Math.min(place.end, lineEnd < 0 ? text.length : lineEnd));
  const end = { line: start.line, column: start.column + (last - place.start) };
  // Only that line: a long file with many problems is not gone through for each of them.
  const line = text.slice(place.start - (start.column - 1), lineEnd < 0 ? text.length : lineEnd);
  return codeFrameColumns(printable(line), { start, end }, { startLine: start.line, highlightCode: false });
}

/** Control characters of a file that is not text would steer the terminal. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced.
  return text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g, '\uFFFD');
}
