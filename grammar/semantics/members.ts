/** What stands behind a dot or in brackets: members, fields of structs, fields of nodes, enum members, elements. */
import type * as ast from '../syntax/ast.ts';
import { MEMBERS, type MemberInfo, memberInfo } from './builtins.ts';
import type { Context } from './context.ts';
import { memberValue, valueSymbol } from './names.ts';
import type { Expression } from './program.ts';
import { INT, join, listOf, sameType, showType, VALUE } from './relations.ts';
import type { FieldSymbol, RoleSymbol, VariableSymbol } from './symbols.ts';
import type { Type } from './types.ts';

export function memberExpression(cx: Context, node: ast.MemberExpression): Expression {
  const qualified = qualifiedMember(cx, node);
  if (qualified) return qualified;
  const object = cx.expression(node.object);
  if (node.member.text === '' || object.type.kind === 'unknown') return cx.unknown(node.range);
  const place = cx.env.place(node.range);
  const struct = cx.env.structOf(object.type);
  if (struct) {
    const fields = struct.fields();
    const field = fields.find((f) => f.name === node.member.text);
    if (field) {
      cx.env.use(node.member.range, field);
      return { kind: 'field', object, field: field.index, type: field.type, place };
    }
    if (struct.damaged) return cx.unknown(node.range);
    if (struct.damaged) return cx.unknown(node.range);
    cx.env.reportUnknown(
      'FL2005',
      node.member,
      `${struct.name} has no field \`${node.member.text}\``,
      fields.map((f) => f.name),
    );
    return cx.unknown(node.range);
  }
  if (object.type.kind === 'node') return nodeField(cx, node, object, object.type.role);
  const found = receiver(cx, node, object);
  if (!found) return cx.unknown(node.range);
  const { info, value } = found;
  const wanted = info.arguments(value.type);
  if (wanted.length > 0) {
    cx.env.report('FL3006', node.member.range, `\`.${info.name}\` needs ${wanted.length === 1 ? 'an argument' : 'two arguments'}`, {
      hint: `write \`.${info.name}(${wanted.map(showType).join(', ')})\``,
    });
    return cx.unknown(node.range);
  }
  return { kind: 'builtin', name: info.name, arguments: [value], type: info.result(value.type), place };
}

/** `l.slice(1, 3)`: a member with arguments. */
export function memberCall(cx: Context, node: ast.CallExpression, callee: ast.MemberExpression): Expression {
  const object = cx.expression(callee.object);
  const ignored = (): Expression => {
    for (const argument of node.arguments) cx.expression(argument.value, { kind: 'unknown' });
    return cx.unknown(node.range);
  };
  if (callee.member.text === '' || object.type.kind === 'unknown') return ignored();
  const found = receiver(cx, callee, object);
  if (!found) return ignored();
  const { info, value } = found;
  const wanted = info.arguments(value.type);
  if (wanted.length !== node.arguments.length) {
    cx.env.report(
      node.arguments.length < wanted.length ? 'FL3006' : 'FL3007',
      node.range,
      wanted.length === 0
        ? `\`.${info.name}\` takes no arguments`
        : `\`.${info.name}\` takes ${wanted.length === 1 ? 'one argument' : 'two arguments'}: ${wanted.map(showType).join(', ')}`,
      { hint: wanted.length === 0 ? `write \`.${info.name}\`` : undefined },
    );
    return ignored();
  }
  const args = node.arguments.map((argument, i) => cx.check(argument.value, wanted[i] ?? VALUE, `the argument of \`.${info.name}\``));
  return { kind: 'builtin', name: info.name, arguments: [value, ...args], type: info.result(value.type), place: cx.env.place(node.range) };
}

/** The built-in member, and the value as what it is a member of. Reports where there is none. */
function receiver(cx: Context, node: ast.MemberExpression, object: Expression): { info: MemberInfo; value: Expression } | undefined {
  const { type } = object;
  const info = memberInfo(node.member.text);
  if (info && (info.of as readonly string[]).includes(type.kind)) {
    cx.env.use(node.member.range, info.symbol);
    return { info, value: object };
  }
  if (info?.of.includes('list') && type.kind === 'value') {
    cx.env.use(node.member.range, info.symbol);
    return { info, value: cx.coerce(object, listOf(VALUE), node.object.range) };
  }
  if (type.kind === 'optional') {
    cx.env.report('FL3002', node.object.range, `this ${showType(type)} may be none`, {
      hint: 'compare with `none` first, or give a default: `… ?? d`',
    });
  } else {
    const names = MEMBERS.filter((m) => (m.of as readonly string[]).includes(type.kind)).map((m) => m.name);
    const { text } = node.member;
    const message = `${showType(type)} has no member \`${text}\``;
    const hint = names.length > 0 && Object.hasOwn(ELSEWHERE, text) ? ELSEWHERE[text] : undefined;
    cx.env.reportUnknown('FL2005', node.member, message, hint === undefined ? names : [], hint);
  }
  return undefined;
}

