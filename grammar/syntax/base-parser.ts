/**
 * What all parts of the parser share: nodes with ranges, problems in the words of the file, and the way they go on after a mistake.
 *
 * The parser is soft: what is missing is reported and taken as if it were there, and a second problem at the same token is not one. Only lists
 * (of statements, members, declarations …) skip anything: to the next line that can begin an element.
 */
import {
  EmbeddedActionsParser,
  EOF,
  type IOrAlt,
  type IToken,
  isRecognitionException,
  type ParserMethod,
  type TokenType,
  tokenMatcher,
} from 'chevrotain';
import type { Expression, MissingExpression, Name } from './ast.ts';
import { mendOf } from './habits.ts';
import { endOf, retype } from './lexer.ts';
import type { SyntaxFix, SyntaxProblem, SyntaxProblemCode } from './problems.ts';
import type { Range } from './range.ts';
import { closestWord } from './spelling.ts';
import { Identifier, Newline, parserTokens, ReservedCategory, S, W, type WordText } from './tokens.ts';

/** How deep rules may call each other; the JavaScript stack holds several times that. */
const maxRecursion = 100;
/** How deep the tree may get, also by long chains (`a + b + …`); everything that walks it recursively relies on that. */
const maxDepth = 500;
/** Nobody reads more of them. */
const maxProblems = 500;

/** A node's fields without its range; those that may be absent may be given as undefined. */
type Fields<T> = T extends unknown
  ? { [K in keyof T as K extends 'range' ? never : K]: T[K] | (undefined extends T[K] ? undefined : never) }
  : never;

export interface Alternative<T> {
  /** The word that it begins with, for "did you mean". */
  readonly word?: WordText;
  readonly starts: () => boolean;
  readonly rule: ParserMethod<[], T>;
}

export interface ListSpec<T> {
  readonly alternatives: readonly Alternative<T>[];
  readonly code: SyntaxProblemCode;
  /** What an element is called: "a statement". */
  readonly what: string;
  /** Whether a line break or `;` has to stand between two elements. */
  readonly separated: boolean;
}

export abstract class BaseParser extends EmbeddedActionsParser {
  protected problems: SyntaxProblem[] = [];
  private text = '';
  private documentation: ReadonlyMap<number, string> = new Map();
  private lastProblemAt = -1;
  private recursion = 0;
  private depths = new Map<object, number>();

  /** @param validate whether Chevrotain checks the grammar first; a test does, users need not wait for it */
  constructor(validate: boolean) {
    super([...parserTokens], { recoveryEnabled: false, maxLookahead: 1, skipValidations: !validate });
  }

  protected prepare(tokens: IToken[], text: string, docs: ReadonlyMap<number, string>): void {
    this.input = tokens;
    this.text = text;
    this.documentation = docs;
    this.problems = [];
    this.lastProblemAt = -1;
    this.recursion = 0;
    // Not weak: entries of a weak map cost the collector more than the parser takes.
    this.depths = new Map();
  }

  // ---- looking ahead ------------------------------------------------------------------------------------------------

  /** Whether the `k`th token ahead is of `type`; a name also matches every word that is not reserved. */
  protected sees(type: TokenType, k = 1): boolean {
    return tokenMatcher(this.LA(k), type);
  }

  protected seesAny(types: readonly TokenType[], k = 1): boolean {
    return types.some((type) => this.sees(type, k));
  }

  protected atEnd(k = 1): boolean {
    return this.isEof(this.LA(k));
  }

  /** Chevrotain's token for what lies before the first and behind the last. */
  private isEof(token: IToken): boolean {
    return token.tokenType === EOF;
  }

  protected atSeparator(k = 1): boolean {
    return this.sees(Newline, k) || this.sees(S.Semicolon, k);
  }

  /** Whether a list in braces, or the file, ends here. */
  protected atListEnd(): boolean {
    return this.sees(S.CloseBrace) || this.atEnd();
  }

