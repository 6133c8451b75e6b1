/** Operators: which overload is meant, by the types on both sides. */
import type * as ast from '../syntax/ast.ts';
import { iterable } from './collections.ts';
import type { Context } from './context.ts';
import { common } from './narrowing.ts';
import type { BinaryOperator, Expression } from './program.ts';
import {
  BOOL,
  fitOf,
  fits,
  INT,
  isUnknown,
  join,
  listOf,
  NODE,
  optional,
  overlap,
  STRING,
  showType,
  VALUE,
  withoutNone,
} from './relations.ts';
import type { Type } from './types.ts';

export function binaryExpression(cx: Context, node: ast.BinaryExpression, expected: Type | undefined): Expression {
  switch (node.operator) {
    case 'and':
    case 'or':
      return logical(cx, node, node.operator);
    case '??':
      return orElse(cx, node, expected);
    case '==':
    case '!=':
      return equality(cx, node);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return ordering(cx, node, node.operator);
    case 'in':
    case 'not in':
      return membership(cx, node);
    case '..':
      return range(cx, node);
    default: {
      const [left, right] = arithmeticSides(cx, node, expected);
      return combine(cx, node, left, right);
    }
  }
}

export function unaryExpression(cx: Context, node: ast.UnaryExpression): Expression {
  const place = cx.env.place(node.range);
  if (node.operator === 'not') return { kind: 'not', operand: cx.check(node.operand, BOOL, 'what `not` turns round'), type: BOOL, place };
  const operand = cx.check(node.operand, INT, 'what `-` negates');
  if (operand.kind === 'constant' && typeof operand.value === 'number') return { ...operand, value: -operand.value, place };
  return { kind: 'negate', operand, type: INT, place };
}

function logical(cx: Context, node: ast.BinaryExpression, kind: 'and' | 'or'): Expression {
  const left = cx.condition(node.left);
  const hoisted = cx.hoisted;
  cx.hoisted = undefined;
  const between = cx.facts;
  cx.facts = kind === 'and' ? left.yes : left.no;
  const right = cx.condition(node.right).expression;
  cx.facts = common(between, cx.facts);
  cx.hoisted = hoisted;
  return { kind, left: left.expression, right, type: BOOL, place: cx.env.place(node.range) };
}

function orElse(cx: Context, node: ast.BinaryExpression, expected: Type | undefined): Expression {
  const left = cx.expression(node.left, expected && optional(expected));
  const hoisted = cx.hoisted;
  cx.hoisted = undefined;
  const inner = withoutNone(left.type);
  const right = cx.expression(node.right, inner.kind === 'none' ? expected : inner);
  cx.hoisted = hoisted;
  const type = inner.kind === 'none' ? right.type : join(inner, right.type);
  if (type === undefined) {
    cx.env.report('FL3001', node.right.range, `the default is ${showType(right.type)}; wanted is ${showType(inner)}`);
    return cx.unknown(node.range);
  }
  return { kind: 'orElse', left, right, type, place: cx.env.place(node.range) };
}

/** Whether a literal or bare member needs the other side to tell its type. */
function needsContext(cx: Context, node: ast.Expression): boolean {
  switch (node.kind) {
    case 'brace':
      return node.entries.length === 0;
    case 'list':
      return node.elements.length === 0;
    case 'parenthesised':
      return needsContext(cx, node.inner);
    case 'name':
      return (cx.env.scope.members.get(node.name.text)?.length ?? 0) > 0;
    default:
      return false;
  }
}

/** Both sides, each with the other's type as context. */
function sides(cx: Context, node: ast.BinaryExpression, context: (other: Type) => Type): [Expression, Expression] {
  if (needsContext(cx, node.left) && !needsContext(cx, node.right)) {
    const right = cx.expression(node.right);
    return [cx.expression(node.left, context(right.type)), right];
  }
  const left = cx.expression(node.left);
  return [left, cx.expression(node.right, context(left.type))];
}

function equality(cx: Context, node: ast.BinaryExpression): Expression {
  const [left, right] = sides(cx, node, (other) => other);
  if (!overlap(left.type, right.type)) {
    const none = left.type.kind === 'none' ? right : right.type.kind === 'none' ? left : undefined;
    // What has been narrowed may well be compared with `none` again: only a type that was never optional is worth a word.
    if (none) reportNeverNone(cx, node, none);
    else {
      cx.env.report('FL3004', node.range, `${showType(left.type)} and ${showType(right.type)} are never equal`);
      return cx.unknown(node.range);
    }
  }
  const operator = node.operator === '==' ? 'equal' : 'notEqual';
  return { kind: 'binary', operator, left, right, type: BOOL, place: cx.env.place(node.range) };
}

