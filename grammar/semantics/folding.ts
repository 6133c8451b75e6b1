/** Computing what can be computed before anything runs: constants, sweeps, times, the conditions of claims. */
import type { Expression } from './program.ts';

/** A constant's value in the checker. Nodes and enum members are compared by index. */
export type Folded =
  | boolean
  | number
  | string
  | null
  | { readonly kind: 'member'; readonly enum: number; readonly member: number }
  | { readonly kind: 'node'; readonly node: number }
  | { readonly kind: 'elements'; readonly set: boolean; readonly elements: readonly Folded[] };

/** Thrown where the computation itself fails; `message` is for the user. */
export class FoldingError extends Error {}

/** The value, or `undefined` where it depends on a run. `nodesOf` counts the nodes of a role, where a scenario is known. */
export function fold(e: Expression, nodesOf?: (role: number) => readonly number[]): Folded | undefined {
  const go = (inner: Expression): Folded | undefined => fold(inner, nodesOf);
  switch (e.kind) {
    case 'constant':
      return e.value;
    case 'enumMember':
      return { kind: 'member', enum: e.enum, member: e.member };
    case 'node':
      return { kind: 'node', node: e.node };
    case 'nodesOf':
      return (
        nodesOf &&
        collection(
          true,
          nodesOf(e.role).map((node) => ({ kind: 'node', node })),
        )
      );
    case 'list':
    case 'set': {
      const elements = foldAll(e.elements, go);
      return elements && collection(e.kind === 'set', elements);
    }
    case 'not': {
      const operand = go(e.operand);
      return typeof operand === 'boolean' ? !operand : undefined;
    }
    case 'negate': {
      const operand = go(e.operand);
      return typeof operand === 'number' ? int(-operand) : undefined;
    }
    case 'and':
    case 'or': {
      const left = go(e.left);
      if (typeof left !== 'boolean') return undefined;
      return left === (e.kind === 'or') ? left : go(e.right);
    }
    case 'orElse': {
      const left = go(e.left);
      return left === null ? go(e.right) : left;
    }
    case 'conditional': {
      const condition = go(e.condition);
      return typeof condition === 'boolean' ? go(condition ? e.yes : e.no) : undefined;
    }
    case 'cast':
      return go(e.operand);
    case 'binary': {
      const left = go(e.left);
      const right = left === undefined ? undefined : go(e.right);
      return left === undefined || right === undefined ? undefined : binary(e.operator, left, right);
    }
    case 'builtin': {
      const args = foldAll(e.arguments, go);
      return args && builtin(e.name, args);
    }
    default:
      return undefined;
  }
}

function foldAll(expressions: readonly Expression[], go: (e: Expression) => Folded | undefined): Folded[] | undefined {
  const values: Folded[] = [];
  for (const e of expressions) {
    const value = go(e);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

const key = (value: Folded): string => JSON.stringify(value);
const same = (a: Folded, b: Folded): boolean => key(a) === key(b);

function collection(set: boolean, elements: readonly Folded[]): Folded {
  if (!set) return { kind: 'elements', set, elements };
  const distinct = new Map(elements.map((element) => [key(element), element]));
  return {
    kind: 'elements',
    set,
    elements: [...distinct.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, element]) => element),
  };
}
const elementsOf = (value: Folded): readonly Folded[] | undefined =>
  typeof value === 'object' && value !== null && value.kind === 'elements' ? value.elements : undefined;

/** A 32-bit integer, as at run time. */
function int(value: number): number {
  if (value !== (value | 0)) throw new FoldingError(`${value} is more than an Int can hold`);
  return value === 0 ? 0 : value;
}
/** More elements than any sweep or group can use; a guard against `1..1_000_000_000`. */
const LONGEST_RANGE = 100_000;

