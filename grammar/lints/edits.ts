/** Changes of the text that lints offer. */
import type { Range } from '../syntax/range.ts';

interface Edit {
  readonly range: Range;
  readonly text: string;
}

/** The line of `offset` without its line break. */
export function lineAround(text: string, offset: number): Range {
  const end = text.slice(offset).search(/[\r\n]/);
  return { start: text.lastIndexOf('\n', offset - 1) + 1, end: end < 0 ? text.length : offset + end };
}

/** Takes a stretch out, and the whole line where nothing else stands on it. */
export function removal(text: string, range: Range): Edit {
  const first = lineAround(text, range.start);
  const last = lineAround(text, range.end);
  const alone = text.slice(first.start, range.start).trim() === '' && text.slice(range.end, last.end).trim() === '';
  if (alone) return { range: { start: first.start, end: last.end + (/^\r?\n/.exec(text.slice(last.end))?.[0].length ?? 0) }, text: '' };
  const blanks = /[ \t]*$/.exec(text.slice(first.start, range.start))?.[0].length ?? 0;
  return { range: { start: range.start - blanks, end: range.end }, text: '' };
}

/** Puts a statement before another one: on a line of its own where that one has a line of its own. */
export function statementBefore(text: string, offset: number, statement: string): Edit {
  const before = text.slice(lineAround(text, offset).start, offset);
  return { range: { start: offset, end: offset }, text: before.trim() === '' ? `${statement}\n${before}` : `${statement}; ` };
}

/** Puts a member at the end of a role. */
export function memberOf(text: string, role: Range, member: string): Edit {
  const closing = role.end - 1;
  const { start } = lineAround(text, closing);
  const alone = text.slice(start, closing).trim() === '';
  return alone
    ? { range: { start, end: start }, text: `  ${member}\n` }
    : { range: { start: closing, end: closing }, text: `${text[closing - 1] === ' ' ? '' : ' '}${member} ` };
}
