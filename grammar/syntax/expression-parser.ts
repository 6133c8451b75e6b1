/** Expressions: operators, what hangs behind a value, and values in themselves. */
import type { TokenType } from 'chevrotain';
import type {
  BinaryOperator,
  CallExpression,
  Expression,
  IndexExpression,
  MemberExpression,
  MissingExpression,
  WithExpression,
} from './ast.ts';
import { CollectionParser } from './collection-parser.ts';
import { foldOperators, type InfixOperator, type Operand, type PrefixOperator } from './precedence.ts';
import { S, W } from './tokens.ts';

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

export abstract class ExpressionParser extends CollectionParser {
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
}