/** What other languages call it. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  add: 'write `s += x`',
  append: 'write `l += x`',
  push: 'write `l += x`',
  insert: 'write `s += x`',
  remove: 'write `s -= x`',
  delete: 'write `s -= x`',
  length: 'write `.size`',
  count: 'write `.size`',
  isEmpty: 'write `.empty`',
  has: 'write `.contains(x)`, or `x in s`',
  includes: 'write `.contains(x)`, or `x in s`',
};

/** `Outcome.committed`, unless a value is called `Outcome`. */
function qualifiedMember(cx: Context, node: ast.MemberExpression): Expression | undefined {
  if (node.object.kind !== 'name') return undefined;
  const { name } = node.object;
  if (valueSymbol(cx, name.text)) return undefined;
  const type = cx.env.scope.types.get(name.text);
  if (type?.kind !== 'enum') return undefined;
  cx.env.use(name.range, type);
  const member = type.members.find((m) => m.name === node.member.text);
  if (member) return memberValue(cx, member, node.member.range);
  if (type.damaged) return cx.unknown(node.range);
  if (type.damaged) return cx.unknown(node.range);
  cx.env.reportUnknown(
    'FL2005',
    node.member,
    `${type.name} has no member \`${node.member.text}\``,
    type.members.map((m) => m.name),
  );
  return cx.unknown(node.range);
}

/** A parameter or variable of a node, in conditions over nodes. */
function nodeField(cx: Context, node: ast.MemberExpression, object: Expression, roleName: string | undefined): Expression {
  const name = node.member.text;
  if (cx.where.kind !== 'observation') {
    const mine = cx.role
      ? 'a node cannot look into another: let it tell in a message'
      : 'they can be read in conditions such as `invariant`, not here';
    cx.env.report('FL3022', node.range, `the fields of nodes can be read in conditions of a scenario only`, { hint: mine });
    return cx.unknown(node.range);
  }
  const roles = roleName === undefined ? cx.env.programRoles() : [cx.env.roleNamed(roleName)].filter((r) => r !== undefined);
  const owners = roles.flatMap((role) => {
    const field = fieldOf(role, name);
    return field ? [{ role, field }] : [];
  });
  const [first, ...others] = owners;
  if (!first) {
    const candidates = roles.flatMap((role) => [...role.variables(), ...role.parameters()].map((f) => f.name));
    cx.env.reportUnknown('FL2005', node.member, `${roleName ?? 'no role'} has ${roleName ? 'no' : 'a'} variable \`${name}\``, candidates);
    return cx.unknown(node.range);
  }
  cx.env.use(node.member.range, first.field);
  let { type } = first.field;
  for (const { role, field } of others) {
    const joined = join(type, field.type);
    if (joined === undefined) {
      cx.env.report(
        'FL3001',
        node.member.range,
        `\`${name}\` is ${showType(type)} in ${first.role.name}, ${showType(field.type)} in ${role.name}`,
        {
          hint: 'go through the nodes of one role: `nodes(Role)`',
        },
      );
      return cx.unknown(node.range);
    }
    type = sameType(type, joined) ? type : joined;
  }
  return {
    kind: 'nodeField',
    node: object,
    name,
    slots: owners.map(({ role, field }) => ({
      role: cx.env.indexOf(role),
      kind: field.kind === 'variable' ? 'variable' : 'parameter',
      slot: field.index,
    })),
    type,
    place: cx.env.place(node.range),
  };
}
function fieldOf(role: RoleSymbol, name: string): FieldSymbol | VariableSymbol | undefined {
  return role.variables().find((v) => v.name === name) ?? role.parameters().find((p) => p.name === name);
}

export function indexExpression(cx: Context, node: ast.IndexExpression): Expression {
  const member = groupMember(cx, node);
  if (member) return member;
  let object = cx.expression(node.object);
  if (object.type.kind === 'value') object = cx.coerce(object, listOf(VALUE), node.object.range);
  return element(cx, node, object);
}

/** `object[index]`, for a map or a list. */
export function element(cx: Context, node: ast.IndexExpression, object: Expression): Expression {
  const { type } = object;
  const place = cx.env.place(node.range);
  if (type.kind === 'map' || type.kind === 'list') {
    const wanted = type.kind === 'map' ? type.key : INT;
    const index = cx.check(node.index, wanted, type.kind === 'map' ? 'the key' : 'the position');
    return { kind: 'index', object, index, type: type.kind === 'map' ? type.value : type.element, place };
  }
  cx.expression(node.index, { kind: 'unknown' });
  if (type.kind === 'optional') {
    cx.env.report('FL3002', node.object.range, `this ${showType(type)} may be none`, { hint: 'compare with `none` first' });
  } else if (type.kind !== 'unknown') {
    cx.env.report('FL3012', node.range, `${showType(type)} has no elements by index: only maps and lists have`);
  }
  return cx.unknown(node.range);
}

/** `r[2]` of a group `node r[1..5]`. */
function groupMember(cx: Context, node: ast.IndexExpression): Expression | undefined {
  if (node.object.kind !== 'name') return undefined;
  const { name } = node.object;
  const group = cx.local(name.text) ? undefined : cx.scenario?.groups.get(name.text);
  if (!group) return undefined;
  cx.env.use(name.range, group.symbol);
  const index = cx.check(node.index, INT, 'the index of a node');
  const place = cx.env.place(node.range);
  if (index.kind === 'constant' && typeof index.value === 'number') {
    const found = group.byIndex.get(index.value);
    if (found) return { ...found, place };
    const known = [...group.byIndex.keys()];
    cx.env.report(
      'FL4009',
      node.index.range,
      `there is no \`${name.text}[${index.value}]\`: \`${name.text}\` goes from ${known[0]} to ${known.at(-1)}`,
    );
    return cx.unknown(node.range);
  }
  // Not a constant (a quantifier's variable): looked up in a map from the indices to the nodes.
  const entries = [...group.byIndex].map(([key, value]) => ({
    key: { kind: 'constant', value: key, type: INT, place } as const,
    value,
  }));
  const type: Type = group.element;
  const map: Expression = { kind: 'map', entries, type: { kind: 'map', key: INT, value: type }, place };
  return { kind: 'index', object: map, index, type, place };
}
