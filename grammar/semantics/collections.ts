/** Literals, comprehensions and quantifiers: everything that makes a collection or goes through one. */
import type * as ast from '../syntax/ast.ts';
import type { Range } from '../syntax/range.ts';
import type { Context } from './context.ts';
import { common } from './narrowing.ts';
import type { Expression } from './program.ts';
import { BOOL, elementType, fitOf, INT, join, listOf, mapOf, setOf, showType, UNKNOWN, VALUE, withoutNone } from './relations.ts';
import type { Type } from './types.ts';

export function listExpression(cx: Context, node: ast.ListExpression, expected: Type | undefined): Expression {
  const wanted = expected && withoutNone(expected);
  const element = wanted?.kind === 'list' ? wanted.element : wanted?.kind === 'value' ? VALUE : undefined;
  const elements = node.elements.map((e) => cx.expression(e, element));
  if (elements.length === 0) {
    if (element === undefined) return emptyLiteral(cx, node.range, wanted, 'list');
    return { kind: 'list', elements, type: listOf(element), place: cx.env.place(node.range) };
  }
  const type = commonType(cx, elements, node.elements, element);
  return { kind: 'list', elements: coerceAll(cx, elements, node.elements, type), type: listOf(type), place: cx.env.place(node.range) };
}

export function braceExpression(cx: Context, node: ast.BraceExpression, expected: Type | undefined): Expression {
  const wanted = expected && withoutNone(expected);
  const place = cx.env.place(node.range);
  const { entries } = node;
  if (entries.length === 0) {
    if (wanted?.kind === 'set') return { kind: 'set', elements: [], type: wanted, place };
    if (wanted?.kind === 'map') return { kind: 'map', entries: [], type: wanted, place };
    return emptyLiteral(cx, node.range, wanted, 'set');
  }
  const isMap = entries.some((e) => e.value !== undefined);
  const wantedKey = isMap ? (wanted?.kind === 'map' ? wanted.key : undefined) : wanted?.kind === 'set' ? wanted.element : undefined;
  const wantedValue = wanted?.kind === 'map' ? wanted.value : undefined;
  const keyNodes = entries.map((e) => e.key);
  const keys = keyNodes.map((k) => cx.expression(k, wantedKey));
  const keyType = commonType(cx, keys, keyNodes, wantedKey);
  const elements = coerceAll(cx, keys, keyNodes, keyType);
  if (!isMap) return { kind: 'set', elements, type: setOf(keyType), place };
  const valueNodes = entries.map((e): ast.Expression => e.value ?? { kind: 'missing', range: e.key.range });
  const values = valueNodes.map((v) => cx.expression(v, wantedValue));
  const valueType = commonType(cx, values, valueNodes, wantedValue);
  const coerced = coerceAll(cx, values, valueNodes, valueType);
  return {
    kind: 'map',
    entries: elements.map((key, i) => ({ key, value: coerced[i] ?? cx.unknown(node.range) })),
    type: mapOf(keyType, valueType),
    place,
  };
}

/** `{}` or `[]` where no collection of that kind is wanted. */
function emptyLiteral(cx: Context, range: Range, wanted: Type | undefined, kind: 'set' | 'list'): Expression {
  if (wanted === undefined) {
    const [text, example] = kind === 'set' ? ['{}', 'Set<Int>'] : ['[]', 'List<Int>'];
    cx.env.report('FL3005', range, `nothing here tells what \`${text}\` holds`, { hint: `declare it: \`let x: ${example} = ${text}\`` });
    return cx.unknown(range);
  }
  // Where something else is wanted, that it is no such thing is the better message, and it comes from there.
  return { kind, elements: [], type: { kind, element: UNKNOWN }, place: cx.env.place(range) };
}

/** The type of a literal's elements: as wanted where all fitOf, else what they have in common. */
function commonType(cx: Context, elements: readonly Expression[], nodes: readonly ast.Expression[], wanted: Type | undefined): Type {
  if (wanted && wanted.kind !== 'any' && elements.every((e) => fitOf(e.type, wanted) === 'yes')) return wanted;
  let type: Type | undefined;
  for (const [i, e] of elements.entries()) {
    const joined = type === undefined ? e.type : join(type, e.type);
    if (joined === undefined) {
      if (wanted && wanted.kind !== 'any' && wanted.kind !== 'unknown') return wanted;
      const range = nodes[i]?.range ?? e.place;
      cx.env.report('FL3001', range, `this is ${showType(e.type)}, those before it ${type ? showType(type) : ''}`);
      return UNKNOWN;
    }
    type = joined;
  }
  return type ?? UNKNOWN;
}

