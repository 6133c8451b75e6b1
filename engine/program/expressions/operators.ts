import type { BinaryOperator, Expression } from '../../../grammar/semantics/program.ts';
import {
  find,
  mapGet,
  mapMerge,
  mapRemove,
  setDifference,
  setHas,
  setInsert,
  setIntersection,
  setRemove,
  setUnion,
} from '../collections.ts';
import { compareValues } from '../compare.ts';
import { EvaluationError } from '../errors.ts';
import type { Frame } from '../frame.ts';
import { type Code, mismatch, type Scope, showValue, textOf } from '../scope.ts';
import type { Value } from '../values.ts';
import { compileInt, compileKind, compileRange, compileString } from './typed.ts';

type Binary = Expression & { kind: 'binary' };

const maxStringLength = 100_000;

export function compileBinary(e: Binary, scope: Scope): Code {
  switch (e.operator) {
    case 'equal':
    case 'notEqual':
      return equality(e, scope);
    case 'less':
    case 'lessOrEqual':
    case 'greater':
    case 'greaterOrEqual':
      return ordering(e, scope);
    case 'in':
    case 'notIn':
      return membership(e, scope);
    case 'range': {
      const range = compileRange(e, scope);
      return (frame) => scope.store.list(range(frame));
    }
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'divide':
    case 'remainder':
      return arithmetic(e, e.operator, scope);
    case 'stringConcat':
      return stringConcat(e, scope);
    default:
      return collections(e, scope);
  }
}

function equality(e: Binary, scope: Scope): Code {
  const left = scope.compile(e.left);
  const right = scope.compile(e.right);
  return e.operator === 'equal' ? (frame) => left(frame) === right(frame) : (frame) => left(frame) !== right(frame);
}

function ordering(e: Binary, scope: Scope): Code {
  const left = scope.compile(e.left);
  const right = scope.compile(e.right);
  const order = (frame: Frame): number => compareValues(left(frame), right(frame));
  switch (e.operator) {
    case 'less':
      return (frame) => order(frame) < 0;
    case 'lessOrEqual':
      return (frame) => order(frame) <= 0;
    case 'greater':
      return (frame) => order(frame) > 0;
    default:
      return (frame) => order(frame) >= 0;
  }
}

function membership(e: Binary, scope: Scope): Code {
  const contains = containsCode(e.left, e.right, scope);
  return e.operator === 'in' ? contains : (frame) => !contains(frame);
}

/** Looking through a list is quicker than going through it: sixteen elements count as one visited. */
export function scanWork(elements: readonly Value[]): number {
  return elements.length >> 4;
}

/** Whether an element is in a set, list or range, a key in a map. */
export function containsCode(element: Expression, collection: Expression, scope: Scope): (frame: Frame) => boolean {
  const left = scope.compile(element);
  if (collection.kind === 'binary' && collection.operator === 'range') {
    const from = compileInt(collection.left, scope);
    const to = compileInt(collection.right, scope);
    return (frame) => {
      const value = left(frame);
      const first = from(frame);
      const last = to(frame);
      return typeof value === 'number' && first <= value && value <= last;
    };
  }
  const right = scope.compile(collection);
  return (frame) => {
    const value = left(frame);
    const within = right(frame);
    if (typeof within === 'object' && within !== null) {
      if (within.kind === 'set') return setHas(within, value);
      if (within.kind === 'list') {
        frame.spend(scanWork(within.elements), collection.place);
        return within.elements.includes(value);
      }
      if (within.kind === 'map') return find(within.keys, value) >= 0;
    }
    throw mismatch(collection, within, 'a set, list or map', scope);
  };
}

/** The sum, or an error: `Int` has 32 bits. */
export function checkedInt(result: number, place: Expression['place'], describe: () => string): number {
  const int = result | 0;
  if (int !== result) throw new EvaluationError(place, `overflow: \`${describe()}\` does not fit into a 32-bit Int`);
  return int;
}

function arithmetic(e: Binary, operator: BinaryOperator, scope: Scope): Code {
  const left = compileInt(e.left, scope);
  const right = compileInt(e.right, scope);
  const overflow = (a: number, b: number, result: number): EvaluationError =>
    new EvaluationError(
      e.place,
      `overflow: \`${textOf(e, scope)}\` is ${result} (from ${a} and ${b}), which does not fit into a 32-bit Int`,
    );
  const zero = (a: number): EvaluationError =>
    new EvaluationError(
      e.place,
      `division by zero: in \`${textOf(e, scope)}\`, \`${textOf(e.right, scope)}\` is 0 (and the left side ${a})`,
    );
  const checked = (operation: (a: number, b: number) => number): Code => {
    return (frame) => {
      const a = left(frame);
      const b = right(frame);
      const result = operation(a, b);
      const int = result | 0;
      if (int !== result) throw overflow(a, b, result);
      return int;
    };
  };
  switch (operator) {
    case 'add':
      return checked((a, b) => a + b);
    case 'subtract':
      return checked((a, b) => a - b);
    case 'multiply':
      return checked((a, b) => a * b);
    case 'divide':
      return checked((a, b) => {
        if (b === 0) throw zero(a);
        return Math.trunc(a / b);
      });
    default:
      return checked((a, b) => {
        if (b === 0) throw zero(a);
        return a % b;
      });
  }
}

