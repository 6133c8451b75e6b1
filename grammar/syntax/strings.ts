/** The text of a string token -> its value. */
import type { SyntaxProblem } from './problems.ts';

const simpleEscapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', '"': '"', '\\': '\\' };
const escapePattern = /\\(?:u\{([0-9A-Fa-f]{1,6})\}|(u\{[^}"]*\}?|[\s\S]?))/g;

/**
 * Resolves the escapes of a string.
 * @param image the token's text, with its opening quote and, if it has one, its closing quote
 * @param start the token's offset in the file
 * @param report is told of each unknown escape; its characters stay in the value as they are
 */
export function stringValue(image: string, start: number, report: (problem: SyntaxProblem) => void): string {
  const closing = image.startsWith('"') ? /"$/ : /['\u2019\u201c\u201d]$/;
  const closed = image.length > 1 && closing.test(image) && !/(?<!\\)(?:\\\\)*\\.$/.test(image);
  const inner = image.slice(1, closed ? -1 : undefined);
  if (!inner.includes('\\')) return inner;
  return inner.replace(escapePattern, (whole: string, hexadecimal: string | undefined, other: string | undefined, at: number) => {
    if (hexadecimal !== undefined) {
      const codePoint = Number.parseInt(hexadecimal, 16);
      if (codePoint <= 0x10ffff && !(codePoint >= 0xd800 && codePoint <= 0xdfff)) return String.fromCodePoint(codePoint);
    } else if (other !== undefined) {
      const plain = simpleEscapes[other];
      if (plain !== undefined) return plain;
      // A lone backslash at the end belongs to an unterminated string, which is reported already.
      if (other === '') return whole;
    }
    report({
      code: 'FL1003',
      message: `\`${whole}\` is not an escape; there are \\", \\\\, \\n, \\t and \\u{…} with the number of a character`,
      range: { start: start + 1 + at, end: start + 1 + at + whole.length },
    });
    return whole;
  });
}

/** A value -> a string literal that `stringValue` turns back into it. */
export function quote(value: string): string {
  let text = '';
  for (const character of value) {
    const code = character.codePointAt(0) ?? 0;
    if (character === '"' || character === '\\') text += `\\${character}`;
    else if (character === '\n') text += '\\n';
    else if (character === '\t') text += '\\t';
    else if (code < 0x20 || code === 0x7f || code === 0x2028 || code === 0x2029) text += `\\u{${code.toString(16)}}`;
    else text += character;
  }
  return `"${text}"`;
}
