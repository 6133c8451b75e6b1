/** Tells a `{` that opens a block from one that opens an expression (a set, a map, a comprehension, a condition), by what stands before it. */
import type { IToken, TokenType } from 'chevrotain';
import { closesType, isName, isString, openEnds } from './lines.ts';
import { Duration, Integer, Percentage, S, W } from './tokens.ts';

const operandEnds = new Set<TokenType>([
  S.CloseParen,
  S.CloseBracket,
  S.CloseBrace,
  S.Question,
  S.DoubleArrow,
  S.Semicolon,
  W.true,
  W.false,
  W.none,
  W.self,
  W.now,
  Integer,
  Duration,
  Percentage,
]);

/** Words that take a value when they are no names. */
const takesValue = new Set<TokenType>([
  W.to,
  W.when,
  W.with,
  W.where,
  W.partition,
  W.isolate,
  W.crash,
  W.recover,
  W.pause,
  W.resume,
  W.jump,
  W.reply,
  W.assert,
  W.after,
  W.sleep,
  W.until,
  W.choose,
  W.of,
  W.by,
  W.from,
]);

/** Tokens behind which an operand or a name has to come, so that a word there is a name. */
const wantsOperand = new Set<TokenType>([
  S.OpenParen,
  S.OpenBracket,
  S.Comma,
  S.Colon,
  S.Equal,
  S.EqualEqual,
  S.NotEqual,
  S.Less,
  S.LessEqual,
  S.Greater,
  S.GreaterEqual,
  S.Plus,
  S.PlusEqual,
  S.Minus,
  S.MinusEqual,
  S.Star,
  S.Slash,
  S.Percent,
  S.Ampersand,
  S.QuestionQuestion,
  S.DotDot,
  S.Dot,
  S.Arrow,
  W.if,
  W.while,
  W.match,
  W.in,
  W.and,
  W.or,
  W.not,
]);
/** The same, but only where clauses can stand: in blocks. */
const wantsName = new Set<TokenType>([W.client, W.on, W.role, W.timeout, W.from, W.as]);

/**
 * @param insideBlock whether the innermost open bracket is a block's (or there is none)
 * @param closedBlock whether the `}` at an index closed a block
 */
export function opensBlock(
  tokens: readonly IToken[],
  columns: readonly number[],
  i: number,
  insideBlock: boolean,
  closedBlock: (index: number) => boolean,
): boolean {
  const previous = tokens[i - 1];
  if (previous === undefined) return true;
  const type = previous.tokenType;
  if (operandEnds.has(type) || isString(previous)) return true;
  if (columns[i] !== -1 && insideBlock && !openEnds.has(type)) return true;
  if (type === S.OpenBrace) return insideBlock;
  if (type === S.Greater) return closesType(tokens, i - 1);
  if (type === W.else) {
    if (columns[i - 1] !== -1) return insideBlock;
    return tokens[i - 2]?.tokenType === S.CloseBrace && closedBlock(i - 2);
  }
  if (!isName(previous)) return false;
  if (!takesValue.has(type)) return true;
  const before = tokens[i - 2];
  if (before === undefined) return false;
  return wantsOperand.has(before.tokenType) || (insideBlock && wantsName.has(before.tokenType) && tokens[i - 3]?.tokenType !== S.Dot);
}
