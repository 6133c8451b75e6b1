/** What stands around a token, as the matching of brackets asks for it. */
import type { IToken } from 'chevrotain';
import { endOf, type Lexed } from './lexer.ts';
import { belongsToFile, isName, isString } from './lines.ts';

/** The closing bracket of each opening one. */
export const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
/** How far a bracket looks for its partner, on its line and among the open ones: more is no half-typed file but noise. */
export const maxLook = 1000;

export class Surroundings {
  private readonly lexed: Lexed;
  private readonly tokens: readonly IToken[];
  /** For each token the indentation of its line. */
  private readonly indents: readonly number[];
  /** What `closesInTime` has found, by the index of the brace: it is asked again for each line. */
  private readonly inTime = new Map<number, boolean>();

  constructor(lexed: Lexed) {
    this.lexed = lexed;
    this.tokens = lexed.tokens;
    let indent = 0;
    this.indents = lexed.columns.map((column) => {
      if (column !== -1) indent = column;
      return indent;
    });
  }

  /** What stands behind the partner of the `{` at `i`, if both are on its line. */
  behindPartner(i: number): string | undefined {
    let depth = 0;
    for (let k = i; k < Math.min(this.tokens.length, i + maxLook) && (k === i || this.lexed.columns[k] === -1); k++) {
      const text = this.tokens[k]?.image ?? '';
      if (text in closers) depth += 1;
      else if (text === ')' || text === ']' || text === '}') depth -= 1;
      if (depth <= 0) return this.lexed.columns[k + 1] === -1 ? this.tokens[k + 1]?.image : undefined;
    }
    return undefined;
  }

  /** Whether a partner for an open bracket still comes on the line of token `i`. */
  closesLater(i: number, closer: string): boolean {
    let depth = 0;
    for (let k = i + 1; k < Math.min(this.tokens.length, i + maxLook) && this.lexed.columns[k] === -1; k++) {
      const text = this.tokens[k]?.image ?? '';
      if (text === closer && depth === 0) return true;
      if (closers[text] === closer) depth += 1;
      else if (text === closer) depth -= 1;
    }
    return false;
  }

  /** Whether the `{` at `i` has a partner before something that can only stand outside of it; `i` may be that of a brace that was left out. */
  closesInTime(i: number): boolean {
    const known = this.inTime.get(i);
    if (known !== undefined) return known;
    let depth = this.tokens[i]?.image === '{' ? 0 : 1;
    let k = i;
    for (; k < this.tokens.length; k++) {
      const text = this.tokens[k]?.image;
      if (k > i && belongsToFile(this.lexed, k)) break;
      if (text === '{') depth += 1;
      else if (text === '}') depth -= 1;
      if (depth === 0) break;
    }
    this.inTime.set(i, depth === 0);
    return depth === 0;
  }

  /** `role Coordinator`, `on Vote`, `if`: the words that a block belongs to. */
  describe(head: number): string | undefined {
    const token = this.tokens[head];
    const next = this.tokens[head + 1];
    if (token === undefined || token.image === '{') return undefined;
    return (isName(next) || isString(next)) && !['if', 'while', 'match', 'for'].includes(token.image)
      ? `\`${token.image} ${next?.image}\``
      : `\`${token.image}\``;
  }

  indentOf(i: number): number {
    return this.indents[i] ?? 0;
  }

  rangeOf(i: number): { start: number; end: number } {
    const token = this.tokens[i];
    return token === undefined ? { start: 0, end: 0 } : { start: token.startOffset, end: endOf(token) };
  }

  lineOf(i: number): number {
    return this.lexed.lines[Math.min(i, this.tokens.length - 1)] ?? 1;
  }
}
