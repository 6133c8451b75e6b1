/** `.size`, `.first`, … and the built-in functions. */
import type { Builtin, Expression } from '../../../grammar/semantics/program.ts';
import { compareValues } from '../compare.ts';
import { EvaluationError } from '../errors.ts';
import type { Frame } from '../frame.ts';
import { type Code, mismatch, type Scope, textOf } from '../scope.ts';
import type { Value } from '../values.ts';
import { containsCode, indexed, scanWork } from './operators.ts';
import { compileElements, compileInt, compileKind } from './typed.ts';

type BuiltinExpression = Expression & { kind: 'builtin' };
type Compiler = (e: BuiltinExpression, scope: Scope) => Code;

export function compileBuiltin(e: BuiltinExpression, scope: Scope): Code {
  return builtins[e.name](e, scope);
}

const builtins: Readonly<Record<Builtin, Compiler>> = {
  size: (e, scope) => sizeCode(argument(e, 0), scope),
  empty: (e, scope) => {
    const size = sizeCode(argument(e, 0), scope);
    return (frame) => size(frame) === 0;
  },
  first: (e, scope) => endCode(e, scope, 0),
  last: (e, scope) => endCode(e, scope, -1),
  keys: (e, scope) => {
    const map = compileKind(argument(e, 0), 'map', scope);
    return (frame) => scope.store.setInOrder(map(frame).keys);
  },
  values: (e, scope) => {
    const map = compileKind(argument(e, 0), 'map', scope);
    return (frame) => scope.store.list(map(frame).values);
  },
  get: (e, scope) => {
    const object = scope.compile(argument(e, 0));
    const key = scope.compile(argument(e, 1));
    return (frame) => indexed(object(frame), key(frame)) ?? null;
  },
  contains: (e, scope) => containsCode(argument(e, 1), argument(e, 0), scope),
  slice: (e, scope) => {
    const list = compileKind(argument(e, 0), 'list', scope);
    const from = compileInt(argument(e, 1), scope);
    const to = compileInt(argument(e, 2), scope);
    return (frame) => {
      const { elements } = list(frame);
      const start = from(frame);
      const end = to(frame);
      if (start < 0 || end > elements.length || start > end) {
        const wanted = `from ${start} to ${end}`;
        throw new EvaluationError(e.place, `\`${textOf(e, scope)}\`: no part ${wanted} in a list of ${elements.length} elements`);
      }
      return scope.store.list(elements.slice(start, end));
    };
  },
  indexOf: (e, scope) => {
    const list = compileKind(argument(e, 0), 'list', scope);
    const wanted = scope.compile(argument(e, 1));
    return (frame) => {
      const { elements } = list(frame);
      frame.spend(scanWork(elements), e.place);
      return elements.indexOf(wanted(frame));
    };
  },
  reverse: (e, scope) => {
    const elements = spending(e, scope);
    return (frame) => scope.store.list(elements(frame).toReversed());
  },
  sorted: (e, scope) => {
    const elements = spending(e, scope);
    return (frame) => scope.store.list(elements(frame).toSorted(compareValues));
  },
  max: (e, scope) => extreme(e, scope, 1),
  min: (e, scope) => extreme(e, scope, -1),
  abs: (e, scope) => {
    const operand = compileInt(argument(e, 0), scope);
    return (frame) => {
      const value = operand(frame);
      if (value === -(2 ** 31)) throw new EvaluationError(e.place, `overflow: \`${textOf(e, scope)}\` does not fit into a 32-bit Int`);
      return Math.abs(value);
    };
  },
  majority: (e, scope) => {
    const operand = compileInt(argument(e, 0), scope);
    return (frame) => Math.floor(operand(frame) / 2) + 1;
  },
};

function argument(e: BuiltinExpression, index: number): Expression {
  const found = e.arguments[index];
  if (found === undefined) throw new Error(`broken invariant: ${e.name} has no argument ${index}`);
  return found;
}

function sizeCode(object: Expression, scope: Scope): (frame: Frame) => number {
  const code = scope.compile(object);
  return (frame) => {
    const value = code(frame);
    if (typeof value === 'object' && value !== null) {
      if (value.kind === 'list' || value.kind === 'set') return value.elements.length;
      if (value.kind === 'map') return value.keys.length;
    }
    throw mismatch(object, value, 'a set, list or map', scope);
  };
}

function endCode(e: BuiltinExpression, scope: Scope, end: 0 | -1): Code {
  const elements = compileElements(argument(e, 0), scope);
  return (frame) => {
    const found = elements(frame).at(end);
    if (found === undefined) throw new EvaluationError(e.place, `\`${textOf(e, scope)}\`: \`${textOf(argument(e, 0), scope)}\` is empty`);
    return found;
  };
}

/** The elements; going through them costs work. */
function spending(e: BuiltinExpression, scope: Scope): (frame: Frame) => readonly Value[] {
  const elements = compileElements(argument(e, 0), scope);
  return (frame) => {
    const all = elements(frame);
    frame.spend(all.length, e.place);
    return all;
  };
}

function extreme(e: BuiltinExpression, scope: Scope, sign: 1 | -1): Code {
  const codes = e.arguments.map((operand) => scope.compile(operand));
  return (frame) => {
    const values = codes.map((code) => code(frame));
    return values.reduce((best, value) => (compareValues(value, best) * sign > 0 ? value : best));
  };
}
