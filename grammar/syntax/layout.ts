/**
 * The pass between lexer and parser. It gives the parser a token stream in which every bracket has its partner and in which a Newline stands
 * exactly where a line break can end something, so that the parser need not care for either.
 */
import { createTokenInstance, type IToken, type TokenType } from 'chevrotain';
import { type Brackets, matchBrackets } from './brackets.ts';
import { endOf, type Lexed } from './lexer.ts';
import { continuesLine, endsOpen } from './lines.ts';
import { Newline, S } from './tokens.ts';

const closersByText: Readonly<Record<string, TokenType>> = {
  ')': S.CloseParen,
  ']': S.CloseBracket,
  '}': S.CloseBrace,
  '{': S.OpenBrace,
};

/** Behind the tokens, unless they are the `last` ones of the file, another line begins. */
export function layOut(lexed: Lexed, last = true): { readonly tokens: IToken[]; readonly brackets: Brackets } {
  const brackets = matchBrackets(lexed);
  const { tokens, columns } = lexed;
  const out: IToken[] = [];
  /** One entry for each open bracket: whether line breaks count directly inside of it. */
  const open: boolean[] = [];
  const invent = (before: number): void => {
    for (const text of brackets.inventedBefore.get(before) ?? []) {
      const type = closersByText[text];
      if (type === undefined) continue;
      out.push(invented(type, out.at(-1)));
      if (text === '{') open.push(true);
      else open.pop();
    }
  };
  for (let i = 0; i < tokens.length; i++) {
    invent(i);
    const token = tokens[i];
    if (token === undefined || brackets.dropped.has(i)) continue;
    const previous = out.at(-1);
    if (columns[i] !== -1 && (open.at(-1) ?? true) && previous !== undefined && !brackets.joined.has(i)) {
      const begins = previous.tokenType === S.OpenBrace || previous.tokenType === Newline;
      if (!begins && !endsOpen(lexed, i) && !continuesLine(token)) out.push(invented(Newline, previous));
    }
    out.push(token);
    const type = token.tokenType;
    if (type === S.OpenParen || type === S.OpenBracket) open.push(false);
    else if (type === S.OpenBrace) open.push(brackets.blocks.has(i));
    else if (type === S.CloseParen || type === S.CloseBracket || type === S.CloseBrace) open.pop();
  }
  invent(tokens.length);
  if (!last && out.length > 0) out.push(invented(Newline, out.at(-1)));
  return { tokens: out, brackets };
}

/** A token without text, right behind the one before it. */
function invented(type: TokenType, behind: IToken | undefined): IToken {
  const at = behind === undefined ? 0 : endOf(behind);
  return createTokenInstance(type, '', at, at - 1, 0, 0, 0, 0);
}
