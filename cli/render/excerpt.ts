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
  return codeFrameColumns(text, { start, end }, { linesAbove: 0, linesBelow: 0, highlightCode: false });
}
