/** Between offsets of a text and positions of the protocol. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Location, Range as LspRange } from 'vscode-languageserver-types';
import type { Place, Range } from '../syntax/range.ts';
import type { Analysed } from './analysed.ts';

export function toLspRange(document: TextDocument, range: Range): LspRange {
  return { start: document.positionAt(range.start), end: document.positionAt(range.end) };
}

export function toLocation(file: Analysed, place: Place): Location | undefined {
  const document = file.documentOf(place.file);
  return document && { uri: place.file, range: toLspRange(document, place) };
}

export function contains(outer: Range, inner: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

export function sameRange(a: Range, b: Range): boolean {
  return a.start === b.start && a.end === b.end;
}

/** The offset at which the line of `offset` begins. */
export function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

/** The blanks at the beginning of the line of `offset`. */
export function indentationAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? '';
}

/** What the file's lines end in. */
export function lineBreakOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}
