/** Expressions and arguments. */
import { type IToken, type TokenType, tokenMatcher } from 'chevrotain';
import type {
  Argument,
  BinaryOperator,
  BraceExpression,
  CallExpression,
  Expression,
  IndexExpression,
  MemberExpression,
  MissingExpression,
  QuantifierKind,
  WithExpression,
} from './ast.ts';
import { BaseParser } from './base-parser.ts';
import { wordOf } from './lexer.ts';
import { foldOperators, type InfixOperator, type Operand, type PrefixOperator } from './precedence.ts';
import { stringValue } from './strings.ts';
import { Duration, Identifier, Integer, Percentage, S, StringToken, W } from './tokens.ts';

const quantifiers: readonly TokenType[] = [W.all, W.some, W.count, W.max, W.min, W.sum];
const maxInt = 2 ** 31 - 1;

const binaryOperators = new Map<TokenType, BinaryOperator>([
  [W.or, 'or'],
  [W.and, 'and'],
  [S.EqualEqual, '=='],
  [S.NotEqual, '!='],
  [S.LessEqual, '<='],
  [S.GreaterEqual, '>='],
  [S.Less, '<'],
  [S.Greater, '>'],
  [W.in, 'in'],
  [S.QuestionQuestion, '??'],
  [S.DotDot, '..'],
  [S.Plus, '+'],
  [S.Minus, '-'],
  [S.Ampersand, '&'],
  [S.Star, '*'],
  [S.Slash, '/'],
  [S.Percent, '%'],
]);
const symbolOperators = [...binaryOperators.keys()];

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

export abstract class ExpressionParser extends BaseParser {
  protected startsExpression(k = 1): boolean {
    return this.seesAny(expressionStarts, k);
  }

  /** `x if c else y`, the weakest of all. */
  readonly expression = this.RULE('expression', (): Expression => {
    const parts: { readonly value: Expression; readonly condition: Expression }[] = [];
    let last = this.SUBRULE(this.operation);
    this.MANY(() => {
      this.CONSUME(W.if);
      const condition = this.SUBRULE1(this.operation);
      this.expect(1, W.else, 'after the condition: `x if c else y` has both values');
      parts.push({ value: last, condition });
      last = this.SUBRULE2(this.operation);
    });
    if (this.RECORDING_PHASE) return last;
    return parts.reduceRight<Expression>(
      (otherwise, { value, condition }) =>
        this.bounded(
          // biome-ignore lint/suspicious/noThenProperty: the field's own word; the node is never awaited.
          this.spanned({ start: value.range.start, end: otherwise.range.end }, { kind: 'conditional', then: value, condition, otherwise }),
        ),
      last,
    );
  });

  /** Operands and operators, as a flat sequence. */
  protected readonly operation = this.RULE(
    'operation',
    (): Expression =>
      this.nested(
        () => {
          const operands: Operand<Expression>[] = [this.SUBRULE(this.operand)];
          const infixes: InfixOperator[] = [];
          this.MANY(() => {
            infixes.push(this.SUBRULE(this.infixOperator));
            operands.push(this.SUBRULE1(this.operand));
          });
          return this.RECORDING_PHASE ? this.missing() : this.fold(operands, infixes);
        },
        () => this.missing(),
      ),
  );

  private fold(operands: readonly Operand<Expression>[], infixes: readonly InfixOperator[]): Expression {
    const [only] = operands;
    if (only !== undefined && infixes.length === 0 && only.prefixes.length === 0) return only.value;
    const folded = foldOperators<Expression>(operands, infixes, {
      unary: ({ operator, range }, operand) =>
        this.bounded(this.spanned({ start: range.start, end: operand.range.end }, { kind: 'unary', operator, operand })),
      binary: ({ operator, range }, left, right) =>
        this.bounded(
          this.spanned(
            { start: Math.min(left.range.start, range.start), end: Math.max(right.range.end, range.end) },
            { kind: 'binary', operator, operatorRange: range, left, right },
          ),
        ),
      chained: ({ operator, range }) => {
        const message =
          operator === '..'
            ? 'a range has two ends: `a..b`'
            : `comparisons are not chained: write \`a ${operator} b and b ${operator} c\`, or put parentheses`;
        this.problem('FL1021', message, range);
      },
      misplacedNot: ({ range }) => this.problem('FL1022', 'behind this operator `not` needs parentheses: `(not …)`', range),
    });
    return folded ?? this.missing();
  }