  /** Offset of the next token. */
  protected here(): number {
    const token = this.LA(1);
    return this.isEof(token) ? this.text.length : token.startOffset;
  }

  /** Offset behind the last token that was read. */
  protected behind(): number {
    const token = this.LA(0);
    return this.isEof(token) ? 0 : endOf(token);
  }

  // ---- nodes ----------------------------------------------------------------------------------------------------------

  /** A node from `start` to the last token that was read. */
  protected node<T extends { readonly range: Range }>(start: number, fields: Fields<T>): T {
    return this.spanned<T>({ start, end: Math.max(start, this.behind()) }, fields);
  }

  protected spanned<T extends { readonly range: Range }>(range: Range, fields: Fields<T>): T {
    let depth = 0;
    const node: Record<string, unknown> = {};
    for (const key in fields) {
      const value: unknown = fields[key as keyof typeof fields];
      if (value === undefined) continue;
      node[key] = value;
      depth = Math.max(depth, this.depthOf(value));
    }
    node.range = range;
    this.depths.set(node, depth + 1);
    return node as unknown as T;
  }

  private depthOf(value: unknown): number {
    if (typeof value !== 'object' || value === null) return 0;
    const known = this.depths.get(value);
    if (known !== undefined) return known;
    let depth = 0;
    if (Array.isArray(value)) for (const element of value) depth = Math.max(depth, this.depthOf(element));
    else for (const element of Object.values(value)) depth = Math.max(depth, typeof element === 'object' ? this.depthOf(element) : 0);
    return depth;
  }

  /** Documentation that stands before the token at `start`. */
  protected docAt(start: number): string | undefined {
    return this.documentation.get(start);
  }

  protected missing(): MissingExpression {
    return { kind: 'missing', range: { start: this.behind(), end: this.behind() } };
  }

  protected inventedName(): Name {
    return { text: '', range: { start: this.behind(), end: this.behind() } };
  }

  /** The expression itself, unless a chain has made it too deep. */
  protected bounded(expression: Expression): Expression {
    if (this.RECORDING_PHASE || this.depthOf(expression) <= maxDepth) return expression;
    this.problem('FL1008', 'this expression is too long; give parts of it a name with `let`', expression.range);
    return { kind: 'missing', range: expression.range };
  }

  protected isTooDeep(node: object): boolean {
    return this.depthOf(node) > maxDepth;
  }

  /** Runs `inner`, unless rules are nested too deeply already: then skips to where the nested thing ends. */
  protected nested<T>(inner: () => T, instead: () => T): T {
    if (this.RECORDING_PHASE) return inner();
    if (this.recursion >= maxRecursion) {
      this.problem('FL1008', 'this is nested too deeply; give parts of it a name with `let` or `func`', this.tokenRange(this.LA(1)));
      this.skipNested();
      return instead();
    }
    this.recursion += 1;
    try {
      return inner();
    } finally {
      this.recursion -= 1;
    }
  }

  private skipNested(): void {
    while (!this.atEnd() && !this.atSeparator() && !this.seesAny([S.CloseBrace, S.CloseParen, S.CloseBracket, S.Comma])) this.skipGroup();
    this.lastProblemAt = this.here();
  }

  // ---- problems -------------------------------------------------------------------------------------------------------

  protected problem(code: SyntaxProblemCode, message: string, range: Range, fix?: SyntaxFix): void {
    if (this.problems.length >= maxProblems) return;
    this.problems.push(fix === undefined ? { code, message, range } : { code, message, range, fix });
  }

  /** Reports what is wrong with the next token, unless something about it was reported already. */
  protected problemHere(code: SyntaxProblemCode, message: string, fix?: SyntaxFix, range = this.problemRange()): void {
    const here = this.here();
    if (this.lastProblemAt === here) return;
    this.lastProblemAt = here;
    const mend = mendOf(code, message, (k) => this.LA(k).image);
    this.problem(code, mend === undefined ? message : `${message}; ${mend}`, range, fix);
  }

