/** Text -> tokens. Comments go aside, line breaks become a property of the token behind them; nothing in the text can stop it. */
import { type ILexingError, type IToken, Lexer, type TokenType } from 'chevrotain';
import type { SyntaxProblem } from './problems.ts';
import {
  BadNumber,
  BlockComment,
  DocComment,
  foreignOperators,
  Identifier,
  LineBreak,
  LineComment,
  lexerTokens,
  OddlyQuoted,
  UnterminatedString,
  W,
} from './tokens.ts';

/** A comment; `text` is what stands behind its slashes. */
export interface Comment {
  readonly kind: 'line' | 'doc';
  readonly text: string;
  readonly range: { readonly start: number; readonly end: number };
  /** Whether nothing but blanks stands before it on its line. */
  readonly ownLine: boolean;
}

export interface Lexed {
  readonly text: string;
  readonly tokens: readonly IToken[];
  /** For each token its distance from the beginning of its line if it is the first there, else -1. */
  readonly columns: readonly number[];
  /** For each token the number of its line, from 1. */
  readonly lines: readonly number[];
  readonly comments: readonly Comment[];
  /** Documentation by the offset of the token it stands before. */
  readonly docs: ReadonlyMap<number, string>;
  readonly problems: readonly SyntaxProblem[];
}

const lexer = new Lexer([...lexerTokens], { positionTracking: 'onlyOffset', ensureOptimizations: true });
const wordTypes = new Map<string, TokenType>(Object.entries(W));
const foreignTypes = new Map<TokenType, { means: TokenType; word: string }>(
  foreignOperators.map(({ type, means }) => [type, { means, word: means.LABEL ?? '' }]),
);

/** The offset behind a token. Tokens that the layout pass invented have no text. */
export function endOf(token: IToken): number {
  return token.startOffset + token.image.length;
}

/** The word that a token stands for: its text, unless it was misspelt. */
export function wordOf(token: IToken): string {
  return token.tokenType.LABEL ?? token.image;
}

export function retype(token: IToken, type: TokenType): void {
  token.tokenType = type;
  token.tokenTypeIdx = type.tokenTypeIdx ?? 0;
}

/** `base` is where the text begins in its file: offsets are those of the file. */
export function lex(text: string, base = 0): Lexed {
  const { tokens: raw, errors } = lexer.tokenize(text);
  const problems: SyntaxProblem[] = errors.map((error) => unknownCharacters(text, error, base));
  const tokens: IToken[] = [];
  const columns: number[] = [];
  const lines: number[] = [];
  const comments: Comment[] = [];
  const docs = new Map<number, string>();
  let lineStart = base;
  let line = 1;
  let first = true;
  let breaks = 0;
  let doc: string[] = [];
  for (const token of raw) {
    const type = token.tokenType;
    token.startOffset += base;
    if (type === LineBreak) {
      lineStart = endOf(token);
      line += 1;
      first = true;
      breaks += 1;
      // A blank line between: the comment speaks of the file, not of the declaration below.
      if (breaks > 1) doc = [];
      continue;
    }
    if (type === DocComment || type === LineComment) {
      const slashes = type === DocComment ? 3 : 2;
      const content = token.image.slice(slashes);
      const range = { start: token.startOffset, end: endOf(token) };
      comments.push({ kind: type === DocComment ? 'doc' : 'line', text: content, range, ownLine: first });
      if (type === DocComment && first) doc.push(content.startsWith(' ') ? content.slice(1) : content);
      breaks = 0;
      continue;
    }
    if (type === BlockComment) {
      problems.push({
        code: 'FL1009',
        message: 'a comment begins with `//` on each of its lines; `/* … */` is not one here',
        range: { start: token.startOffset, end: endOf(token) },
      });
      continue;
    }
    classify(token, problems);
    if (first && doc.length > 0) docs.set(token.startOffset, doc.join('\n').trimEnd());
    doc = [];
    breaks = 0;
    tokens.push(token);
    lines.push(line);
    columns.push(first ? token.startOffset - lineStart : -1);
    first = false;
  }
  return { text, tokens, columns, lines, comments, docs, problems };
}

/** Tells words from names, and reports what is a token only so that the parser can go on. */
function classify(token: IToken, problems: SyntaxProblem[]): void {
  const type = token.tokenType;
  const range = { start: token.startOffset, end: endOf(token) };
  if (type === Identifier) {
    const word = wordTypes.get(token.image);
    if (word !== undefined) retype(token, word);
  } else if (type === UnterminatedString) {
    problems.push({
      code: 'FL1002',
      message: 'this string has no closing `"` on its line',
      range,
      fix: { title: 'Close the string', range: { start: range.end, end: range.end }, text: '"' },
    });
  } else if (type === OddlyQuoted) {
    const inner = token.image.slice(1, -1).replaceAll('"', '\\"');
    problems.push({
      code: 'FL1001',
      message: 'strings stand in double quotes',
      range,
      fix: { title: 'Use double quotes', range, text: `"${inner}"` },
    });
  } else if (type === BadNumber) {
    problems.push({ code: 'FL1005', message: badNumber(token.image), range });
  } else {
    const foreign = foreignTypes.get(type);
    if (foreign === undefined) return;
    problems.push({
      code: 'FL1032',
      message: `\`${token.image}\` is written \`${foreign.word}\``,
      range,
      fix: { title: `Write \`${foreign.word}\``, range, text: foreign.word === 'not' ? 'not ' : foreign.word },
    });
    retype(token, foreign.means);
  }
}

function badNumber(image: string): string {
  if (/^[0-9_]+\.[0-9_]+$/.test(image)) return `\`${image}\` is not a number: numbers are whole`;
  const unit = /^[0-9_]+(us|ns|sec|secs|second|seconds|msec|min|mins|m|h|S|MS|Ms)$/.exec(image);
  if (unit !== null) return `\`${image}\` is not a duration: durations end in \`ms\` or \`s\``;
  if (image.includes('.')) return `\`${image}\` is not a number: numbers are whole, durations end in \`ms\` or \`s\``;
  return `\`${image}\` is neither a number nor a name: a name cannot begin with a digit`;
}

const lookalikes: Readonly<Record<string, string>> = {
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '–': '-',
  '—': '-',
  '−': '-',
  '→': '->',
  '⇒': '=>',
  '≤': '<=',
  '≥': '>=',
  '≠': '!=',
  '∧': 'and',
  '∨': 'or',
  '¬': 'not',
  '∈': 'in',
  '×': '*',
  '·': ';',
  '…': '..',
};

function unknownCharacters(text: string, error: ILexingError, base: number): SyntaxProblem {
  const characters = text.slice(error.offset, error.offset + error.length);
  const range = { start: base + error.offset, end: base + error.offset + characters.length };
  const plain = lookalikes[characters];
  if (plain !== undefined) {
    const fix = { title: `Replace by \`${plain}\``, range, text: plain };
    return { code: 'FL1001', message: `\`${characters}\` is not part of the language; write \`${plain}\``, range, fix };
  }
  const code = characters.codePointAt(0) ?? 0;
  const visible = code > 0x20 && code !== 0x7f && !(code >= 0xd800 && code <= 0xdfff) && [...characters].length <= 8;
  const what = visible ? `\`${characters}\`` : `the character U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return { code: 'FL1001', message: `${what} is not part of the language`, range };
}