  protected readonly infixOperator = this.RULE('infixOperator', (): InfixOperator => {
    const start = this.here();
    const operator = this.oneOf<BinaryOperator>([
      {
        ALT: () => {
          this.CONSUME(W.not);
          this.expect(1, W.in, 'after `not` between two values');
          return 'not in';
        },
      },
      ...symbolOperators.map((type, index) => ({
        ALT: () => {
          this.consume(index, type);
          return binaryOperators.get(type) ?? 'or';
        },
      })),
    ]);
    return { operator, range: { start, end: this.behind() } };
  });

  protected readonly operand = this.RULE('operand', (): Operand<Expression> => {
    const prefixes: PrefixOperator[] = [];
    this.MANY(() => {
      this.oneOf([
        { ALT: () => prefixes.push({ operator: 'not', range: this.tokenRange(this.CONSUME(W.not)) }) },
        { ALT: () => prefixes.push({ operator: '-', range: this.tokenRange(this.CONSUME(S.Minus)) }) },
      ]);
    });
    this.checkRange(prefixes.at(-1)?.operator === '-');
    return { prefixes, value: this.SUBRULE(this.postfix) };
  });

  /** A value with what hangs behind it: calls, indices, members, `with`. */
  protected readonly postfix = this.RULE('postfix', (): Expression => {
    const start = this.here();
    let value = this.SUBRULE(this.primary);
    this.MANY({
      GATE: () => !this.sees(W.with) || this.sees(S.OpenBrace, 2),
      DEF: () => {
        value = this.bounded(
          this.oneOf<Expression>([
            { ALT: () => this.callOf(start, value) },
            {
              ALT: () => {
                this.CONSUME(S.OpenBracket);
                const index = this.SUBRULE(this.expression);
                this.expect(1, S.CloseBracket, 'after the index');
                return this.node<IndexExpression>(this.startOf(value, start), { kind: 'index', object: value, index });
              },
            },
            {
              ALT: () => {
                this.CONSUME(S.Dot);
                const member = this.SUBRULE(this.nameRule, { ARGS: ['the name of a field or member'] });
                return this.node<MemberExpression>(this.startOf(value, start), { kind: 'member', object: value, member });
              },
            },
            {
              ALT: () => {
                this.CONSUME(W.with);
                const fields = this.SUBRULE(this.fieldUpdates);
                return this.node<WithExpression>(this.startOf(value, start), { kind: 'with', object: value, fields });
              },
            },
          ]),
        );
      },
    });
    return value;
  });

  private startOf(value: Expression, start: number): number {
    return this.RECORDING_PHASE ? start : Math.min(start, value.range.start);
  }

  /** `f(a, b)`, in client scripts also `read("x") at follower`. */
  private callOf(start: number, callee: Expression): CallExpression {
    const given = this.SUBRULE(this.callArguments);
    const at = this.OPTION(() => {
      this.CONSUME(W.at);
      return this.nested(
        () => this.SUBRULE1(this.postfix),
        () => this.missing(),
      );
    });
    return this.node<CallExpression>(this.startOf(callee, start), { kind: 'call', callee, arguments: given, at });
  }

  readonly callArguments = this.RULE('arguments', (): readonly Argument[] => {
    const given: Argument[] = [];
    this.CONSUME(S.OpenParen);
    this.commaSeparated(S.CloseParen, () => given.push(this.SUBRULE(this.argument)));
    this.expect(1, S.CloseParen, 'after the arguments');
    return given;
  });

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

  readonly argument = this.RULE('argument', (): Argument => {
    const start = Math.min(this.here(), this.startsExpression() ? this.here() : this.behind());
    const label = this.OPTION({
      GATE: () => this.sees(S.Colon, 2),
      DEF: () => {
        const name = this.SUBRULE(this.nameRule);
        this.CONSUME(S.Colon);
        return name;
      },
    });
    const value = this.SUBRULE(this.expression);
    return this.node<Argument>(start, { label, value });
  });

