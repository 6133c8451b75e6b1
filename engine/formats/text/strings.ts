/** Strings in quotes, as EDN and JSON have them. */
import { type Cursor, endOfText, newline } from './cursor.ts';
import { quoted } from './refusal.ts';

export interface StringSyntax {
  /** What a letter behind a backslash means; `u` with four hexadecimal digits goes without saying. */
  readonly escapes: Readonly<Record<string, string>>;
  /** Whether a string may go on over the end of a line. */
  readonly overLines: boolean;
}

const quote = 34;
const backslash = 92;
const longest = 4_000_000;

/** The string that begins with the quote at the cursor. */
export function readString(cursor: Cursor, syntax: StringSyntax): string {
  const opened = cursor.line;
  cursor.skip();
  let text = '';
  for (;;) {
    text += cursor.take(isPlain);
    if (text.length > longest) throw cursor.refusal(`a string is longer than ${longest} characters`, opened);
    const code = cursor.code();
    if (code === endOfText) throw cursor.refusal('the text ends within a string', opened);
    if (code === newline && !syntax.overLines) throw cursor.refusal('a string is not closed');
    cursor.skip();
    if (code === quote) return text;
    text += code === backslash ? escaped(cursor, syntax) : String.fromCharCode(code);
  }
}

/** Behind a backslash. */
function escaped(cursor: Cursor, { escapes }: StringSyntax): string {
  const letter = String.fromCharCode(cursor.code());
  cursor.skip();
  if (letter !== 'u') {
    const meant = Object.hasOwn(escapes, letter) ? escapes[letter] : undefined;
    if (meant === undefined) throw cursor.refusal(`${quoted(`\\${letter}`)} is not an escape`);
    return meant;
  }
  let digits = '';
  for (let i = 0; i < 4 && /[0-9a-fA-F]/.test(String.fromCharCode(cursor.code())); i++) {
    digits += String.fromCharCode(cursor.code());
    cursor.skip();
  }
  if (digits.length < 4) throw cursor.refusal('`\\u` needs four hexadecimal digits');
  return String.fromCharCode(Number.parseInt(digits, 16));
}

function isPlain(code: number): boolean {
  return code !== quote && code !== backslash && code !== newline;
}
