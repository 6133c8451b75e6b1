/**
 * A file in chunks: stretches of text that are understood without each other. A chunk begins with a line that can stand nowhere but at the top
 * level of a file, and with the comments directly above it; so an edit spoils the chunks that it touches and no others.
 */
import { words } from './tokens.ts';

const blank = '[ \\t\\f\\v\\u00a0\\ufeff]';
const reserved = words.flatMap((word) => (word.reserved ? [word.text] : [])).join('|');
const beginnings = new RegExp(
  `(?<![^\\n\\r])${blank}*(?:import\\b|(?:const|enum|struct|message|operation|event|role)${blank}+(?!(?:${reserved})\\b)[A-Za-z_]|(?:scenario|history)${blank}*")`,
  'g',
);
const commentLine = new RegExp(`^${blank}*//`);
/** A comment of another language that may go on over lines: what it hides is no declaration. */
const blockComment = /(?<![^\n\r])(?:(?!\/\/)[^\n\r])*\/\*/;

/** Where the chunks of a text begin, in order; the first at 0. */
export function chunkStarts(text: string): readonly number[] {
  const starts = [0];
  if (text.includes('/*') && blockComment.test(text)) return starts;
  for (const { index } of text.matchAll(beginnings)) {
    const start = commentsAbove(text, index);
    if (start > 0) starts.push(start);
  }
  return starts;
}

/** The beginning of the first of the comments that stand, without a blank line, above the line that begins at `start`. */
function commentsAbove(text: string, start: number): number {
  let at = start;
  while (at > 0) {
    const end = at - (text.startsWith('\r\n', at - 2) ? 2 : 1);
    let begin = end;
    while (begin > 0 && text[begin - 1] !== '\n' && text[begin - 1] !== '\r') begin -= 1;
    if (!commentLine.test(text.slice(begin, end))) return at;
    at = begin;
  }
  return at;
}