  protected readonly fieldUpdates = this.RULE('fieldUpdates', (): readonly Argument[] => {
    const fields: Argument[] = [];
    this.CONSUME(S.OpenBrace);
    this.commaSeparated(S.CloseBrace, () => fields.push(this.SUBRULE(this.argument)));
    this.expect(1, S.CloseBrace, 'after the fields');
    return fields;
  });

  /** A value in itself. */
  readonly primary = this.RULE('primary', (): Expression => {
    if (!this.RECORDING_PHASE && !this.startsPrimary()) return this.missingValue();
    const start = this.here();
    return this.oneOf<Expression>([
      { GATE: () => this.startsQuantifier(), ALT: () => this.SUBRULE(this.quantifier) },
      { GATE: () => this.startsChoose(), ALT: () => this.SUBRULE(this.choose) },
      {
        ALT: () => {
          const name = this.SUBRULE(this.nameRule);
          return this.node(start, { kind: 'name', name });
        },
      },
      { ALT: () => this.SUBRULE(this.literal) },
      {
        ALT: () => {
          this.CONSUME(W.self);
          return this.node(start, { kind: 'self' });
        },
      },
      {
        ALT: () => {
          this.CONSUME(W.now);
          return this.node(start, { kind: 'now' });
        },
      },
      { ALT: () => this.SUBRULE(this.parenthesised) },
      { ALT: () => this.SUBRULE(this.listExpression) },
      { ALT: () => this.SUBRULE(this.braceExpression) },
    ]);
  });

  private startsPrimary(): boolean {
    return this.startsExpression() && !this.sees(W.not) && !this.sees(S.Minus);
  }

