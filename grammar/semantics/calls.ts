/** Calls: of functions of the role, of built-in functions, of structs that are made, of operations in scripts. */
import type * as ast from '../syntax/ast.ts';
import { callArguments, calleeOf, signature } from './arguments.ts';
import { type BuiltinFunction, FUNCTIONS, isBuiltinFunction } from './builtins.ts';
import type { Context } from './context.ts';
import { memberCall } from './members.ts';
import { valueSymbol } from './names.ts';
import type { Expression, Statement } from './program.ts';
import { BOOL, INT, join, NODE, setOf, showType, UNKNOWN, VALUE } from './relations.ts';
import type { FunctionSymbol, SignatureSymbol } from './symbols.ts';
import type { Type } from './types.ts';

export function callExpression(cx: Context, node: ast.CallExpression): Expression {
  const { callee } = node;
  if (callee.kind === 'member') return memberCall(cx, node, callee);
  if (callee.kind !== 'name') {
    const called = cx.expression(callee);
    if (called.type.kind !== 'unknown') cx.env.report('FL2004', callee.range, `${showType(called.type)} cannot be called`);
    return ignoreArguments(cx, node);
  }
  const { name } = callee;
  if (name.text === '') return ignoreArguments(cx, node);
  if (cx.where.kind === 'script') {
    const operation = cx.env.scope.operations.get(name.text);
    if (operation) return operationExpression(cx, node, operation, name);
  }
  if (cx.env.scope.events.has(name.text) && cx.role) {
    cx.env.report('FL3010', node.range, `\`${name.text}\` is an event: it happens as a statement and has no value`);
    return ignoreArguments(cx, node);
  }
  const f = cx.role?.functions.get(name.text);
  if (f) {
    const call = functionCall(cx, node, f, name);
    if (f.result) return { ...call, type: f.result, place: cx.env.place(node.range), kind: 'call' };
    cx.env.report('FL3010', node.range, `\`${name.text}\` returns nothing, so it has no value`);
    return cx.unknown(node.range);
  }
  const type = cx.env.scope.types.get(name.text);
  if (type?.kind === 'struct') return structValue(cx, node, type, name);
  if (isBuiltinFunction(name.text)) {
    cx.env.use(name.range, FUNCTIONS[name.text]);
    return builtinCall(cx, node, name.text);
  }
  reportUnknownCall(cx, name);
  return ignoreArguments(cx, node);
}

export function ignoreArguments(cx: Context, node: ast.CallExpression): Expression {
  for (const argument of node.arguments) cx.expression(argument.value, UNKNOWN);
  return cx.unknown(node.range);
}

/** A call of a function of the role, for its value or as a statement; what it may assign is no longer known afterwards. */
export function functionCall(
  cx: Context,
  node: ast.CallExpression,
  f: FunctionSymbol,
  name: ast.Name,
): { readonly function: number; readonly arguments: readonly Expression[] } {
  cx.env.use(name.range, f);
  const args = callArguments(cx, { what: `function \`${f.name}\``, fields: f.parameters, damaged: f.damaged }, node.arguments, node.range);
  const { where } = cx;
  if (where.kind === 'initial') {
    cx.env.report('FL3033', node.range, 'an initial value does not call functions of the role', {
      hint: 'it may use the parameters of the role and the variables before it',
    });
  } else if (where.kind === 'guard' && cx.role?.hasEffect(f)) {
    cx.env.report('FL3033', node.range, `\`${f.name}\` does more than look: a guard must not change anything`);
  }
  if (cx.role) cx.assigned(cx.role.mayAssign(f));
  return { function: f.index, arguments: args };
}

function structValue(cx: Context, node: ast.CallExpression, struct: SignatureSymbol, name: ast.Name): Expression {
  cx.env.use(name.range, struct);
  const fields = callArguments(cx, calleeOf(struct), node.arguments, node.range);
  return {
    kind: 'struct',
    struct: cx.env.indexOf(struct),
    fields,
    type: { kind: 'struct', name: struct.name },
    place: cx.env.place(node.range),
  };
}

function builtinCall(cx: Context, node: ast.CallExpression, name: BuiltinFunction): Expression {
  const place = cx.env.place(node.range);
  const count = name === 'max' || name === 'min' ? 2 : 1;
  for (const argument of node.arguments) {
    if (argument.label?.text) cx.env.report('FL2013', argument.label.range, `\`${name}\` has no named parameters`);
  }
  const [first, second] = node.arguments;
  if (node.arguments.length !== count || !first) {
    cx.env.report(node.arguments.length < count ? 'FL3006' : 'FL3007', node.range, FUNCTIONS[name].doc);
    return ignoreArguments(cx, node);
  }
  switch (name) {
    case 'majority':
    case 'abs':
      return { kind: 'builtin', name, arguments: [cx.check(first.value, INT, `the argument of \`${name}\``)], type: INT, place };
    case 'nodes':
      return nodesOf(cx, node, first.value);
    case 'up':
      if (cx.where.kind !== 'observation') {
        cx.env.report('FL3022', node.range, '`up` can stand only in conditions of a scenario', {
          hint: cx.role ? 'no node knows for certain whether another one runs: use a timeout' : undefined,
        });
        return ignoreArguments(cx, node);
      }
      return { kind: 'up', node: cx.check(first.value, NODE, 'the argument of `up`'), type: BOOL, place };
    case 'max':
    case 'min': {
      const left = cx.expression(first.value);
      const right = second ? cx.expression(second.value, left.type) : left;
      let type: Type | undefined = join(left.type, right.type);
      if (type === undefined || type.kind === 'value') type = left.type.kind === 'value' || right.type.kind === 'value' ? INT : undefined;
      if (type === undefined) {
        cx.env.report('FL3003', node.range, `\`${name}\` does not compare ${showType(left.type)} with ${showType(right.type)}`);
        return cx.unknown(node.range);
      }
      const args = [cx.coerce(left, type, first.range), cx.coerce(right, type, second?.range ?? first.range)];
      return { kind: 'builtin', name, arguments: args, type, place };
    }
  }
}