function coerceAll(cx: Context, elements: readonly Expression[], nodes: readonly ast.Expression[], type: Type): Expression[] {
  return elements.map((e, i) => cx.coerce(e, type, nodes[i]?.range ?? e.place, 'this element'));
}

/** The collection that a loop goes through, as one that yields elements: maps yield their keys. */
export function iterable(cx: Context, node: ast.Expression, expected?: Type): { readonly expression: Expression; readonly element: Type } {
  const expression = cx.expression(node, expected);
  const element = elementType(expression.type);
  if (element === undefined) {
    if (expression.type.kind === 'optional') {
      cx.env.report('FL3002', node.range, `this ${showType(expression.type)} may be none`, {
        hint: 'compare with `none` first, or give a default: `… ?? {}`',
      });
    } else {
      cx.env.report('FL3011', node.range, `this is ${showType(expression.type)}; wanted is a set, a list, a map or a range`);
    }
    return { expression: cx.unknown(node.range), element: UNKNOWN };
  }
  const { place } = expression;
  if (expression.type.kind === 'map') {
    return { expression: { kind: 'builtin', name: 'keys', arguments: [expression], type: setOf(element), place }, element };
  }
  if (expression.type.kind === 'value') return { expression: { kind: 'cast', operand: expression, type: listOf(VALUE), place }, element };
  return { expression, element };
}

export function comprehension(cx: Context, node: ast.ComprehensionExpression, expected: Type | undefined): Expression {
  const wanted = expected && withoutNone(expected);
  const source = iterable(cx, node.iterable);
  return cx.scoped(node.range, () => {
    const local = cx.bind(node.name, source.element, 'loop');
    const before = cx.facts;
    const hoisted = cx.hoisted;
    cx.hoisted = undefined;
    const condition = node.where && cx.condition(node.where);
    if (condition) cx.facts = condition.yes;
    const wantedElement =
      wanted?.kind === 'map' ? wanted.key : wanted?.kind === 'set' || wanted?.kind === 'list' ? wanted.element : undefined;
    const element = cx.expression(node.element, wantedElement);
    const value = node.value && cx.expression(node.value, wanted?.kind === 'map' ? wanted.value : undefined);
    cx.facts = common(before, cx.facts);
    cx.hoisted = hoisted;
    const type: Type = value ? mapOf(element.type, value.type) : node.makes === 'list' ? listOf(element.type) : setOf(element.type);
    return {
      kind: 'comprehension',
      makes: node.makes,
      slot: local.slot,
      iterable: source.expression,
      element,
      ...(condition ? { where: condition.expression } : {}),
      ...(value ? { value } : {}),
      type,
      place: cx.env.place(node.range),
    };
  });
}

export function quantifier(cx: Context, node: ast.QuantifierExpression, expected: Type | undefined): Expression {
  const source = iterable(cx, node.iterable);
  return cx.scoped(node.range, () => {
    const local = cx.bind(node.name, source.element, 'loop');
    const before = cx.facts;
    const hoisted = cx.hoisted;
    cx.hoisted = undefined;
    const { body, type } = quantifierBody(cx, node, expected);
    cx.facts = common(before, cx.facts);
    cx.hoisted = hoisted;
    return {
      kind: 'quantifier',
      quantifier: node.quantifier,
      slot: local.slot,
      iterable: source.expression,
      body,
      type,
      place: cx.env.place(node.range),
    };
  });
}

function quantifierBody(cx: Context, node: ast.QuantifierExpression, expected: Type | undefined): { body: Expression; type: Type } {
  switch (node.quantifier) {
    case 'all':
    case 'some':
      return { body: cx.condition(node.body).expression, type: BOOL };
    case 'count':
      return { body: cx.condition(node.body).expression, type: INT };
    case 'sum':
      return { body: cx.check(node.body, INT, 'what `sum` adds up'), type: INT };
    case 'max':
    case 'min': {
      const body = cx.expression(node.body, expected);
      return { body, type: body.type };
    }
  }
}