  /** The next token; at the end of a line the one before, where the missing thing belongs. */
  private problemRange(): Range {
    const next = this.LA(1);
    const last = this.LA(0);
    const sameLine = this.behind() === 0 || !/[\r\n]/.test(this.text.slice(this.behind(), this.here()));
    if (!this.atEnd() && next.image !== '' && sameLine) return this.tokenRange(next);
    return this.isEof(last) ? { start: 0, end: 0 } : { start: Math.max(last.startOffset, endOf(last) - 1), end: endOf(last) };
  }

  protected tokenRange(token: IToken): Range {
    return { start: token.startOffset, end: endOf(token) };
  }

  protected found(): string {
    const token = this.LA(1);
    if (this.atEnd()) return 'the end of the file';
    if (token.tokenType === Newline) return 'the end of the line';
    if (token.image === '') return `\`${token.tokenType.LABEL ?? token.tokenType.name}\``;
    return token.image.length > 30 ? `\`${token.image.slice(0, 29)}…\`` : `\`${token.image}\``;
  }

  // ---- reading --------------------------------------------------------------------------------------------------------

  /** Reads a symbol or word; if it is not there, reports that and goes on as if it were. */
  protected expect(index: number, type: TokenType, because?: string): IToken {
    if (this.RECORDING_PHASE || this.sees(type)) return this.consume(index, type);
    const text = type.LABEL ?? type.name;
    const at = this.behind();
    const spaced = /^\w/.test(text) || text === '{' || text === '=' || text === '->' || text === '=>' ? ` ${text}` : text;
    this.problemHere('FL1010', `expected \`${text}\`${because === undefined ? '' : ` ${because}`}, found ${this.found()}`, {
      title: `Insert \`${text}\``,
      range: { start: at, end: at },
      text: spaced,
    });
    return { ...this.LA(1), image: '', startOffset: at };
  }

  protected readonly nameRule = this.RULE('name', (what?: string): Name => {
    if (this.RECORDING_PHASE || this.sees(Identifier)) {
      const token = this.CONSUME(Identifier);
      return { text: token.image, range: this.tokenRange(token) };
    }
    return this.missingName(what ?? 'a name');
  });

  /** A reserved word where a name belongs is taken as the name: the rest is more likely to be right then. */
  private missingName(what: string): Name {
    if (this.sees(ReservedCategory) && !this.seesAny([W.if, W.else, W.in, W.and, W.or, W.not])) {
      const token = this.LA(1);
      this.problemHere('FL1012', `expected ${what}; \`${token.image}\` is a word of the language and cannot be a name`);
      const name = { text: token.image, range: this.tokenRange(token) };
      this.SKIP_TOKEN();
      return name;
    }
    this.problemHere('FL1012', `expected ${what}, found ${this.found()}`);
    return this.inventedName();
  }

  /** One of several rules, by what stands next. */
  protected choice<T>(alternatives: readonly Alternative<T>[], otherwise: () => T, index = 9): T {
    if (this.RECORDING_PHASE) {
      const rules = [...new Set(alternatives.map(({ rule }) => rule))];
      return this.oneOf(
        rules.map((rule) => ({ ALT: () => this.subrule(index, rule) })),
        index,
      );
    }
    const chosen = alternatives.find((alternative) => alternative.starts());
    return chosen === undefined ? otherwise() : this.subrule(alternatives.indexOf(chosen), chosen.rule);
  }

  /** One of several alternatives written in place; the first whose gate is open and whose first token fits. */
  protected oneOf<T>(alternatives: readonly IOrAlt<T>[], index = 0): T {
    return this.or(index, { DEF: [...alternatives], IGNORE_AMBIGUITIES: true }) as T;
  }

