/** Everything that binds a name to one element after the other. */
import type { Expression } from '../../../grammar/semantics/program.ts';
import { at, compareValues } from '../compare.ts';
import { EvaluationError } from '../errors.ts';
import { type Code, type Scope, showValue, textOf } from '../scope.ts';
import type { Value } from '../values.ts';
import { checkedInt } from './operators.ts';
import { compileBool, compileElements, compileInt } from './typed.ts';

export function compileQuantifier(e: Expression & { kind: 'quantifier' }, scope: Scope): Code {
  const elements = compileElements(e.iterable, scope);
  switch (e.quantifier) {
    case 'all':
    case 'some': {
      const body = compileBool(e.body, scope);
      const decisive = e.quantifier === 'some';
      return (frame) => {
        for (const element of elements(frame)) {
          frame.spend(1, e.place);
          frame.locals[e.slot] = element;
          if (body(frame) === decisive) return decisive;
        }
        return !decisive;
      };
    }
    case 'count': {
      const body = compileBool(e.body, scope);
      return (frame) => {
        let count = 0;
        for (const element of elements(frame)) {
          frame.spend(1, e.place);
          frame.locals[e.slot] = element;
          if (body(frame)) count++;
        }
        return count;
      };
    }
    case 'sum': {
      const body = compileInt(e.body, scope);
      return (frame) => {
        let sum = 0;
        for (const element of elements(frame)) {
          frame.spend(1, e.place);
          frame.locals[e.slot] = element;
          sum = checkedInt(sum + body(frame), e.place, () => textOf(e, scope));
        }
        return sum;
      };
    }
    case 'max':
    case 'min':
      return extreme(e, scope);
  }
}

/** Of nothing it is `none` where the checker gives it an optional type, else an error. */
function extreme(e: Expression & { kind: 'quantifier' }, scope: Scope): Code {
  const elements = compileElements(e.iterable, scope);
  const body = scope.compile(e.body);
  const sign = e.quantifier === 'max' ? 1 : -1;
  return (frame) => {
    let best: Value | undefined;
    for (const element of elements(frame)) {
      frame.spend(1, e.place);
      frame.locals[e.slot] = element;
      const value = body(frame);
      if (best === undefined || compareValues(value, best) * sign > 0) best = value;
    }
    if (best !== undefined) return best;
    if (e.type.kind === 'optional') return null;
    throw new EvaluationError(
      e.place,
      `\`${textOf(e, scope)}\`: \`${textOf(e.iterable, scope)}\` is empty, so there is no ${e.quantifier === 'max' ? 'greatest' : 'least'} element`,
    );
  };
}

export function compileComprehension(e: Expression & { kind: 'comprehension' }, scope: Scope): Code {
  const elements = compileElements(e.iterable, scope);
  const where = e.where === undefined ? undefined : compileBool(e.where, scope);
  const make = scope.compile(e.element);
  const makeValue = e.value === undefined ? undefined : scope.compile(e.value);
  const { store } = scope;
  return (frame) => {
    const made: Value[] = [];
    const values: Value[] = [];
    for (const element of elements(frame)) {
      frame.spend(1, e.place);
      frame.locals[e.slot] = element;
      if (where !== undefined && !where(frame)) continue;
      made.push(make(frame));
      if (makeValue !== undefined) values.push(makeValue(frame));
    }
    if (e.makes === 'list') return store.list(made);
    return e.makes === 'set' ? store.set(made) : store.map(made.map((key, i) => [key, at(values, i)]));
  };
}

export function compileChoose(e: Expression & { kind: 'choose' }, scope: Scope): Code {
  const elements = compileElements(e.from, scope);
  const where = e.where === undefined ? undefined : compileBool(e.where, scope);
  const { slot } = e;
  return (frame) => {
    const all = elements(frame);
    let candidates = all;
    if (slot !== undefined && where !== undefined) {
      candidates = all.filter((element) => {
        frame.spend(1, e.place);
        frame.locals[slot] = element;
        return where(frame);
      });
    }
    if (candidates.length === 0) {
      const why = all.length === 0 ? 'is empty' : `is ${showValue(scope.store.list(all), scope)}, and none of it is as \`where\` wants it`;
      throw new EvaluationError(e.place, `\`${textOf(e, scope)}\` has nothing to choose from: \`${textOf(e.from, scope)}\` ${why}`);
    }
    if (frame.surroundings === undefined) throw new EvaluationError(e.place, '`choose` has no place here: only a handler can choose');
    return at(candidates, candidates.length === 1 ? 0 : frame.surroundings.choose(candidates.length));
  };
}
