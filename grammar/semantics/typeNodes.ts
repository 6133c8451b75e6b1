/** Types as they are written. */
import type * as ast from '../syntax/ast.ts';
import type { Env } from './env.ts';
import { ANY, BOOL, CLIENT, INT, listOf, mapOf, NODE, optional, REQUEST, STRING, setOf, TRANSACTION, UNKNOWN, VALUE } from './relations.ts';
import type { Type } from './types.ts';

const SIMPLE: Readonly<Record<string, Type>> = {
  Bool: BOOL,
  Int: INT,
  Duration: INT,
  String: STRING,
  Node: NODE,
  Value: VALUE,
  Request: REQUEST,
  Client: CLIENT,
  Transaction: TRANSACTION,
};
const GENERIC: Readonly<Record<string, number>> = { Set: 1, List: 1, Map: 2 };
/** Types that no declaration may hide: too much in every file is said in terms of them. */
export const RESERVED_TYPES: ReadonlySet<string> = new Set(['Bool', 'Int', 'String', 'Value', ...Object.keys(GENERIC)]);
export const BUILTIN_TYPES: readonly string[] = [...Object.keys(SIMPLE), ...Object.keys(GENERIC)];

/** The type that is written, `unknown` (and a report) where there is none. `any` can be written in the prelude only. */
export function resolveType(env: Env, node: ast.TypeNode, prelude = false): Type {
  if (node.kind === 'optionalType') return optional(resolveType(env, node.inner, prelude));
  const { name } = node;
  const given = node.arguments.map((argument) => resolveType(env, argument, prelude));
  if (name.text === '') return UNKNOWN;
  const wanted = Object.hasOwn(GENERIC, name.text) ? (GENERIC[name.text] ?? 0) : 0;
  // A file may have a role of its own that is called `Client`.
  const symbol = wanted === 0 ? env.scope.types.get(name.text) : undefined;
  if (wanted === 0 && !symbol && !Object.hasOwn(SIMPLE, name.text)) {
    if (prelude && name.text === 'any') return ANY;
    const message = env.scope.messages.has(name.text) ? `\`${name.text}\` is a message, not a type` : `there is no type \`${name.text}\``;
    env.reportUnknown('FL2002', name, message, [...BUILTIN_TYPES, ...env.scope.types.keys()]);
    return UNKNOWN;
  }
  if (given.length !== wanted) {
    const needs = wanted === 0 ? 'no type arguments' : wanted === 1 ? 'one type' : 'two types';
    const example = name.text === 'Map' ? 'Map<String, Int>' : wanted === 1 ? `${name.text}<Int>` : name.text;
    env.report('FL3028', node.range, `\`${name.text}\` takes ${needs}`, { hint: `write \`${example}\`` });
    if (wanted > 0) return UNKNOWN;
  }
  if (symbol) {
    env.use(name.range, symbol);
    return symbol.kind === 'role'
      ? { kind: 'node', role: symbol.name }
      : { kind: symbol.kind === 'enum' ? 'enum' : 'struct', name: symbol.name };
  }
  const [first = UNKNOWN, second = UNKNOWN] = given;
  switch (name.text) {
    case 'Set':
      return setOf(first);
    case 'List':
      return listOf(first);
    case 'Map':
      return mapOf(first, second);
    default:
      return SIMPLE[name.text] ?? UNKNOWN;
  }
}
