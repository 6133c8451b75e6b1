/** Expressions: from the syntax tree to typed, resolved program nodes. The kinds with more to them have files of their own. */
import type * as ast from '../syntax/ast.ts';
import { callExpression } from './calls.ts';
import { braceExpression, comprehension, listExpression, quantifier } from './collections.ts';
import type { Context } from './context.ts';
import { indexExpression, memberExpression } from './members.ts';
import { nameExpression } from './names.ts';
import { common, narrowed } from './narrowing.ts';
import { binaryExpression, unaryExpression } from './operators.ts';
import type { Expression } from './program.ts';
import { BOOL, elementType, INT, join, NONE, STRING, showType, UNKNOWN } from './relations.ts';
import type { FieldSymbol } from './symbols.ts';
import type { Type } from './types.ts';

/**
 * Resolves and types an expression. `expected` is what its surroundings would like: it types `{}` and picks enum members, but whether the result
 * fits is for the caller to check (`Context.check`).
 */
export function elaborate(cx: Context, node: ast.Expression, expected: Type | undefined): Expression {
  const e = narrowed(byKind(cx, node, expected), cx.facts);
  if (node.kind !== 'parenthesised' && node.kind !== 'missing') cx.env.typed(node.range, e.type);
  return e;
}

function byKind(cx: Context, node: ast.Expression, expected: Type | undefined): Expression {
  const place = cx.env.place(node.range);
  switch (node.kind) {
    case 'missing':
      return cx.unknown(node.range);
    case 'boolean':
      return { kind: 'constant', value: node.value, type: BOOL, place };
    case 'integer':
    case 'duration':
      return { kind: 'constant', value: node.value, type: INT, place };
    case 'percentage':
      cx.env.report('FL3022', node.range, 'a percentage can stand only in `network`, `link` and `clock`');
      return cx.unknown(node.range);
    case 'string':
      return { kind: 'constant', value: node.value, type: STRING, place };
    case 'none':
      return { kind: 'constant', value: null, type: NONE, place };
    case 'name':
      return nameExpression(cx, node.name, expected);
    case 'self':
      return selfExpression(cx, node);
    case 'now':
      return nowExpression(cx, node);
    case 'parenthesised':
      return cx.expression(node.inner, expected);
    case 'list':
      return listExpression(cx, node, expected);
    case 'brace':
      return braceExpression(cx, node, expected);
    case 'comprehension':
      return comprehension(cx, node, expected);
    case 'quantifier':
      return quantifier(cx, node, expected);
    case 'conditional':
      return conditional(cx, node, expected);
    case 'binary':
      return binaryExpression(cx, node, expected);
    case 'unary':
      return unaryExpression(cx, node);
    case 'call':
      return callExpression(cx, node);
    case 'index':
      return indexExpression(cx, node);
    case 'member':
      return memberExpression(cx, node);
    case 'with':
      return withExpression(cx, node, expected);
    case 'choose':
      return choose(cx, node, expected);
  }
}

function selfExpression(cx: Context, node: ast.SelfExpression): Expression {
  const { role } = cx;
  if (!role) {
    cx.env.report('FL3022', node.range, '`self` is the node whose handler runs; here is none');
    return cx.unknown(node.range);
  }
  return { kind: 'self', type: { kind: 'node', role: role.symbol.name }, place: cx.env.place(node.range) };
}

function nowExpression(cx: Context, node: ast.NowExpression): Expression {
  const { kind } = cx.where;
  if (kind !== 'handler' && kind !== 'function' && kind !== 'guard') {
    cx.env.report('FL3022', node.range, "`now` is a node's clock: it can be read in its handlers and functions");
    return cx.unknown(node.range);
  }
  return { kind: 'now', type: INT, place: cx.env.place(node.range) };
}

function conditional(cx: Context, node: ast.ConditionalExpression, expected: Type | undefined): Expression {
  const condition = cx.condition(node.condition);
  const hoisted = cx.hoisted;
  cx.hoisted = undefined;
  cx.facts = condition.yes;
  let yes = cx.expression(node.then, expected);
  const afterYes = cx.facts;
  cx.facts = condition.no;
  let no = cx.expression(node.otherwise, expected ?? yes.type);
  cx.facts = common(afterYes, cx.facts);
  cx.hoisted = hoisted;
  let type = join(yes.type, no.type) ?? (expected?.kind === 'any' ? undefined : expected);
  if (type === undefined) {
    cx.env.report('FL3001', node.otherwise.range, `this is ${showType(no.type)}, the other branch ${showType(yes.type)}`);
    type = UNKNOWN;
  }
  yes = cx.coerce(yes, type, node.then.range, 'this branch');
  no = cx.coerce(no, type, node.otherwise.range, 'this branch');
  return { kind: 'conditional', condition: condition.expression, yes, no, type, place: cx.env.place(node.range) };
}

function withExpression(cx: Context, node: ast.WithExpression, expected: Type | undefined): Expression {
  const object = cx.expression(node.object, expected);
  const struct = cx.env.structOf(object.type);
  if (!struct) {
    if (object.type.kind !== 'unknown') {
      cx.env.report('FL3003', node.object.range, `\`with\` copies a struct with other fields; this is ${showType(object.type)}`);
    }
    for (const change of node.fields) cx.expression(change.value, UNKNOWN);
    return cx.unknown(node.range);
  }
  const fields = struct.fields();
  const changes = node.fields.flatMap((change) => {
    const { label } = change;
    const field: FieldSymbol | undefined = label && fields.find((f) => f.name === label.text);
    if (!label || !field) {
      if (label) {
        cx.env.reportUnknown(
          'FL2005',
          label,
          `${struct.name} has no field \`${label.text}\``,
          fields.map((f) => f.name),
        );
      } else {
        cx.env.report('FL3009', change.range, 'a field is named: `e with { term: 2 }`');
      }
      cx.expression(change.value, UNKNOWN);
      return [];
    }
    cx.env.use(label.range, field);
    return [{ field: field.index, value: cx.check(change.value, field.type, `\`${field.name}\` of ${struct.name}`) }];
  });
  return { kind: 'with', object, changes, type: object.type, place: cx.env.place(node.range) };
}

function choose(cx: Context, node: ast.ChooseExpression, expected: Type | undefined): Expression {
  const place = cx.env.place(node.range);
  const { kind } = cx.where;
  if (kind !== 'handler' && kind !== 'function' && kind !== 'script') {
    cx.env.report('FL3022', node.range, '`choose` can stand only in handlers, functions and scripts', {
      hint: kind === 'guard' ? 'choose in the body of the handler' : undefined,
    });
    return cx.unknown(node.range);
  }
  const wanted: Type | undefined = expected && expected.kind !== 'any' ? { kind: 'set', element: expected } : undefined;
  const from = cx.expression(node.from, wanted);
  const type = elementType(from.type);
  if (type === undefined) {
    cx.env.report('FL3011', node.from.range, `\`choose\` picks from a set, a list or a range; this is ${showType(from.type)}`);
    return cx.unknown(node.range);
  }
  const { name, where } = node;
  if (!name) return { kind: 'choose', from, type, place };
  return cx.scoped(node.range, () => {
    const local = cx.bind(name, type, 'loop');
    if (!where) return { kind: 'choose', from, slot: local.slot, type, place };
    const before = cx.facts;
    const condition = cx.condition(where).expression;
    cx.facts = common(before, cx.facts);
    return { kind: 'choose', from, slot: local.slot, where: condition, type, place };
  });
}