function nodesOf(cx: Context, node: ast.CallExpression, argument: ast.Expression): Expression {
  const place = cx.env.place(node.range);
  const name = argument.kind === 'name' ? argument.name : undefined;
  if (!name) {
    if (argument.kind !== 'missing') cx.env.report('FL2012', argument.range, '`nodes` takes the name of a role');
    return cx.unknown(node.range);
  }
  const role = roleNamed(cx, name);
  if (!role) return cx.unknown(node.range);
  return { kind: 'nodesOf', role: cx.env.indexOf(role), type: setOf({ kind: 'node', role: role.name }), place };
}

/** The role of that name, or a report. */
export function roleNamed(cx: Context, name: ast.Name): ReturnType<Context['env']['roleNamed']> {
  const type = cx.env.scope.types.get(name.text);
  if (type?.kind === 'role') {
    cx.env.use(name.range, type);
    return type;
  }
  const roles = [...cx.env.scope.types.values()].filter((t) => t.kind === 'role').map((t) => t.name);
  cx.env.reportUnknown('FL2012', name, type ? `\`${name.text}\` is not a role` : `there is no role \`${name.text}\``, roles);
  return undefined;
}

function operationExpression(cx: Context, node: ast.CallExpression, operation: SignatureSymbol, name: ast.Name): Expression {
  const statement = operationStatement(cx, node, operation, name);
  const result = operation.result();
  if (!result) {
    cx.env.report('FL3010', node.range, `\`${operation.name}\` returns nothing, so it has no value`);
    return cx.unknown(node.range);
  }
  if (!cx.hoisted) {
    cx.env.report('FL3022', node.range, 'an operation cannot stand where it might not be asked', { hint: 'ask it in a `let` before' });
    return cx.unknown(node.range);
  }
  const slot = cx.frame.next();
  cx.hoisted.push({ ...statement, resultSlot: slot });
  return { kind: 'local', slot, name: operation.name, type: resultType(cx, result), place: cx.env.place(node.range) };
}

/** What a script gets: after a timeout it is `none` instead of the result. */
function resultType(cx: Context, result: Type): Type {
  if (cx.where.kind !== 'script' || !cx.where.timeout) return result;
  // A `Value` is checked where it is used, so that scripts need no test for `none` where a late answer would be a mistake anyway.
  return result.kind === 'map' || result.kind === 'set' || result.kind === 'struct' || result.kind === 'enum'
    ? { kind: 'optional', inner: result }
    : VALUE;
}

export type Operate = Extract<Statement, { readonly kind: 'operate' }>;

export function operationStatement(cx: Context, node: ast.CallExpression, operation: SignatureSymbol, name: ast.Name): Operate {
  cx.env.use(name.range, operation);
  const args = callArguments(cx, calleeOf(operation), node.arguments, node.range);
  const at = node.at && cx.check(node.at, NODE, 'the server of an operation');
  if (!at && !cx.inTransaction) {
    cx.env.report('FL3029', node.range, `at which node is \`${operation.name}\` asked?`, {
      hint: `write \`${operation.name}(…) at server\``,
    });
  }
  return {
    kind: 'operate',
    operation: cx.env.indexOf(operation),
    arguments: args,
    ...(at ? { at } : {}),
    place: cx.env.place(node.range),
  };
}

export function reportUnknownCall(cx: Context, name: ast.Name): void {
  const { scope } = cx.env;
  const message = scope.messages.get(name.text);
  if (message) {
    cx.env.report('FL2015', name.range, `\`${name.text}\` is a message: it is sent, not called`, {
      hint: `write \`send ${name.text}(${signature(message.fields())}) to …\``,
    });
    return;
  }
  const operation = scope.operations.get(name.text);
  if (operation && cx.role) {
    cx.env.report('FL2015', name.range, `\`${name.text}\` is an operation: clients ask for it, roles handle it`, {
      hint: `a role answers it: \`on ${name.text}(…) { reply … }\``,
    });
    return;
  }
  const type = scope.types.get(name.text);
  if (type) {
    cx.env.report('FL2015', name.range, `\`${name.text}\` is ${type.kind === 'enum' ? 'an enum' : 'a role'}, which cannot be called`);
    return;
  }
  const value = valueSymbol(cx, name.text);
  if (value) {
    cx.env.report('FL2015', name.range, `\`${name.text}\` is a ${WORDS[value.kind]}, which cannot be called`, {
      hint: `an element of it is \`${name.text}[…]\`, if it is a list or a map`,
    });
    return;
  }
  const candidates = [
    ...(cx.role ? [...cx.role.functions.keys(), ...scope.events.keys()] : []),
    ...(cx.where.kind === 'script' ? scope.operations.keys() : []),
    ...[...scope.types.values()].filter((t) => t.kind === 'struct').map((t) => t.name),
    ...Object.keys(FUNCTIONS),
  ];
  const what = cx.where.kind === 'script' ? 'operation' : cx.role ? 'function or event' : 'function';
  cx.env.reportUnknown('FL2004', name, `there is no ${what} \`${name.text}\``, candidates);
}

const WORDS = {
  local: 'local',
  variable: 'variable',
  parameter: 'parameter',
  field: 'parameter',
  node: 'node',
  group: 'group of nodes',
  sweep: 'constant of the sweep',
  const: 'constant',
} as const;