  /** Elements up to the closing brace (or the end of the file), whatever stands between them. */
  protected list<T>(spec: ListSpec<T>): T[] {
    const elements: T[] = [];
    const { alternatives } = spec;
    const otherwise = (): undefined => undefined;
    if (this.RECORDING_PHASE) {
      this.many(9, () => {
        this.choice<T | undefined>(alternatives, otherwise, 7);
        this.many(8, () => this.or(8, [{ ALT: () => this.consume(8, Newline) }, { ALT: () => this.consume(8, S.Semicolon) }]));
      });
      return elements;
    }
    while (!this.atListEnd()) {
      if (this.atSeparator()) {
        this.SKIP_TOKEN();
        continue;
      }
      if (!this.canStart(spec)) {
        this.unexpected(spec);
        continue;
      }
      const before = this.here();
      const problemsBefore = this.lastProblemAt;
      try {
        const element = this.choice<T | undefined>(alternatives, otherwise);
        if (element !== undefined) elements.push(element);
      } catch (error) {
        if (!(error instanceof Error) || !isRecognitionException(error)) throw error;
        this.problemHere(spec.code, `${this.found()} does not fit here`);
      }
      if (this.here() === before && !this.atEnd()) this.SKIP_TOKEN();
      if (this.atListEnd() || this.atSeparator()) continue;
      if (this.lastProblemAt !== problemsBefore && this.lastProblemAt >= before && !this.startsKnown(spec)) this.skipLine();
      else if (spec.separated) {
        this.problemHere('FL1016', `expected the end of the line or \`;\` before ${this.found()}`);
        this.skipLine();
      }
    }
    return elements;
  }

  private canStart(spec: ListSpec<unknown>): boolean {
    return spec.alternatives.some((alternative) => alternative.starts());
  }

  private startsKnown(spec: ListSpec<unknown>): boolean {
    return !spec.separated && this.canStart(spec);
  }

  /** Something that begins no element: corrects a misspelt word, else skips to the next line that begins one. */
  private unexpected(spec: ListSpec<unknown>): void {
    const token = this.LA(1);
    const candidates = spec.alternatives.flatMap(({ word }) => (word === undefined ? [] : [word]));
    const meant = this.sees(Identifier) ? closestWord(token.image, candidates) : undefined;
    if (meant !== undefined) {
      const original = token.tokenType;
      retype(token, W[meant]);
      if (this.canStart(spec)) {
        const fix = { title: `Change to \`${meant}\``, range: this.tokenRange(token), text: meant };
        this.problem('FL1024', `expected ${spec.what}, found \`${token.image}\`; did you mean \`${meant}\`?`, fix.range, fix);
        this.lastProblemAt = this.here();
        return;
      }
      retype(token, original);
    }
    this.problemHere(spec.code, this.unexpectedMessage(spec), undefined, token.image === '' ? undefined : this.tokenRange(token));
    do {
      this.skipLine();
      while (this.atSeparator()) this.SKIP_TOKEN();
    } while (!this.atListEnd() && !this.canStart(spec));
  }

  /** Subclasses have better words for what they know. */
  protected unexpectedMessage(spec: ListSpec<unknown>): string {
    return `expected ${spec.what}, found ${this.found()}`;
  }

  /** Skips the rest of the line, with the blocks that begin on it. */
  protected skipLine(): void {
    while (!this.atListEnd() && !this.atSeparator()) this.skipGroup();
  }

  /** Skips one token, or a bracket with all that is in it. The layout pass has given every bracket its partner. */
  protected skipGroup(): void {
    let depth = 0;
    do {
      if (this.seesAny([S.OpenBrace, S.OpenParen, S.OpenBracket])) depth += 1;
      else if (this.seesAny([S.CloseBrace, S.CloseParen, S.CloseBracket])) depth -= 1;
      this.SKIP_TOKEN();
    } while (depth > 0 && !this.atEnd());
  }
}
