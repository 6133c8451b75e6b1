/** Literals, and what all brackets have in common: elements with commas between them, up to the closing one. */
import { type IToken, type ParserMethod, type TokenType, tokenMatcher } from 'chevrotain';
import type { Expression } from './ast.ts';
import { BaseParser } from './base-parser.ts';
import { wordOf } from './lexer.ts';
import { stringValue } from './strings.ts';
import { Duration, Identifier, Integer, Percentage, S, StringToken, W } from './tokens.ts';

const maxInt = 2 ** 31 - 1;

const expressionStarts: readonly TokenType[] = [
  Identifier,
  Integer,
  Duration,
  Percentage,
  StringToken,
  W.true,
  W.false,
  W.none,
  W.self,
  W.now,
  W.not,
  S.Minus,
  S.OpenParen,
  S.OpenBracket,
  S.OpenBrace,
];

export abstract class LiteralParser extends BaseParser {
  /** Any expression; what can stand in brackets is decided further down the chain of classes. */
  abstract readonly expression: ParserMethod<[], Expression>;

  protected startsExpression(k = 1): boolean {
    return this.seesAny(expressionStarts, k);
  }
  /** Elements up to `closer`; a comma may also stand behind the last. What does not fit before the closer is reported and skipped. */
  protected commaSeparated(closer: TokenType, element: () => void): void {
    this.many(7, {
      GATE: () => !this.sees(closer) && !this.atEnd(),
      DEF: () => {
        element();
        this.afterElement(closer);
      },
    });
    if (!this.RECORDING_PHASE && !this.sees(closer)) {
      this.problemHere('FL1010', `expected \`,\` or \`${closer.LABEL ?? ''}\`, found ${this.found()}`);
      while (!this.sees(closer) && !this.atEnd()) this.skipGroup();
    }
  }

  private afterElement(closer: TokenType): void {
    if (this.RECORDING_PHASE) {
      this.option(7, () => this.consume(7, S.Comma));
      return;
    }
    if (this.sees(S.Comma)) {
      this.consume(7, S.Comma);
    } else if (!this.sees(closer)) {
      // `f(a b)`: a comma is missing, and the next element is there. Anything else is skipped.
      this.problemHere('FL1010', `expected \`,\` or \`${closer.LABEL ?? ''}\`, found ${this.found()}`);
      while (!this.startsExpression() && !this.seesAny([closer, S.Comma]) && !this.atEnd()) this.skipGroup();
      if (this.sees(S.Comma)) this.consume(7, S.Comma);
    }
  }

  /** Reads `closer`; what stands before it is reported and skipped. */
  protected closeAfter(closer: TokenType): void {
    if (!this.RECORDING_PHASE && !this.sees(closer)) {
      this.problemHere('FL1010', `expected \`${closer.LABEL ?? ''}\`, found ${this.found()}`);
      while (!this.sees(closer) && !this.atEnd()) this.skipGroup();
    }
    this.expect(1, closer);
  }

  readonly literal = this.RULE('literal', (): Expression => {
    const start = this.here();
    return this.oneOf<Expression>([
      { ALT: () => this.node(start, { kind: 'boolean', value: wordOf(this.CONSUME(W.true)) === 'true' }) },
      { ALT: () => this.node(start, { kind: 'boolean', value: wordOf(this.CONSUME(W.false)) === 'true' }) },
      {
        ALT: () => {
          this.CONSUME(W.none);
          return this.node(start, { kind: 'none' });
        },
      },
      {
        ALT: () => {
          const value = numberOf(this.CONSUME(Integer));
          return this.node(start, { kind: 'integer', value });
        },
      },
      {
        ALT: () => {
          const value = numberOf(this.CONSUME(Duration));
          return this.node(start, { kind: 'duration', value });
        },
      },
      {
        ALT: () => {
          const value = numberOf(this.CONSUME(Percentage)) / 100;
          return this.node(start, { kind: 'percentage', value });
        },
      },
      {
        ALT: () => {
          const value = this.stringOf(this.CONSUME(StringToken));
          return this.node(start, { kind: 'string', value });
        },
      },
    ]);
  });

  protected stringOf(token: IToken): string {
    if (this.RECORDING_PHASE) return '';
    return stringValue(token.image, token.startOffset, (problem) => this.problems.push(problem));
  }

  /** -2147483648 is a number although 2147483648 is not. */
  protected checkRange(negative: boolean): void {
    const token = this.LA(1);
    if (this.RECORDING_PHASE || (!this.sees(Integer) && !this.sees(Duration))) return;
    const value = numberOf(token);
    if (value <= maxInt || (negative && value === maxInt + 1)) return;
    const what = tokenMatcher(token, Duration) ? 'durations end at 2147483647ms, about 24 days' : 'an Int ends at 2147483647';
    this.problem('FL1004', `\`${token.image.slice(0, 40)}\` is out of range: ${what}`, this.tokenRange(token));
  }
}

/** The value of a number, whatever its unit; durations in milliseconds, percentages as they are written. */
export function numberOf(token: IToken): number {
  const digits = /^[0-9_]+(?:\.[0-9]+)?/.exec(token.image)?.[0].replaceAll('_', '') ?? '0';
  const scale = tokenMatcher(token, Duration) && !token.image.endsWith('ms') ? 1000 : 1;
  return Number(digits) * scale;
}
