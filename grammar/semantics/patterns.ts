/** Patterns: of handlers' heads and of `match` arms. */
import type * as ast from '../syntax/ast.ts';
import { type Callee, parameterFor } from './arguments.ts';
import type { Context } from './context.ts';
import { memberOf, memberValue } from './names.ts';
import type { Expression, Pattern } from './program.ts';
import { BOOL, fits, INT, NONE, STRING, showType, withoutNone } from './relations.ts';
import type { FieldSymbol } from './symbols.ts';
import type { Type } from './types.ts';

/**
 * The patterns of a handler's head, one for each field; what is left out matches anything. A literal or a member of the argument's enum is
 * compared, any other name binds.
 */
export function headPatterns(cx: Context, callee: Callee, patterns: readonly ast.ArgumentPattern[]): Pattern[] {
  const byField = new Map<FieldSymbol, Pattern>();
  let named = false;
  patterns.forEach((argument, position) => {
    const field = parameterFor(cx, callee, argument, position, named);
    if (argument.label) named = true;
    if (!field) {
      // Bound all the same, so that its uses in the body are no second mistake.
      pattern(cx, argument.pattern, { kind: 'unknown' });
      return;
    }
    if (byField.has(field)) {
      cx.env.report('FL3008', argument.range, `\`${field.name}\` of ${callee.what} is given twice`);
      return;
    }
    if (argument.pattern.kind === 'namePattern' && !memberOf(cx, argument.pattern.name.text, field.type)) reportTwice(cx, argument.pattern);
    byField.set(field, pattern(cx, argument.pattern, field.type));
  });
  return callee.fields.map((field) => byField.get(field) ?? { kind: 'wildcard' });
}

/** One pattern against values of `type`. Names it binds are in scope from here on. */
export function pattern(cx: Context, node: ast.Pattern, type: Type): Pattern {
  switch (node.kind) {
    case 'wildcard':
      return { kind: 'wildcard' };
    case 'literalPattern':
      return literal(cx, node, type);
    case 'qualifiedPattern':
      return qualified(cx, node, type);
    case 'namePattern': {
      const { name } = node;
      if (name.text === '') return { kind: 'wildcard' };
      const member = memberOf(cx, name.text, type);
      if (member) return { kind: 'equals', value: memberValue(cx, member, name.range) };
      return { kind: 'bind', slot: cx.bind(name, type, 'pattern').slot };
    }
  }
}

/** In a head every name is new: two of one name would look like a comparison and be none. */
function reportTwice(cx: Context, { name }: ast.NamePattern): void {
  const known = cx.local(name.text);
  if (known) {
    cx.env.report('FL2006', name.range, `\`${name.text}\` is bound twice`, {
      hint: 'bind the second one by another name and compare them in `when`',
      related: [{ place: known.place, message: 'the first one' }],
    });
  }
}

function literal(cx: Context, node: ast.LiteralPattern, type: Type): Pattern {
  const { value } = node;
  const literalType = value === null ? NONE : typeof value === 'boolean' ? BOOL : typeof value === 'number' ? INT : STRING;
  const place = cx.env.place(node.range);
  if (!fits(literalType, type)) {
    cx.env.report('FL3001', node.range, `this is ${showType(literalType)}; what is matched is ${showType(type)}`);
    return { kind: 'equals', value: cx.unknown(node.range) };
  }
  const constant: Expression = { kind: 'constant', value, type: literalType, place };
  return { kind: 'equals', value: constant };
}

function qualified(cx: Context, node: ast.QualifiedPattern, type: Type): Pattern {
  const symbol = cx.env.scope.types.get(node.enumName.text);
  if (symbol?.kind !== 'enum') {
    const enums = [...cx.env.scope.types.values()].filter((t) => t.kind === 'enum').map((t) => t.name);
    cx.env.reportUnknown('FL2002', node.enumName, `there is no enum \`${node.enumName.text}\``, enums);
    return { kind: 'equals', value: cx.unknown(node.range) };
  }
  cx.env.use(node.enumName.range, symbol);
  const member = symbol.members.find((m) => m.name === node.member.text);
  if (!member) {
    cx.env.reportUnknown(
      'FL2005',
      node.member,
      `${symbol.name} has no member \`${node.member.text}\``,
      symbol.members.map((m) => m.name),
    );
    return { kind: 'equals', value: cx.unknown(node.range) };
  }
  if (!fits({ kind: 'enum', name: symbol.name }, withoutNone(type))) {
    cx.env.report('FL3001', node.range, `this is ${symbol.name}; what is matched is ${showType(type)}`);
    return { kind: 'equals', value: cx.unknown(node.range) };
  }
  return { kind: 'equals', value: memberValue(cx, member, node.member.range) };
}