function stringConcat(e: Binary, scope: Scope): Code {
  const left = compileString(e.left, scope);
  const right = compileString(e.right, scope);
  return (frame) => {
    const text = left(frame) + right(frame);
    if (text.length > maxStringLength) {
      throw new EvaluationError(e.place, `\`${textOf(e, scope)}\` is longer than ${maxStringLength.toLocaleString('en-US')} characters`);
    }
    return text;
  };
}

/** `+`, `-` and `&` of sets, lists and maps. Costs as much work as the collections have elements. */
function collections(e: Binary, scope: Scope): Code {
  const { store } = scope;
  const sets = (operation: typeof setUnion): Code => {
    const left = compileKind(e.left, 'set', scope);
    const right = compileKind(e.right, 'set', scope);
    return (frame) => {
      const a = left(frame);
      const b = right(frame);
      frame.spend(a.elements.length + b.elements.length, e.place);
      return operation(store, a, b);
    };
  };
  const setWith = (operation: typeof setInsert): Code => {
    const left = compileKind(e.left, 'set', scope);
    const right = scope.compile(e.right);
    return (frame) => {
      const a = left(frame);
      frame.spend(a.elements.length, e.place);
      return operation(store, a, right(frame));
    };
  };
  const listWith = (operation: (elements: readonly Value[], other: Value) => readonly Value[]): Code => {
    const left = compileKind(e.left, 'list', scope);
    const right = scope.compile(e.right);
    return (frame) => {
      const a = left(frame);
      frame.spend(a.elements.length, e.place);
      return store.list(operation(a.elements, right(frame)));
    };
  };
  switch (e.operator) {
    case 'setUnion':
      return sets(setUnion);
    case 'setDifference':
      return sets(setDifference);
    case 'setIntersection':
      return sets(setIntersection);
    case 'setInsert':
      return setWith(setInsert);
    case 'setRemove':
      return setWith(setRemove);
    case 'listAppend':
      return listWith((elements, other) => [...elements, other]);
    case 'listRemove':
      return listWith((elements, other) => elements.filter((element) => element !== other));
    case 'listConcat': {
      const left = compileKind(e.left, 'list', scope);
      const right = compileKind(e.right, 'list', scope);
      return (frame) => {
        const a = left(frame);
        const b = right(frame);
        frame.spend(a.elements.length + b.elements.length, e.place);
        return store.list([...a.elements, ...b.elements]);
      };
    }
    case 'mapMerge': {
      const left = compileKind(e.left, 'map', scope);
      const right = compileKind(e.right, 'map', scope);
      return (frame) => {
        const a = left(frame);
        const b = right(frame);
        frame.spend(a.keys.length + b.keys.length, e.place);
        return mapMerge(store, a, b);
      };
    }
    case 'mapRemove': {
      const left = compileKind(e.left, 'map', scope);
      const right = scope.compile(e.right);
      return (frame) => {
        const a = left(frame);
        frame.spend(a.keys.length, e.place);
        return mapRemove(store, a, right(frame));
      };
    }
    default:
      throw new Error(`broken invariant: ${e.operator} is no operator of collections`);
  }
}

/** `m[k]`, `l[i]` (the first element has index 0). */
export function compileIndex(e: Expression & { kind: 'index' }, scope: Scope): Code {
  const object = scope.compile(e.object);
  const index = scope.compile(e.index);
  return (frame) => {
    const from = object(frame);
    const at = index(frame);
    const found = indexed(from, at);
    if (found !== undefined) return found;
    throw noElement(from, at, e.place, textOf(e, scope), scope) ?? mismatch(e.object, from, 'a list or map', scope);
  };
}

/** The element, or `undefined` where there is none. */
export function indexed(from: Value, at: Value): Value | undefined {
  if (typeof from !== 'object' || from === null) return undefined;
  if (from.kind === 'map') return mapGet(from, at);
  return from.kind === 'list' && typeof at === 'number' ? from.elements[at] : undefined;
}

export function noElement(from: Value, at: Value, place: Expression['place'], text: string, scope: Scope): EvaluationError | undefined {
  if (typeof from !== 'object' || from === null) return undefined;
  if (from.kind === 'map') return new EvaluationError(place, `\`${text}\`: no key ${showValue(at, scope)} in ${showValue(from, scope)}`);
  if (from.kind !== 'list') return undefined;
  const length = from.elements.length;
  const indices = length === 0 ? 'it is empty' : `its indices are 0 to ${length - 1}`;
  return new EvaluationError(place, `\`${text}\`: no index ${showValue(at, scope)} in the list ${showValue(from, scope)}: ${indices}`);
}
