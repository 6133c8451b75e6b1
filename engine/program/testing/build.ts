/** Checked programs by hand: what the tests of the machine need, so that they depend on no parser. */
import type {
  BinaryOperator,
  Builtin,
  CheckedProgram,
  Expression,
  Handler,
  NodeInstance,
  Pattern,
  RecordInfo,
  Role,
  ScenarioRun,
  Statement,
  Variable,
} from '../../../grammar/semantics/program.ts';
import type { Type } from '../../../grammar/semantics/types.ts';
import type { Place } from '../../../grammar/syntax/range.ts';
import { emptyRun } from '../empty-run.ts';

export const place = (start = 0): Place => ({ file: 'test.faultline', start, end: start + 1 });

export const bool: Type = { kind: 'bool' };
export const int: Type = { kind: 'int' };
export const string: Type = { kind: 'string' };
export const node: Type = { kind: 'node' };
export const setOf = (element: Type): Type => ({ kind: 'set', element });
export const listOf = (element: Type): Type => ({ kind: 'list', element });
export const mapOf = (key: Type, value: Type): Type => ({ kind: 'map', key, value });
export const optional = (inner: Type): Type => ({ kind: 'optional', inner });
const unknown: Type = { kind: 'unknown' };

const at = { place: place(), type: unknown };

export function constant(value: boolean | number | string | null): Expression {
  return { ...at, kind: 'constant', value };
}
export const local = (slot: number, name = `local${slot}`): Expression => ({ ...at, kind: 'local', slot, name });
export const variable = (slot: number): Expression => ({ ...at, kind: 'variable', slot });
export const parameter = (slot: number): Expression => ({ ...at, kind: 'parameter', slot });
export const nodeAt = (index: number): Expression => ({ ...at, kind: 'node', node: index });
export const member = (index: number): Expression => ({ ...at, kind: 'enumMember', enum: 0, member: index });
export const list = (...elements: Expression[]): Expression => ({ ...at, kind: 'list', elements });
export const set = (...elements: Expression[]): Expression => ({ ...at, kind: 'set', elements });
export const map = (...entries: (readonly [Expression, Expression])[]): Expression => ({
  ...at,
  kind: 'map',
  entries: entries.map(([key, value]) => ({ key, value })),
});
export const binary = (left: Expression, operator: BinaryOperator, right: Expression): Expression => ({
  ...at,
  kind: 'binary',
  operator,
  left,
  right,
});
export const builtin = (name: Builtin, ...args: Expression[]): Expression => ({ ...at, kind: 'builtin', name, arguments: args });
export const index = (object: Expression, i: Expression): Expression => ({ ...at, kind: 'index', object, index: i });
export const and = (left: Expression, right: Expression): Expression => ({ ...at, kind: 'and', left, right });
export const choose = (from: Expression): Expression => ({ ...at, kind: 'choose', from });
export const call = (target: number, ...args: Expression[]): Expression => ({ ...at, kind: 'call', function: target, arguments: args });
export const quantifier = (
  kind: 'all' | 'some' | 'count' | 'max' | 'min' | 'sum',
  slot: number,
  iterable: Expression,
  body: Expression,
): Expression => ({ ...at, kind: 'quantifier', quantifier: kind, slot, iterable, body });
/** A variable of a node, all nodes playing role 0. */
export const nodeField = (of: Expression, name: string, slot: number): Expression => ({
  ...at,
  kind: 'nodeField',
  node: of,
  name,
  slots: [{ role: 0, kind: 'variable', slot }],
});
export const nodesOf = (role: number): Expression => ({ ...at, kind: 'nodesOf', role });
export const cast = (operand: Expression, type: Type): Expression => ({ ...at, type, kind: 'cast', operand });

/** Statements; `start` tells them apart in places. */
export const assign = (slot: number, value: Expression): Statement => ({
  place: place(),
  kind: 'assign',
  target: { root: { kind: 'variable', slot }, path: [] },
  value,
});
export const assignAt = (slot: number, indices: readonly Expression[], value: Expression): Statement => ({
  place: place(),
  kind: 'assign',
  target: { root: { kind: 'variable', slot }, path: indices.map((i) => ({ kind: 'index', index: i })) },
  value,
});
export const send = (message: number, args: readonly Expression[], to: Expression, start = 0): Statement => ({
  place: place(start),
  kind: 'send',
  message,
  arguments: args,
  to,
});
export const arm = (timer: number, args: readonly Expression[], ms = 10): Statement => ({
  place: place(),
  kind: 'arm',
  timer,
  arguments: args,
  earliest: constant(ms),
});
export const cancel = (timer: number, args: readonly Expression[]): Statement => ({
  place: place(),
  kind: 'cancel',
  timer,
  arguments: args,
});
export const sync: Statement = { place: place(), kind: 'sync' };
export const whileLoop = (condition: Expression, ...body: Statement[]): Statement => ({ place: place(), kind: 'while', condition, body });
export const forLoop = (slot: number, iterable: Expression, ...body: Statement[]): Statement => ({
  place: place(),
  kind: 'for',
  slot,
  iterable,
  body,
});
export const assertion = (condition: Expression, message?: Expression): Statement => ({
  place: place(77),
  kind: 'assert',
  condition,
  ...(message === undefined ? {} : { message }),
});
export const reply = (value?: Expression, request?: Expression): Statement => ({
  place: place(),
  kind: 'reply',
  ...(value === undefined ? {} : { value }),
  ...(request === undefined ? {} : { request }),
});
export const returning = (value?: Expression): Statement => ({ place: place(), kind: 'return', ...(value === undefined ? {} : { value }) });

export function volatile(name: string, type: Type, initial: Expression): Variable {
  return { name, type, initial, durable: false, place: place() };
}
export function durable(name: string, type: Type, initial: Expression): Variable {
  return { ...volatile(name, type, initial), durable: true };
}

export const bind = (slot: number): Pattern => ({ kind: 'bind', slot });
export const equals = (value: Expression): Pattern => ({ kind: 'equals', value });

export function handler(on: Handler['on'], body: readonly Statement[], more: Partial<Handler> = {}): Handler {
  return { on, body, patterns: [], frameSize: 8, place: place(), headPlace: place(), ...more };
}
export const onStart = (...body: Statement[]): Handler => handler({ kind: 'start' }, body);
export const onMessage = (
  message: number,
  patterns: readonly Pattern[],
  body: readonly Statement[],
  more: Partial<Handler> = {},
): Handler => handler({ kind: 'message', message }, body, { patterns, ...more });

export function role(name: string, parts: Partial<Role>): Role {
  return { name, place: place(), parameters: [], variables: [], functions: [], timers: [], handlers: [], ...parts };
}

export function record(name: string, ...fields: readonly (readonly [name: string, type: Type])[]): RecordInfo {
  return { name, fields: fields.map(([fieldName, type]) => ({ name: fieldName, type })), place: place() };
}

export function program(parts: Partial<CheckedProgram>): CheckedProgram {
  return {
    file: 'test.faultline',
    enums: [],
    structs: [],
    messages: [],
    operations: [],
    events: [],
    roles: [],
    scenarios: [],
    histories: [],
    ...parts,
  };
}

export function instance(name: string, playing = 0, ...args: Expression[]): NodeInstance {
  return { name, role: playing, arguments: args, place: place() };
}

export function scenario(nodes: readonly NodeInstance[], parts: Partial<ScenarioRun> = {}): ScenarioRun {
  return {
    ...emptyRun(place()),
    nodes,
    mode: { kind: 'explore', place: place() },
    ...parts,
  };
}