function binary(operator: Extract<Expression, { kind: 'binary' }>['operator'], left: Folded, right: Folded): Folded | undefined {
  switch (operator) {
    case 'equal':
      return same(left, right);
    case 'notEqual':
      return !same(left, right);
    case 'in':
      return elementsOf(right)?.some((element) => same(element, left));
    case 'notIn': {
      const elements = elementsOf(right);
      return elements && !elements.some((element) => same(element, left));
    }
    case 'stringConcat':
      return typeof left === 'string' && typeof right === 'string' ? left + right : undefined;
    case 'less':
    case 'lessOrEqual':
    case 'greater':
    case 'greaterOrEqual':
      return ordered(operator, left, right);
    default:
      return typeof left === 'number' && typeof right === 'number'
        ? arithmetic(operator, left, right)
        : setOperation(operator, left, right);
  }
}

function ordered(operator: 'less' | 'lessOrEqual' | 'greater' | 'greaterOrEqual', left: Folded, right: Folded): boolean | undefined {
  if (!((typeof left === 'number' && typeof right === 'number') || (typeof left === 'string' && typeof right === 'string')))
    return undefined;
  switch (operator) {
    case 'less':
      return left < right;
    case 'lessOrEqual':
      return left <= right;
    case 'greater':
      return left > right;
    case 'greaterOrEqual':
      return left >= right;
  }
}

function arithmetic(operator: string, left: number, right: number): Folded | undefined {
  switch (operator) {
    case 'add':
      return int(left + right);
    case 'subtract':
      return int(left - right);
    case 'multiply':
      return int(left * right);
    case 'divide':
    case 'remainder':
      if (right === 0) throw new FoldingError('division by zero');
      return operator === 'divide' ? int(Math.trunc(left / right)) : int(left % right);
    case 'range': {
      if (right - left >= LONGEST_RANGE) throw new FoldingError(`a range of ${right - left + 1} numbers is too long here`);
      const elements: number[] = [];
      for (let i = left; i <= right; i++) elements.push(i);
      return { kind: 'elements', set: false, elements };
    }
    default:
      return undefined;
  }
}

function setOperation(operator: string, left: Folded, right: Folded): Folded | undefined {
  const a = elementsOf(left);
  if (!a) return undefined;
  const b = elementsOf(right);
  switch (operator) {
    case 'setInsert':
      return collection(true, [...a, right]);
    case 'setRemove':
      return collection(
        true,
        a.filter((element) => !same(element, right)),
      );
    case 'setUnion':
      return b && collection(true, [...a, ...b]);
    case 'setDifference':
      return (
        b &&
        collection(
          true,
          a.filter((element) => !b.some((other) => same(element, other))),
        )
      );
    case 'setIntersection':
      return (
        b &&
        collection(
          true,
          a.filter((element) => b.some((other) => same(element, other))),
        )
      );
    case 'listConcat':
      return b && collection(false, [...a, ...b]);
    case 'listAppend':
      return collection(false, [...a, right]);
    default:
      return undefined;
  }
}

function builtin(name: Extract<Expression, { kind: 'builtin' }>['name'], args: readonly Folded[]): Folded | undefined {
  const [first, second] = args;
  if (first === undefined) return undefined;
  const elements = elementsOf(first);
  switch (name) {
    case 'size':
      return elements?.length;
    case 'empty':
      return elements && elements.length === 0;
    case 'majority':
      return typeof first === 'number' ? Math.floor(first / 2) + 1 : undefined;
    case 'abs':
      return typeof first === 'number' ? int(Math.abs(first)) : undefined;
    case 'max':
    case 'min':
      return typeof first === 'number' && typeof second === 'number' ? Math[name](first, second) : undefined;
    default:
      return undefined;
  }
}

/** The value as an expression of the same type and place; what is no plain value stays as it was. */
export function folded(e: Expression): Expression {
  const value = fold(e);
  return value === undefined || typeof value === 'object' ? e : { kind: 'constant', value, type: e.type, place: e.place };
}
