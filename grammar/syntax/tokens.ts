/**
 * The one token table: every word and symbol of the language. The lexer, the parser, the suggestions of misspelt words and the TextMate
 * grammar are all made from it.
 */
import { createToken, Lexer, type TokenType } from 'chevrotain';

/**
 * What a word is for. A reserved word can never be a name; every other word is an ordinary name wherever the grammar does not expect it.
 */
export type WordGroup =
  | 'declaration'
  | 'storage'
  | 'member'
  | 'control'
  | 'operator'
  | 'constant'
  | 'statement'
  | 'clause'
  | 'quantifier'
  | 'item'
  | 'setting'
  | 'action'
  | 'trigger';

export interface Word {
  readonly text: string;
  readonly group: WordGroup;
  readonly reserved: boolean;
}

const reserved = {
  declaration: 'import const enum struct',
  storage: 'var durable let func',
  control: 'if else for while match return',
  operator: 'and or not in',
  constant: 'true false none self now',
} as const satisfies Partial<Record<WordGroup, string>>;

const contextual = {
  declaration: 'message operation event role scenario history invariant',
  member: 'on start recover timeout',
  statement: 'send reply after cancel sync assert repeat sleep wait await transaction',
  clause: 'from as when to at with where until retry of by then',
  quantifier: 'all some count max min sum choose',
  item: 'node client initial network link clock disk volatile lose duplicate delay up simulate explore schedule check expect eventually possible always load',
  setting: 'synchronous order loss skew drift seed seeds violation no recovery',
  action: 'crash partition isolate heal pause resume jump deliver fire invoke handle',
  trigger: 'receives sends times out crashes recovers',
} as const satisfies Partial<Record<WordGroup, string>>;

function wordsOf(groups: Partial<Record<WordGroup, string>>, isReserved: boolean): Word[] {
  return Object.entries(groups).flatMap(([group, texts]) =>
    texts.split(' ').map((text) => ({ text, group: group as WordGroup, reserved: isReserved })),
  );
}

export const words: readonly Word[] = [...wordsOf(reserved, true), ...wordsOf(contextual, false)];

type Split<S extends string> = S extends `${infer Head} ${infer Tail}` ? Head | Split<Tail> : S;
type ReservedWord = { [G in keyof typeof reserved]: Split<(typeof reserved)[G]> }[keyof typeof reserved];
type ContextualWord = { [G in keyof typeof contextual]: Split<(typeof contextual)[G]> }[keyof typeof contextual];
export type WordText = ReservedWord | ContextualWord;

const symbolPatterns = {
  Arrow: '->',
  DoubleArrow: '=>',
  EqualEqual: '==',
  NotEqual: '!=',
  LessEqual: '<=',
  GreaterEqual: '>=',
  PlusEqual: '+=',
  MinusEqual: '-=',
  DotDot: '..',
  QuestionQuestion: '??',
  OpenBrace: '{',
  CloseBrace: '}',
  OpenParen: '(',
  CloseParen: ')',
  OpenBracket: '[',
  CloseBracket: ']',
  Comma: ',',
  Semicolon: ';',
  Colon: ':',
  Dot: '.',
  Question: '?',
  Equal: '=',
  Less: '<',
  Greater: '>',
  Plus: '+',
  Minus: '-',
  Star: '*',
  Slash: '/',
  Percent: '%',
  Ampersand: '&',
  Bar: '|',
} as const;
export type SymbolName = keyof typeof symbolPatterns;

/** A name, and every contextual word where it stands as a name. */
export const Identifier = createToken({ name: 'Name', pattern: /[A-Za-z_][A-Za-z0-9_]*/ });
/** Any reserved word; lets the parser say "a word of the language cannot be a name". */
export const ReservedCategory = createToken({ name: 'ReservedWord', pattern: Lexer.NA });

/** The token type of each word of the language, by the word itself. */
export const W = Object.fromEntries(
  words.map((word) => [
    word.text,
    createToken({
      name: `'${word.text}'`,
      label: word.text,
      pattern: Lexer.NA,
      categories: word.reserved ? ReservedCategory : Identifier,
    }),
  ]),
) as Record<WordText, TokenType>;

/** The token type of each symbol, by its name. */
export const S = Object.fromEntries(
  Object.entries(symbolPatterns).map(([name, pattern]) => [name, createToken({ name, label: pattern, pattern })]),
) as Record<SymbolName, TokenType>;

