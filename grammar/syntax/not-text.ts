/** Tells a file of bytes from a text with a few wrong characters in it: nobody wants a message for each byte. */
import type { SyntaxProblem } from './problems.ts';

/** How much is looked at, and how many of so many characters may be none. */
const sampleLength = 4096;
const tolerated = 16;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const foreign = /[\u0000-\u0008\u000E-\u001F\u007F\uFFFD]/g;

/** The one problem of a file that is not text; nothing for one that is. */
export function notText(text: string): SyntaxProblem | undefined {
  const sample = text.slice(0, sampleLength);
  const [first, ...more] = sample.matchAll(foreign);
  if (first === undefined || more.length < tolerated || more.length < sample.length / tolerated) return undefined;
  const message = 'this is not a text file: save it as UTF-8 text';
  return { code: 'FL1033', message, range: { start: first.index, end: first.index + 1 } };
}
