/**
 * How operators bind. The parser reads operands and operators as a flat sequence; this makes the tree of it, without recursion
 * (Dijkstra's shunting yard).
 */
import type { BinaryOperator } from './ast.ts';
import type { Range } from './range.ts';

/** From weakest to strongest. */
export const binaryPrecedence: Readonly<Record<BinaryOperator, number>> = {
  or: 1,
  and: 2,
  '==': 4,
  '!=': 4,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  in: 4,
  'not in': 4,
  '??': 5,
  '..': 6,
  '+': 7,
  '-': 7,
  '&': 7,
  '*': 8,
  '/': 8,
  '%': 8,
};
export const unaryPrecedence = { not: 3, '-': 9 } as const;
const comparison = 4;
const interval = 6;

export interface PrefixOperator {
  readonly operator: 'not' | '-';
  readonly range: Range;
}
export interface InfixOperator {
  readonly operator: BinaryOperator;
  readonly range: Range;
}
export interface Operand<E> {
  readonly prefixes: readonly PrefixOperator[];
  readonly value: E;
}

export interface Builder<E> {
  unary(operator: PrefixOperator, operand: E): E;
  binary(operator: InfixOperator, left: E, right: E): E;
  /** `a < b < c`, `1..2..3`: the second operator. */
  chained(operator: InfixOperator): void;
  /** `not` behind an operator that binds more tightly. */
  misplacedNot(operator: PrefixOperator): void;
}

type Pending = { readonly prefix: PrefixOperator } | { readonly infix: InfixOperator };

/** @param infixes one fewer than operands; `infixes[i]` stands before `operands[i + 1]` */
export function foldOperators<E>(operands: readonly Operand<E>[], infixes: readonly InfixOperator[], builder: Builder<E>): E | undefined {
  const values: E[] = [];
  const pending: Pending[] = [];
  const apply = (): void => {
    const top = pending.pop();
    const right = values.pop();
    if (top === undefined || right === undefined) return;
    if ('prefix' in top) {
      values.push(builder.unary(top.prefix, right));
      return;
    }
    const left = values.pop();
    if (left !== undefined) values.push(builder.binary(top.infix, left, right));
  };
  operands.forEach((operand, index) => {
    const infix = infixes[index - 1];
    if (infix !== undefined) {
      const precedence = binaryPrecedence[infix.operator];
      while (true) {
        const top = pending.at(-1);
        if (top === undefined || precedenceOf(top) < precedence) break;
        if ('infix' in top && precedenceOf(top) === precedence && (precedence === comparison || precedence === interval))
          builder.chained(infix);
        apply();
      }
      pending.push({ infix });
    }
    for (const prefix of operand.prefixes) {
      const top = pending.at(-1);
      if (prefix.operator === 'not' && top !== undefined && precedenceOf(top) > unaryPrecedence.not) builder.misplacedNot(prefix);
      pending.push({ prefix });
    }
    values.push(operand.value);
  });
  while (pending.length > 0) apply();
  return values[0];
}

function precedenceOf(pending: Pending): number {
  return 'prefix' in pending ? unaryPrecedence[pending.prefix.operator] : binaryPrecedence[pending.infix.operator];
}
