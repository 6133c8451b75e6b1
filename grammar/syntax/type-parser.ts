/** Types, parameters and patterns. */
import type { TokenType } from 'chevrotain';
import type { ArgumentPattern, LiteralPattern, NamedTypeNode, Parameter, Pattern, TypeNode } from './ast.ts';
import { ExpressionParser } from './expression-parser.ts';
import { numberOf } from './literal-parser.ts';
import { Duration, Identifier, Integer, S, StringToken, W } from './tokens.ts';

const patternStarts: readonly TokenType[] = [Identifier, Integer, Duration, StringToken, S.Minus, W.true, W.false, W.none];

export abstract class TypeParser extends ExpressionParser {
  readonly type = this.RULE(
    'type',
    (): TypeNode =>
      this.nested(
        () => {
          const start = this.here();
          let type: TypeNode = this.SUBRULE(this.namedType);
          this.MANY({
            GATE: () => !this.isTooDeep(type),
            DEF: () => {
              this.CONSUME(S.Question);
              type = this.node(this.RECORDING_PHASE ? start : type.range.start, { kind: 'optionalType', inner: type });
            },
          });
          return type;
        },
        () => this.missingType(),
      ),
  );

  private missingType(): NamedTypeNode {
    const name = this.inventedName();
    return { kind: 'namedType', name, arguments: [], range: name.range };
  }

  protected readonly namedType = this.RULE('namedType', (): TypeNode => {
    if (!this.RECORDING_PHASE && !this.sees(Identifier)) {
      this.problemHere('FL1013', `expected a type, found ${this.found()}`);
      if (!this.sees(S.Less)) return this.missingType();
    }
    const named = this.sees(Identifier);
    const start = named ? this.here() : this.behind();
    const name = this.RECORDING_PHASE || named ? this.SUBRULE(this.nameRule) : this.inventedName();
    const given: TypeNode[] = [];
    this.OPTION(() => {
      this.CONSUME(S.Less);
      given.push(this.SUBRULE(this.type));
      this.MANY(() => {
        this.CONSUME(S.Comma);
        given.push(this.SUBRULE1(this.type));
      });
      this.expect(1, S.Greater, 'after the arguments of the type');
    });
    return this.node<NamedTypeNode>(start, { kind: 'namedType', name, arguments: given });
  });

  /** `(a: T, b: U = e)`; nothing at all is the same as `()`. */
  readonly parameters = this.RULE('parameters', (): readonly Parameter[] => {
    const parameters: Parameter[] = [];
    this.OPTION(() => {
      this.CONSUME(S.OpenParen);
      this.commaSeparated(S.CloseParen, () => parameters.push(this.SUBRULE(this.parameter)));
      this.expect(1, S.CloseParen, 'after the parameters');
    });
    return parameters;
  });

  readonly parameter = this.RULE('parameter', (): Parameter => {
    const start = this.sees(Identifier) ? this.here() : this.behind();
    const doc = this.docAt(start);
    const name = this.SUBRULE(this.nameRule, { ARGS: ['the name of a parameter'] });
    this.expect(1, S.Colon, 'before the type');
    const type = this.SUBRULE(this.type);
    const defaultValue = this.OPTION(() => {
      this.CONSUME(S.Equal);
      return this.SUBRULE(this.expression);
    });
    return this.node<Parameter>(start, { kind: 'parameter', name, type, defaultValue, doc });
  });

  // ---- patterns -------------------------------------------------------------------------------------------------------

  protected startsPattern(): boolean {
    return this.seesAny(patternStarts);
  }

  /** `(tx, yes: true)` in the head of a handler; may be left out. */
  protected readonly argumentPatterns = this.RULE('argumentPatterns', (): readonly ArgumentPattern[] => {
    const patterns: ArgumentPattern[] = [];
    this.OPTION(() => {
      this.CONSUME(S.OpenParen);
      this.commaSeparated(S.CloseParen, () => patterns.push(this.SUBRULE(this.argumentPattern)));
      this.expect(1, S.CloseParen, 'after the arguments');
    });
    return patterns;
  });

  protected readonly argumentPattern = this.RULE('argumentPattern', (): ArgumentPattern => {
    const start = this.startsPattern() ? this.here() : this.behind();
    const label = this.OPTION({
      GATE: () => this.sees(S.Colon, 2),
      DEF: () => {
        const name = this.SUBRULE(this.nameRule);
        this.CONSUME(S.Colon);
        return name;
      },
    });
    const pattern = this.SUBRULE(this.pattern);
    return this.node<ArgumentPattern>(start, { label, pattern });
  });

  readonly pattern = this.RULE('pattern', (): Pattern => {
    if (!this.RECORDING_PHASE && !this.startsPattern()) return this.missingPattern();
    const start = this.here();
    const literal = (value: LiteralPattern['value']): Pattern => this.node<LiteralPattern>(start, { kind: 'literalPattern', value });
    return this.oneOf<Pattern>([
      { ALT: () => this.SUBRULE(this.namePattern) },
      {
        ALT: () => {
          this.CONSUME(W.true);
          return literal(true);
        },
      },
      {
        ALT: () => {
          this.CONSUME(W.false);
          return literal(false);
        },
      },
      {
        ALT: () => {
          this.CONSUME(W.none);
          return literal(null);
        },
      },
      {
        ALT: () => {
          const value = this.stringOf(this.CONSUME(StringToken));
          return literal(value);
        },
      },
      {
        ALT: () => {
          const minus = this.OPTION(() => this.CONSUME(S.Minus));
          this.checkRange(minus !== undefined);
          if (!this.RECORDING_PHASE && !this.sees(Integer) && !this.sees(Duration)) return this.missingPattern();
          const number = this.oneOf([{ ALT: () => this.CONSUME(Integer) }, { ALT: () => this.CONSUME(Duration) }], 1);
          const value = numberOf(number);
          return literal(minus === undefined ? value : -value);
        },
      },
    ]);
  });

  private missingPattern(): Pattern {
    this.problemHere('FL1014', `expected a pattern, found ${this.found()}`);
    return { kind: 'wildcard', range: { start: this.behind(), end: this.behind() } };
  }

  /** `_`, `committed` or `Outcome.committed`. */
  protected readonly namePattern = this.RULE('namePattern', (): Pattern => {
    const start = this.here();
    const name = this.SUBRULE(this.nameRule);
    const member = this.OPTION(() => {
      this.CONSUME(S.Dot);
      return this.SUBRULE1(this.nameRule, { ARGS: ['a member of the enum'] });
    });
    if (member !== undefined) return this.node(start, { kind: 'qualifiedPattern', enumName: name, member });
    return name.text === '_' ? this.node(start, { kind: 'wildcard' }) : this.node(start, { kind: 'namePattern', name });
  });
}