/** A string in double quotes; an unterminated one counts as one, so that the parser goes on behind it. */
export const StringToken = createToken({ name: 'String', pattern: /"(?:[^"\\\r\n]|\\[^\r\n])*"/ });
export const UnterminatedString = createToken({
  name: 'UnterminatedString',
  pattern: /"(?:[^"\\\r\n]|\\[^\r\n])*\\?/,
  categories: StringToken,
});
/** Strings in other quotes: reported by the lexer, strings for the parser. */
export const OddlyQuoted = createToken({
  name: 'OddlyQuoted',
  pattern: /'[^'\r\n]*'|[\u2018\u2019][^\u2018\u2019\r\n]*\u2019|[\u201c\u201d\u201e][^\u201c\u201d\r\n]*[\u201c\u201d]/,
  categories: StringToken,
});

export const Integer = createToken({ name: 'Integer', pattern: /[0-9][0-9_]*/ });
export const Duration = createToken({ name: 'Duration', pattern: /[0-9][0-9_]*(?:ms|s)(?![A-Za-z0-9_])/ });
/** `5%`; with a number, a name or a parenthesis right behind it, it is the remainder operator instead. */
export const Percentage = createToken({ name: 'Percentage', pattern: /[0-9][0-9_]*(?:\.[0-9]+)?%(?![A-Za-z0-9_(])/ });
export const Ordinal = createToken({ name: 'Ordinal', pattern: /[0-9]+(?:st|nd|rd|th)(?![A-Za-z0-9_])/ });
/** `12abc`, `1.5`: reported by the lexer, an integer for the parser. */
export const BadNumber = createToken({
  name: 'BadNumber',
  pattern: /[0-9][0-9_]*(?:\.[0-9][A-Za-z0-9_]*|[A-Za-z][A-Za-z0-9_]*)/,
  categories: Integer,
});

export const DocComment = createToken({ name: 'DocComment', pattern: /\/\/\/(?!\/)[^\r\n]*/ });
export const LineComment = createToken({ name: 'LineComment', pattern: /\/\/[^\r\n]*/ });
/** Not in the language; recognised to say so once instead of for every word in it. */
export const BlockComment = createToken({ name: 'BlockComment', pattern: /\/\*[^*]*(?:\*(?!\/)[^*]*)*(?:\*\/)?/, line_breaks: true });
export const LineBreak = createToken({ name: 'LineBreak', pattern: /\r\n|\n|\r/, line_breaks: true });
const Blank = createToken({ name: 'Blank', pattern: /[ \t\f\v\u00a0\ufeff]+/, group: Lexer.SKIPPED });

/** Operators of other languages, read as ours (with a problem) so that the rest of the line is still checked. */
export const foreignOperators = [
  { type: createToken({ name: 'ForeignAnd', pattern: '&&' }), means: W.and },
  { type: createToken({ name: 'ForeignOr', pattern: '||' }), means: W.or },
  { type: createToken({ name: 'ForeignNot', pattern: '!' }), means: W.not },
] as const;

/** Put into the token stream by the layout pass where a line break ends something. */
export const Newline = createToken({ name: 'Newline', label: 'end of line', pattern: Lexer.NA });

const isLongSymbol = (type: TokenType): boolean => typeof type.PATTERN === 'string' && type.PATTERN.length > 1;
const symbols = Object.values(S);

/** In the order in which the lexer tries them. */
export const lexerTokens: readonly TokenType[] = [
  Blank,
  LineBreak,
  DocComment,
  LineComment,
  BlockComment,
  Identifier,
  StringToken,
  UnterminatedString,
  OddlyQuoted,
  Ordinal,
  Duration,
  Percentage,
  BadNumber,
  Integer,
  ...symbols.filter(isLongSymbol),
  foreignOperators[0].type,
  foreignOperators[1].type,
  ...symbols.filter((type) => !isLongSymbol(type)),
  foreignOperators[2].type,
];

/** What the parser may meet. */
export const parserTokens: readonly TokenType[] = [
  Identifier,
  ReservedCategory,
  ...Object.values(W),
  ...symbols,
  StringToken,
  UnterminatedString,
  OddlyQuoted,
  Integer,
  Duration,
  Percentage,
  Ordinal,
  BadNumber,
  Newline,
];