function reportNeverNone(cx: Context, node: ast.BinaryExpression, e: Expression): void {
  const declared = declaredType(cx, e);
  if (declared.kind === 'optional' || declared.kind === 'none') return;
  cx.env.report('FL3031', node.range, `this ${showType(e.type)} is never none`);
}
/** The type before narrowing. */
function declaredType(cx: Context, e: Expression): Type {
  const { role } = cx;
  if (e.kind === 'variable') return [...(role?.variables.values() ?? [])].find((v) => v.index === e.slot)?.type ?? e.type;
  if (e.kind === 'parameter') return [...(role?.parameters.values() ?? [])].find((p) => p.index === e.slot)?.type ?? e.type;
  if (e.kind === 'local') {
    for (const name of cx.localNames()) {
      const local = cx.local(name);
      if (local?.slot === e.slot) return local.type;
    }
  }
  return { kind: 'optional', inner: e.type };
}

const ORDER = { '<': 'less', '<=': 'lessOrEqual', '>': 'greater', '>=': 'greaterOrEqual' } as const;

/** `<` and its kin: any two values have an order, but only of two that can be of one type does it say something. */
function ordering(cx: Context, node: ast.BinaryExpression, operator: keyof typeof ORDER): Expression {
  let [left, right] = sides(cx, node, (other) => other);
  for (const [e, side] of [
    [left, node.left],
    [right, node.right],
  ] as const) {
    if (e.type.kind === 'none' || !isOrdered(withoutNone(e.type))) {
      cx.env.report('FL3003', side.range, `\`${operator}\` does not order ${showType(e.type)}`, {
        hint: e.type.kind === 'none' ? 'compare with `none` by `==` or `!=`' : undefined,
      });
      return cx.unknown(node.range);
    }
  }
  if (!overlap(left.type, right.type)) {
    cx.env.report('FL3003', node.range, `\`${operator}\` does not compare ${showType(left.type)} with ${showType(right.type)}`);
    return cx.unknown(node.range);
  }
  // What a store holds is compared as what it is compared with.
  if (left.type.kind === 'value' && right.type.kind !== 'value') left = cx.coerce(left, withoutNone(right.type), node.left.range);
  else if (right.type.kind === 'value' && left.type.kind !== 'value') right = cx.coerce(right, withoutNone(left.type), node.right.range);
  return { kind: 'binary', operator: ORDER[operator], left, right, type: BOOL, place: cx.env.place(node.range) };
}
function isOrdered(type: Type): boolean {
  return !['set', 'map', 'request', 'client', 'transaction', 'none'].includes(type.kind);
}

function membership(cx: Context, node: ast.BinaryExpression): Expression {
  const bare = needsContext(cx, node.left);
  const first = bare ? undefined : cx.expression(node.left);
  const wanted: Type | undefined = first && { kind: node.right.kind === 'list' ? 'list' : 'set', element: first.type };
  const source = iterable(cx, node.right, isLiteral(node.right) ? wanted : undefined);
  const left = first ?? cx.expression(node.left, source.element);
  if (!overlap(left.type, source.element)) {
    cx.env.report('FL3004', node.range, `${showType(left.type)} is never an element of ${showType(source.expression.type)}`);
    return cx.unknown(node.range);
  }
  const operator = node.operator === 'in' ? 'in' : 'notIn';
  return { kind: 'binary', operator, left, right: source.expression, type: BOOL, place: cx.env.place(node.range) };
}
/** Set literals take the type of what is looked for: `state in {leader, candidate}`. */
function isLiteral(node: ast.Expression): boolean {
  if (node.kind === 'parenthesised') return isLiteral(node.inner);
  return node.kind === 'brace' || node.kind === 'list';
}

function range(cx: Context, node: ast.BinaryExpression): Expression {
  const left = cx.check(node.left, INT, 'the beginning of a range');
  const right = cx.check(node.right, INT, 'the end of a range');
  return { kind: 'binary', operator: 'range', left, right, type: listOf(INT), place: cx.env.place(node.range) };
}

function arithmeticSides(cx: Context, node: ast.BinaryExpression, expected: Type | undefined): [Expression, Expression] {
  const wanted = expected && withoutNone(expected);
  if (needsContext(cx, node.left) && !wanted) return sides(cx, node, (other) => other);
  const left = cx.expression(node.left, wanted && isCollection(wanted) ? wanted : undefined);
  return [left, cx.expression(node.right, rightContext(left.type, node.right))];
}
const isCollection = (type: Type): boolean => type.kind === 'set' || type.kind === 'list' || type.kind === 'map';

/** What the right side of `+`, `-`, `&` would like to be: a literal collection is one, anything else rather an element. */
export function rightContext(left: Type, right: ast.Expression): Type {
  const bare = right.kind === 'parenthesised' ? right.inner : right;
  const collection = bare.kind === 'brace' || bare.kind === 'list' || bare.kind === 'comprehension';
  if (left.kind === 'set' || left.kind === 'list') {
    return collection && !(left.element.kind === 'set' || left.element.kind === 'list' || left.element.kind === 'map')
      ? left
      : left.element;
  }
  if (left.kind === 'map') return collection ? left : left.key;
  return left;
}

