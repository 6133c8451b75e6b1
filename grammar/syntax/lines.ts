/** What the beginning and the end of a line say: whether it goes on, and whether it must be the beginning of something new. */
import type { IToken, TokenType } from 'chevrotain';
import type { Lexed } from './lexer.ts';
import { Duration, Identifier, Integer, S, StringToken, W } from './tokens.ts';

const continuing = new Set<TokenType>([W.else, W.and, W.or, S.Dot, S.QuestionQuestion, S.CloseParen, S.CloseBracket, S.CloseBrace]);

/** Whether a line that begins with this token continues the one before. */
export function continuesLine(token: IToken): boolean {
  return continuing.has(token.tokenType);
}

/** What a line cannot end with: the next one goes on. */
export const openEnds: ReadonlySet<TokenType> = new Set<TokenType>([
  S.Arrow,
  S.DoubleArrow,
  S.EqualEqual,
  S.NotEqual,
  S.LessEqual,
  S.GreaterEqual,
  S.PlusEqual,
  S.MinusEqual,
  S.DotDot,
  S.QuestionQuestion,
  S.Comma,
  S.Colon,
  S.Dot,
  S.Equal,
  S.Less,
  S.Greater,
  S.Plus,
  S.Minus,
  S.Star,
  S.Slash,
  S.Percent,
  S.Ampersand,
  S.Bar,
  W.and,
  W.or,
  W.not,
  W.in,
]);

/** Whether the line before token `i` cannot be complete, and token `i` may be its continuation. */
export function endsOpen(lexed: Lexed, i: number): boolean {
  const previous = lexed.tokens[i - 1];
  if (previous === undefined || !openEnds.has(previous.tokenType)) return false;
  if (previous.tokenType === S.Greater && closesType(lexed.tokens, i - 1)) return false;
  // Half-typed: `x =` above a line that is surely something of its own.
  const type = lexed.tokens[i]?.tokenType;
  return type !== W.if && type !== W.for && !surelyBegins(lexed, i);
}

/** Whether the `>` at `i` ends a type: `-> Set<Int>`, `x: Map<K, V>`. */
export function closesType(tokens: readonly IToken[], i: number): boolean {
  let balance = 0;
  for (let k = i; k >= 0 && k > i - 100; k--) {
    const token = tokens[k];
    const type = token?.tokenType;
    if (type === S.Greater) balance += 1;
    else if (type === S.Less) balance -= 1;
    else if (type === S.Arrow || type === S.Colon) return balance === 0;
    else if (token === undefined || (type !== S.Comma && type !== S.Question && !isName(token))) return false;
  }
  return false;
}

export function isName(token: IToken | undefined): boolean {
  if (token === undefined) return false;
  return token.tokenType === Identifier || (token.tokenType.CATEGORIES?.includes(Identifier) ?? false);
}

export function isString(token: IToken | undefined): boolean {
  if (token === undefined) return false;
  return token.tokenType === StringToken || (token.tokenType.CATEGORIES?.includes(StringToken) ?? false);
}

const reservedStarts = new Set<TokenType>([
  W.import,
  W.const,
  W.enum,
  W.struct,
  W.var,
  W.durable,
  W.let,
  W.func,
  W.while,
  W.match,
  W.return,
]);
const namedDeclarations = new Set<TokenType>([W.message, W.operation, W.event, W.role]);
const titledDeclarations = new Set<TokenType>([W.scenario, W.history]);
const nameFollows = new Set<TokenType>([
  ...namedDeclarations,
  W.send,
  W.cancel,
  W.await,
  W.reply,
  W.node,
  W.client,
  W.on,
  W.link,
  W.clock,
  W.disk,
  W.volatile,
  W.crash,
  W.recover,
  W.isolate,
  W.resume,
  W.pause,
  W.jump,
  W.lose,
  W.check,
  W.expect,
  W.deliver,
  W.invoke,
  W.handle,
  W.fire,
  W.eventually,
  W.possible,
  W.always,
  W.network,
  W.invariant,
]);
/** Names that may follow an expression, and so do not make "two names in a row". */
const infixWords = new Set<TokenType>([W.where, W.with, W.at]);

/** The token behind `i`, if it stands on the same line. */
function nextOnLine(lexed: Lexed, i: number): IToken | undefined {
  return lexed.columns[i + 1] === -1 ? lexed.tokens[i + 1] : undefined;
}

/** Whether the line that begins with token `i` can only be a declaration at the top level of the file. */
export function beginsDeclaration(lexed: Lexed, i: number): boolean {
  const type = lexed.tokens[i]?.tokenType;
  // Scenarios have invariants too; at the margin it is the file's.
  return belongsToFile(lexed, i) || (type === W.invariant && isName(nextOnLine(lexed, i)) && lexed.columns[i] === 0);
}

/** Whether the line that begins with token `i` can stand nowhere but at the top level of the file, however it is indented. */
export function belongsToFile(lexed: Lexed, i: number): boolean {
  const type = lexed.tokens[i]?.tokenType;
  if (type === undefined || lexed.columns[i] === -1) return false;
  const next = nextOnLine(lexed, i);
  if (type === W.import) return true;
  if (type === W.const || type === W.enum || type === W.struct || namedDeclarations.has(type)) return isName(next);
  return titledDeclarations.has(type) && isString(next);
}

/** Whether the line that begins with token `i` can only be a member of a role. */
export function beginsMember(lexed: Lexed, i: number): boolean {
  const type = lexed.tokens[i]?.tokenType;
  return (type === W.on || type === W.func || type === W.durable) && isName(nextOnLine(lexed, i));
}

const itemStarts = new Set<TokenType>([
  W.node,
  W.client,
  W.link,
  W.clock,
  W.disk,
  W.volatile,
  W.check,
  W.expect,
  W.eventually,
  W.possible,
  W.invariant,
]);

/** Whether the line that begins with token `i` can only be an item of a scenario. */
export function beginsItem(lexed: Lexed, i: number): boolean {
  const type = lexed.tokens[i]?.tokenType;
  const next = nextOnLine(lexed, i);
  if (type === undefined) return false;
  if (itemStarts.has(type)) return isName(next);
  if (type === W.network) return next?.tokenType === S.OpenBrace || next?.tokenType === W.synchronous;
  if (type === W.schedule) return next?.tokenType === S.OpenBrace;
  if (type === W.always) return next?.tokenType === W.possible;
  if (type === W.up) return next?.tokenType === W.to;
  if (type === W.initial) return isString(next);
  if (type === W.at) return next?.tokenType === Duration;
  return type === W.explore && next === undefined;
}

/** Whether the line that begins with token `i` can only be the beginning of something: never the inside of an expression. */
export function surelyBegins(lexed: Lexed, i: number): boolean {
  const type = lexed.tokens[i]?.tokenType;
  if (type === undefined || lexed.columns[i] === -1) return false;
  const next = nextOnLine(lexed, i);
  if (reservedStarts.has(type)) return next !== undefined || type === W.return;
  if (nameFollows.has(type) && isName(next) && next !== undefined && !infixWords.has(next.tokenType)) return true;
  if (type === W.after) return next?.tokenType === Duration || next?.tokenType === Integer;
  if (type === W.wait) return next?.tokenType === W.until;
  return beginsDeclaration(lexed, i) || beginsItem(lexed, i);
}
