/** Compiled expressions that are known to give one kind of value; what gives another is an error that shows expression and value. */
import type { Expression } from '../../../grammar/semantics/program.ts';
import type { Frame } from '../frame.ts';
import { mismatch, type Scope } from '../scope.ts';
import type { ListValue, MapValue, NodeValue, SetValue, StructValue, Value } from '../values.ts';

export function compileBool(expression: Expression, scope: Scope): (frame: Frame) => boolean {
  const code = scope.compile(expression);
  return (frame) => {
    const value = code(frame);
    if (value === true) return true;
    if (value === false) return false;
    throw mismatch(expression, value, 'true or false', scope);
  };
}

export function compileInt(expression: Expression, scope: Scope): (frame: Frame) => number {
  const code = scope.compile(expression);
  return (frame) => {
    const value = code(frame);
    if (typeof value === 'number') return value;
    throw mismatch(expression, value, 'an Int', scope);
  };
}

export function compileString(expression: Expression, scope: Scope): (frame: Frame) => string {
  const code = scope.compile(expression);
  return (frame) => {
    const value = code(frame);
    if (typeof value === 'string') return value;
    throw mismatch(expression, value, 'a String', scope);
  };
}

interface Compounds {
  list: ListValue;
  set: SetValue;
  map: MapValue;
  struct: StructValue;
  node: NodeValue;
}
const articles: { readonly [K in keyof Compounds]: string } = {
  list: 'a list',
  set: 'a set',
  map: 'a map',
  struct: 'a struct',
  node: 'a node',
};

export function isKind<K extends keyof Compounds>(value: Value, kind: K): value is Compounds[K] {
  return typeof value === 'object' && value !== null && value.kind === kind;
}

export function compileKind<K extends keyof Compounds>(expression: Expression, kind: K, scope: Scope): (frame: Frame) => Compounds[K] {
  const code = scope.compile(expression);
  return (frame) => {
    const value = code(frame);
    if (isKind(value, kind)) return value;
    throw mismatch(expression, value, articles[kind], scope);
  };
}

/** What a loop, quantifier or `choose` goes through: elements of a list or set, keys of a map. A range is not made into a list value first. */
export function compileElements(expression: Expression, scope: Scope): (frame: Frame) => readonly Value[] {
  if (expression.kind === 'binary' && expression.operator === 'range') return compileRange(expression, scope);
  const code = scope.compile(expression);
  return (frame) => {
    const value = code(frame);
    if (typeof value === 'object' && value !== null) {
      if (value.kind === 'list' || value.kind === 'set') return value.elements;
      if (value.kind === 'map') return value.keys;
    }
    throw mismatch(expression, value, 'a set, list or map', scope);
  };
}

export function compileRange(expression: Expression & { kind: 'binary' }, scope: Scope): (frame: Frame) => readonly number[] {
  const from = compileInt(expression.left, scope);
  const to = compileInt(expression.right, scope);
  return (frame) => {
    const first = from(frame);
    const last = to(frame);
    if (last < first) return [];
    frame.spend(last - first + 1, expression.place);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  };
}

/** Several, in order. */
export function compileAll(expressions: readonly Expression[], scope: Scope): (frame: Frame) => readonly Value[] {
  if (expressions.length === 0) return () => noValues;
  const codes = expressions.map((expression) => scope.compile(expression));
  const [first, second] = codes;
  if (first !== undefined && codes.length === 1) return (frame) => [first(frame)];
  if (first !== undefined && second !== undefined && codes.length === 2) return (frame) => [first(frame), second(frame)];
  return (frame) => codes.map((code) => code(frame));
}

const noValues: readonly Value[] = [];