/** Decides the overload of an arithmetic or collection operator; also for `+=` and `-=`. */
export function combine(
  cx: Context,
  node: {
    readonly operator: string;
    readonly range: ast.Expression['range'];
    readonly left: ast.Expression;
    readonly right: ast.Expression;
  },
  left: Expression,
  right: Expression,
): Expression {
  const place = cx.env.place(node.range);
  const make = (operator: BinaryOperator, type: Type, l = left, r = right): Expression => ({
    kind: 'binary',
    operator,
    left: l,
    right: r,
    type,
    place,
  });
  const l = left.type.kind === 'value' && right.type.kind === 'list' ? listOf(VALUE) : left.type;
  const r = right.type;
  if (l.kind === 'unknown' || (r.kind === 'unknown' && !isCollection(l))) return cx.unknown(node.range);
  const collection = isCollection(l) ? collectionOperator(node.operator, l, r) : undefined;
  if (collection) {
    const coerced = fitOf(r, collection.wanted) === 'cast' ? cx.coerce(right, collection.wanted, node.right.range) : right;
    return make(collection.operator, collection.type, cx.coerce(left, l, node.left.range), coerced);
  }
  const scalar = scalarOperator(node.operator, l, r);
  if (scalar) {
    return make(
      scalar.operator,
      scalar.type,
      cx.coerce(left, scalar.type, node.left.range),
      cx.coerce(right, scalar.type, node.right.range),
    );
  }
  reportOperator(cx, node, l, r);
  return cx.unknown(node.range);
}

function reportOperator(
  cx: Context,
  node: {
    readonly operator: string;
    readonly range: ast.Expression['range'];
    readonly left: ast.Expression;
    readonly right: ast.Expression;
  },
  l: Type,
  r: Type,
): void {
  if (isUnknown(l) || isUnknown(r)) return;
  for (const [type, side] of [
    [l, node.left],
    [r, node.right],
  ] as const) {
    if (type.kind !== 'optional') continue;
    cx.env.report('FL3002', side.range, `this ${showType(type)} may be none`, {
      hint: 'compare with `none` first, or give a default: `… ?? d`',
    });
    return;
  }
  cx.env.report('FL3003', node.range, `\`${node.operator}\` does not go with ${showType(l)} and ${showType(r)}`);
}

const ARITHMETIC: Readonly<Record<string, BinaryOperator>> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '%': 'remainder',
};

function scalarOperator(operator: string, l: Type, r: Type): { operator: BinaryOperator; type: Type } | undefined {
  const isInt = (type: Type): boolean => type.kind === 'int' || type.kind === 'value';
  const isString = (type: Type): boolean => type.kind === 'string' || type.kind === 'value';
  const arithmetic = ARITHMETIC[operator];
  if (arithmetic && isInt(l) && isInt(r)) return { operator: arithmetic, type: INT };
  if (operator === '+' && isString(l) && isString(r)) return { operator: 'stringConcat', type: STRING };
  return undefined;
}

/** What a collection of `element` holds once an `added` has come to it, if that goes. */
function widened(element: Type, added: Type): Type | undefined {
  if (isUnknown(element)) return added;
  if (fits(added, element)) return element;
  return element.kind === 'node' && added.kind === 'node' ? NODE : undefined;
}

/** `wanted` is what the right side is taken for. */
function collectionOperator(operator: string, l: Type, r: Type): { operator: BinaryOperator; type: Type; wanted: Type } | undefined {
  if (l.kind === 'set') {
    const element = widened(l.element, r);
    const union = r.kind === 'set' ? join(l, r) : undefined;
    if (operator === '+' && union) return { operator: 'setUnion', type: union, wanted: r };
    if (operator === '+' && element) return { operator: 'setInsert', type: { kind: 'set', element }, wanted: element };
    if (operator === '-' && r.kind === 'set' && overlap(l, r)) return { operator: 'setDifference', type: l, wanted: r };
    if (operator === '-' && overlap(l.element, r)) return { operator: 'setRemove', type: l, wanted: r };
    if (operator === '&' && r.kind === 'set' && overlap(l, r)) return { operator: 'setIntersection', type: l, wanted: r };
  }
  if (l.kind === 'list') {
    const concat = r.kind === 'list' ? join(l, r) : undefined;
    const element = widened(l.element, r);
    if (operator === '+' && concat) return { operator: 'listConcat', type: concat, wanted: r };
    if (operator === '+' && element) return { operator: 'listAppend', type: { kind: 'list', element }, wanted: element };
    if (operator === '-' && overlap(l.element, r)) return { operator: 'listRemove', type: l, wanted: r };
  }
  if (l.kind === 'map') {
    const merged = r.kind === 'map' ? join(l, r) : undefined;
    if (operator === '+' && merged) return { operator: 'mapMerge', type: merged, wanted: r };
    if (operator === '-' && overlap(l.key, r)) return { operator: 'mapRemove', type: l, wanted: r };
  }
  return undefined;
}
