import type { Statement } from '../../grammar/semantics/program.ts';
import { mapGet, mapSet } from './collections.ts';
import { EvaluationError } from './errors.ts';
import { indexed, noElement } from './expressions/operators.ts';
import type { Frame } from './frame.ts';
import { type Code, type Routine, type Scope, showValue, textOf } from './scope.ts';
import type { Value } from './values.ts';

type Assign = Statement & { kind: 'assign' };

/** `x = e`, `m[k] = e`, `s.f = e`, `m[k].f = e`: values are replaced from the inside out, never changed. */
export function compileAssign(statement: Assign, scope: Scope): Routine {
  const { root, path } = statement.target;
  const { slot } = root;
  const isVariable = root.kind === 'variable';
  const value = path.length === 0 ? scope.compile(statement.value) : replacement(statement, scope);
  if (isVariable) {
    return (frame) => {
      frame.setVariable(slot, value(frame));
      return false;
    };
  }
  return (frame) => {
    frame.locals[slot] = value(frame);
    return false;
  };
}

/** The whole with the part that the path leads to replaced. Indices are evaluated before the value, once. */
function replacement(statement: Assign, scope: Scope): Code {
  const { root, path } = statement.target;
  const value = scope.compile(statement.value);
  const steps = path.map((step): Code => {
    if (step.kind === 'index') return scope.compile(step.index);
    const { field } = step;
    return () => field;
  });
  return (frame) => {
    const indices = steps.map((step) => step(frame));
    const part = value(frame);
    const whole = (root.kind === 'variable' ? frame.variables[root.slot] : frame.locals[root.slot]) ?? null;
    const replace = (old: Value, step: number): Value => {
      if (step === indices.length) return part;
      const index = indices[step] ?? null;
      const inner = (child: Value): Value => replace(child, step + 1);
      const replaced = replaceAt(old, index, inner, step === indices.length - 1, frame, statement, scope);
      if (replaced !== undefined) return replaced;
      const text = targetText(statement, whole, indices.slice(0, step + 1), scope);
      const nothing = new EvaluationError(statement.place, `\`${text}\`: ${showValue(old, scope)} has no such part`);
      throw noElement(old, index, statement.place, text, scope) ?? nothing;
    };
    return replace(whole, 0);
  };
}

/** `undefined` where there is no such part. Only the last step of a path may add a key to a map. */
function replaceAt(
  whole: Value,
  index: Value,
  inner: (old: Value) => Value,
  isLast: boolean,
  frame: Frame,
  statement: Assign,
  scope: Scope,
): Value | undefined {
  const { store } = scope;
  if (typeof whole !== 'object' || whole === null) return undefined;
  if (whole.kind === 'struct' && typeof index === 'number') {
    return store.struct(whole.struct, whole.fields.with(index, inner(whole.fields[index] ?? null)));
  }
  if (whole.kind === 'map') {
    frame.spend(whole.keys.length, statement.place);
    const old = mapGet(whole, index);
    return old === undefined && !isLast ? undefined : mapSet(store, whole, index, inner(old ?? null));
  }
  if (whole.kind === 'list' && typeof index === 'number') {
    frame.spend(whole.elements.length, statement.place);
    const old = whole.elements[index];
    return old === undefined ? undefined : store.list(whole.elements.with(index, inner(old)));
  }
  return undefined;
}

/** The target as far as the indices go, `votes[tx].count`; a local's name is not known here. */
function targetText({ target }: Assign, whole: Value, indices: readonly Value[], scope: Scope): string {
  let text = (target.root.kind === 'variable' ? scope.role?.variables[target.root.slot]?.name : undefined) ?? '…';
  let value: Value = whole;
  for (const [i, index] of indices.entries()) {
    const step = target.path[i];
    if (step?.kind === 'index') {
      text += `[${textOf(step.index, scope)}]`;
      value = indexed(value, index) ?? null;
    } else if (step !== undefined && typeof value === 'object' && value !== null && value.kind === 'struct') {
      text += `.${scope.program.structs[value.struct]?.fields[step.field]?.name ?? '…'}`;
      value = value.fields[step.field] ?? null;
    }
  }
  return text;
}
