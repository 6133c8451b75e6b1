/** The members and functions that the language itself brings: one table, read by the checker, by completion and by hover. */
import type { Builtin } from './program.ts';
import { BOOL, elementType, INT, listOf, optional, setOf } from './relations.ts';
import type { BuiltinSymbol } from './symbols.ts';
import type { Type } from './types.ts';

type Kind = 'set' | 'list' | 'map';

export interface MemberInfo {
  readonly name: Builtin;
  readonly of: readonly Kind[];
  /** One argument: what it has to be. Members without arguments are written without parentheses. */
  readonly arguments: (receiver: Type) => readonly Type[];
  readonly result: (receiver: Type) => Type;
  readonly symbol: BuiltinSymbol;
}

const element = (type: Type): Type => elementType(type) ?? type;
const mapValue = (type: Type): Type => (type.kind === 'map' ? type.value : element(type));
const nothing = (): readonly Type[] => [];

function member(
  name: Builtin,
  of: readonly Kind[],
  args: (receiver: Type) => readonly Type[],
  result: (receiver: Type) => Type,
  doc: string,
): MemberInfo {
  return { name, of, arguments: args, result, symbol: { kind: 'builtin', name, doc } };
}

export const MEMBERS: readonly MemberInfo[] = [
  member('size', ['set', 'list', 'map'], nothing, () => INT, 'How many elements there are.'),
  member('empty', ['set', 'list', 'map'], nothing, () => BOOL, 'Whether there are no elements.'),
  member(
    'first',
    ['list', 'set'],
    nothing,
    element,
    'The first element; an error at run time if there is none. A set is in the order of its values.',
  ),
  member(
    'last',
    ['list', 'set'],
    nothing,
    element,
    'The last element; an error at run time if there is none. A set is in the order of its values.',
  ),
  member('keys', ['map'], nothing, (t) => setOf(element(t)), 'The set of keys.'),
  member('values', ['map'], nothing, (t) => listOf(mapValue(t)), 'The values, in the order of their keys.'),
  member(
    'get',
    ['map', 'list'],
    (t) => [t.kind === 'map' ? t.key : INT],
    (t) => optional(mapValue(t)),
    'The value at the key or position, `none` where there is nothing.',
  ),
  member(
    'contains',
    ['set', 'list', 'map'],
    (t) => [element(t)],
    () => BOOL,
    'Whether it is an element (of a map: a key).',
  ),
  member(
    'slice',
    ['list'],
    () => [INT, INT],
    (t) => t,
    'The elements from one position up to, not including, the other.',
  ),
  member(
    'indexOf',
    ['list'],
    (t) => [element(t)],
    () => INT,
    'The first position of the value; -1 where it does not occur.',
  ),
  member('reverse', ['list'], nothing, (t) => t, 'The list from its end to its beginning.'),
  member('sorted', ['list', 'set'], nothing, (t) => listOf(element(t)), 'A list of the elements in the order of their values.'),
];

export function memberInfo(name: string): MemberInfo | undefined {
  return MEMBERS.find((m) => m.name === name);
}

const builtin = (name: string, doc: string): BuiltinSymbol => ({ kind: 'builtin', name, doc });
export const FUNCTIONS = {
  majority: builtin('majority', '`majority(n)`: more than half of n, ⌊n/2⌋+1.'),
  max: builtin('max', '`max(a, b)`: the greater one.'),
  min: builtin('min', '`min(a, b)`: the smaller one.'),
  abs: builtin('abs', '`abs(a)`: the number without its sign.'),
  nodes: builtin('nodes', '`nodes(Role)`: all nodes that play the role.'),
  up: builtin('up', '`up(n)`: whether the node is running (in conditions of a scenario).'),
} as const;
export type BuiltinFunction = keyof typeof FUNCTIONS;
export const isBuiltinFunction = (name: string): name is BuiltinFunction => Object.hasOwn(FUNCTIONS, name);