  private missingValue(): MissingExpression {
    this.problemHere('FL1011', `expected a value, found ${this.found()}`);
    return this.missing();
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

  protected readonly parenthesised = this.RULE('parenthesised', (): Expression => {
    const start = this.here();
    this.CONSUME(S.OpenParen);
    const inner = this.SUBRULE(this.expression);
    this.closeAfter(S.CloseParen);
    return this.node(start, { kind: 'parenthesised', inner });
  });

  /** Reads `closer`; what stands before it is reported and skipped. */
  protected closeAfter(closer: TokenType): void {
    if (!this.RECORDING_PHASE && !this.sees(closer)) {
      this.problemHere('FL1010', `expected \`${closer.LABEL ?? ''}\`, found ${this.found()}`);
      while (!this.sees(closer) && !this.atEnd()) this.skipGroup();
    }
    this.expect(1, closer);
  }

  protected readonly listExpression = this.RULE('listLiteral', (): Expression => {
    const start = this.here();
    this.CONSUME(S.OpenBracket);
    const elements: Expression[] = [];
    let comprehension: { name: never; iterable: Expression; where: Expression | undefined } | undefined;
    this.commaSeparated(S.CloseBracket, () => {
      elements.push(this.SUBRULE(this.expression));
      this.OPTION({
        GATE: () => elements.length === 1,
        DEF: () => {
          comprehension = this.SUBRULE(this.comprehensionTail) as typeof comprehension;
        },
      });
    });
    this.expect(1, S.CloseBracket, 'after the elements');
    const [element] = elements;
    if (comprehension === undefined || element === undefined) return this.node(start, { kind: 'list', elements });
    return this.node(start, { kind: 'comprehension', makes: 'list', element, ...comprehension });
  });

  /** `{}`, a set, a map, or a comprehension of one. */
  protected readonly braceExpression = this.RULE('braces', (): Expression => {
    const start = this.here();
    this.CONSUME(S.OpenBrace);
    const entries: { key: Expression; value?: Expression }[] = [];
    let comprehension: { name: never; iterable: Expression; where: Expression | undefined } | undefined;
    this.commaSeparated(S.CloseBrace, () => {
      const key = this.SUBRULE(this.expression);
      const value = this.OPTION(() => {
        this.CONSUME(S.Colon);
        return this.SUBRULE1(this.expression);
      });
      entries.push(value === undefined ? { key } : { key, value });
      this.OPTION1({
        GATE: () => entries.length === 1,
        DEF: () => {
          comprehension = this.SUBRULE(this.comprehensionTail) as typeof comprehension;
        },
      });
    });
    this.expect(1, S.CloseBrace, 'after the elements');
    if (this.RECORDING_PHASE) return this.missing();
    const [first] = entries;
    if (comprehension !== undefined && first !== undefined) {
      const makes = first.value === undefined ? 'set' : 'map';
      return this.node(start, { kind: 'comprehension', makes, element: first.key, value: first.value, ...comprehension });
    }
    const odd = entries.find((entry) => (entry.value === undefined) !== (first?.value === undefined));
    if (odd !== undefined) {
      const message =
        odd.value === undefined
          ? 'an entry of a map needs a value: `key: value`'
          : 'an element of a set has no value; in a map every entry has one';
      this.problem('FL1031', message, odd.key.range);
    }
    return this.node<BraceExpression>(start, { kind: 'brace', entries });
  });

  /** `for x in s where c`, behind what it makes. */
  protected readonly comprehensionTail = this.RULE('comprehensionTail', () => {
    this.CONSUME(W.for);
    const name = this.SUBRULE(this.nameRule);
    this.expect(1, W.in, 'after the name that runs through the elements');
    const iterable = this.SUBRULE(this.expression);
    const where = this.OPTION(() => {
      this.CONSUME(W.where);
      return this.SUBRULE(this.condition);
    });
    return { name, iterable, where };
  });

  private startsQuantifier(): boolean {
    return this.seesAny(quantifiers) && this.sees(Identifier, 2) && this.sees(W.in, 3);
  }

  protected readonly quantifier = this.RULE('quantifier', (): Expression => {
    const start = this.here();
    const quantifier = this.oneOf(quantifiers.map((type) => ({ ALT: () => wordOf(this.CONSUME(type)) as QuantifierKind })));
    const name = this.SUBRULE(this.nameRule);
    this.CONSUME(W.in);
    const iterable = this.SUBRULE(this.expression);
    this.expect(1, S.Colon, `before what is to ${quantifier === 'all' || quantifier === 'some' ? 'hold' : 'be taken'} of each element`);
    const body = this.SUBRULE1(this.expression);
    return this.node(start, { kind: 'quantifier', quantifier, name, iterable, body });
  });

  private startsChoose(): boolean {
    if (!this.sees(W.choose) || this.sees(S.OpenParen, 2) || this.sees(S.Minus, 2) || !this.startsExpression(2)) return false;
    return !this.seesAny([W.where, W.with, W.at, W.to, W.timeout, W.not], 2);
  }

  protected readonly choose = this.RULE('choose', (): Expression => {
    const start = this.here();
    this.CONSUME(W.choose);
    const name = this.OPTION({
      GATE: () => this.sees(Identifier) && this.sees(W.in, 2),
      DEF: () => {
        const bound = this.SUBRULE(this.nameRule);
        this.CONSUME(W.in);
        return bound;
      },
    });
    const from = this.SUBRULE(this.expression);
    const where = this.OPTION1(() => {
      this.CONSUME(W.where);
      return this.SUBRULE(this.condition);
    });
    return this.node(start, { kind: 'choose', name, from, where });
  });

  /** An expression that is asked whether it holds; says what is wrong with `if x = 3`. */
  readonly condition = this.RULE('condition', (): Expression => {
    const left = this.SUBRULE(this.expression);
    if (this.RECORDING_PHASE || !this.sees(S.Equal)) return left;
    const range = this.tokenRange(this.LA(1));
    this.problem('FL1025', '`=` assigns; compare with `==`', range, { title: 'Write `==`', range, text: '==' });
    this.SKIP_TOKEN();
    const right = this.SUBRULE1(this.expression);
    return this.node(left.range.start, { kind: 'binary', operator: '==', operatorRange: range, left, right });
  });
}

/** The value of a number, whatever its unit; durations in milliseconds, percentages as they are written. */
export function numberOf(token: IToken): number {
  const digits = /^[0-9_]+(?:\.[0-9]+)?/.exec(token.image)?.[0].replaceAll('_', '') ?? '0';
  const scale = tokenMatcher(token, Duration) && !token.image.endsWith('ms') ? 1000 : 1;
  return Number(digits) * scale;
}
