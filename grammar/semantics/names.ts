/** A bare name in an expression: what it stands for, and what it is worth. */
import type { Name } from '../syntax/ast.ts';
import type { Range } from '../syntax/range.ts';
import type { Context } from './context.ts';
import type { Expression } from './program.ts';
import { withoutNone } from './relations.ts';
import type { ConstSymbol, FieldSymbol, LocalSymbol, MemberSymbol, ScenarioSymbol, VariableSymbol } from './symbols.ts';
import type { Type } from './types.ts';

type ValueSymbol = LocalSymbol | FieldSymbol | VariableSymbol | ScenarioSymbol | ConstSymbol;

/**
 * The value of a name. The nearest declaration counts: locals, the role's variables and parameters, the scenario's nodes, constants, and last the
 * members of enums. Only where an enum is wanted that has such a member, and the nearer thing is none of that enum, the member is meant.
 */
export function nameExpression(cx: Context, name: Name, expected: Type | undefined): Expression {
  if (name.text === '') return cx.unknown(name.range);
  const member = memberOf(cx, name.text, expected);
  const symbol = valueSymbol(cx, name.text);
  if (symbol) {
    const value = worthOf(cx, symbol, name.range);
    if (member && value && withoutNone(value.type).kind !== 'enum' && value.type.kind !== 'unknown')
      return memberValue(cx, member, name.range);
    cx.env.use(name.range, symbol);
    return value ?? cx.unknown(name.range);
  }
  if (member) return memberValue(cx, member, name.range);
  const members = cx.env.scope.members.get(name.text) ?? [];
  const [only, second] = members;
  if (only && second) {
    const ways = members.map((m) => `\`${m.of.name}.${m.name}\``).join(' or ');
    cx.env.report('FL2007', name.range, `\`${name.text}\` is a member of ${listOf(members.map((m) => m.of.name))}`, {
      hint: `write ${ways}`,
    });
    return cx.unknown(name.range);
  }
  if (only) return memberValue(cx, only, name.range);
  reportUnknownValue(cx, name, expected);
  return cx.unknown(name.range);
}

export function memberValue(cx: Context, member: MemberSymbol, range: Range): Expression {
  cx.env.use(range, member);
  return {
    kind: 'enumMember',
    enum: cx.env.indexOf(member.of),
    member: member.index,
    type: { kind: 'enum', name: member.of.name },
    place: cx.env.place(range),
  };
}

/** The member that `name` is of the enum that is wanted. */
export function memberOf(cx: Context, name: string, expected: Type | undefined): MemberSymbol | undefined {
  return expected && cx.env.enumOf(withoutNone(expected))?.members.find((m) => m.name === name);
}

export function valueSymbol(cx: Context, name: string): ValueSymbol | undefined {
  return (
    cx.local(name) ??
    cx.role?.variables.get(name) ??
    cx.role?.parameters.get(name) ??
    cx.scenario?.values.get(name) ??
    cx.env.scope.constants.get(name)
  );
}

function worthOf(cx: Context, symbol: ValueSymbol, range: Range): Expression | undefined {
  const place = cx.env.place(range);
  switch (symbol.kind) {
    case 'local':
      return { kind: 'local', slot: symbol.slot, name: symbol.name, type: symbol.type, place };
    case 'variable':
      if (cx.where.kind === 'initial' && symbol.index >= cx.where.variables) {
        cx.env.report('FL3030', range, `\`${symbol.name}\` has no value yet here`, {
          hint: 'an initial value may use the parameters of the role and the variables before it',
          related: [{ place: symbol.place, message: `\`${symbol.name}\` is declared here` }],
        });
        return undefined;
      }
      return { kind: 'variable', slot: symbol.index, type: symbol.type, place };
    case 'parameter':
    case 'field':
      return { kind: 'parameter', slot: symbol.index, type: symbol.type, place };
    case 'node':
    case 'group':
    case 'sweep':
      return { ...symbol.value, place };
    case 'const':
      return { ...symbol.value(), place };
  }
}

function reportUnknownValue(cx: Context, name: Name, expected: Type | undefined): void {
  const { scope } = cx.env;
  const other = otherMeaning(cx, name.text);
  if (other) {
    cx.env.report('FL2015', name.range, `\`${name.text}\` is ${other.what}, not a value`, { hint: other.hint });
    return;
  }
  const enumType = expected && cx.env.enumOf(withoutNone(expected));
  const preferred = enumType ? enumType.members.map((m) => m.name) : [];
  const candidates = [...preferred, ...visibleValueNames(cx), ...scope.members.keys()];
  const what = cx.scenario && cx.where.kind !== 'script' ? 'no node, group or constant' : 'nothing';
  cx.env.reportUnknown(
    'FL2001',
    name,
    `${what} here is called \`${name.text}\``,
    candidates,
    cx.where.kind === 'observation' && !cx.scenario
      ? 'nodes of a scenario are known only inside it; `nodes(Role)` are all nodes of a role'
      : undefined,
  );
}

/** What a name stands for in another namespace. */
function otherMeaning(cx: Context, name: string): { readonly what: string; readonly hint?: string } | undefined {
  const { scope } = cx.env;
  const type = scope.types.get(name);
  if (type)
    return { what: `${article(type.kind)} ${type.kind}`, ...(type.kind === 'role' ? { hint: `\`nodes(${name})\` are its nodes` } : {}) };
  if (cx.role?.functions.has(name)) return { what: 'a function', hint: `call it: \`${name}(…)\`` };
  if (scope.messages.has(name)) return { what: 'a message' };
  if (scope.events.has(name)) return { what: 'an event' };
  if (cx.scenario?.clients.has(name)) return { what: 'a client' };
  return undefined;
}
const article = (word: string): string => (/^[aeio]/.test(word) ? 'an' : 'a');

export function* visibleValueNames(cx: Context): Iterable<string> {
  yield* cx.localNames();
  if (cx.role) {
    yield* cx.role.variables.keys();
    yield* cx.role.parameters.keys();
  }
  if (cx.scenario) yield* cx.scenario.values.keys();
  yield* cx.env.scope.constants.keys();
}

/** `a`, `a and b`, `a, b and c` */
export function listOf(words: readonly string[], link = 'and'): string {
  if (words.length <= 1) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} ${link} ${words.at(-1)}`;
}
