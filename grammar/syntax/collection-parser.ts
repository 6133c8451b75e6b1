/** Expressions in brackets and those with bound names: arguments, lists, sets, maps, comprehensions, quantifiers, choices. */
import type { TokenType } from 'chevrotain';
import type { Argument, BraceExpression, Expression, Name, QuantifierKind } from './ast.ts';
import { wordOf } from './lexer.ts';
import { LiteralParser } from './literal-parser.ts';
import { Identifier, S, W } from './tokens.ts';

const quantifiers: readonly TokenType[] = [W.all, W.some, W.count, W.max, W.min, W.sum];

export abstract class CollectionParser extends LiteralParser {
  readonly callArguments = this.RULE('arguments', (): readonly Argument[] => {
    const given: Argument[] = [];
    this.CONSUME(S.OpenParen);
    this.commaSeparated(S.CloseParen, () => given.push(this.SUBRULE(this.argument)));
    this.expect(1, S.CloseParen, 'after the arguments');
    return given;
  });

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

  protected readonly parenthesised = this.RULE('parenthesised', (): Expression => {
    const start = this.here();
    this.CONSUME(S.OpenParen);
    const inner = this.SUBRULE(this.expression);
    this.closeAfter(S.CloseParen);
    return this.node(start, { kind: 'parenthesised', inner });
  });

  protected readonly listExpression = this.RULE('listLiteral', (): Expression => {
    const start = this.here();
    this.CONSUME(S.OpenBracket);
    const elements: Expression[] = [];
    let comprehension: { name: Name; iterable: Expression; where: Expression | undefined } | undefined;
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
    let comprehension: { name: Name; iterable: Expression; where: Expression | undefined } | undefined;
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

  protected startsQuantifier(): boolean {
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

  protected startsChoose(): boolean {
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
