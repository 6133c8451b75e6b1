import type { Statement, Target } from '../../grammar/semantics/program.ts';
import { mapGet, mapSet } from './collections.ts';
import { EvaluationError } from './errors.ts';
import { noElement } from './expressions/operators.ts';
import { type Code, type Routine, type Scope, showValue, textOf } from './scope.ts';
import type { Value } from './values.ts';

/** `x = e`, `m[k] = e`, `s.f = e`, `m[k].f = e`: values are replaced from the inside out, never changed. */
export function compileAssign(statement: Statement & { kind: 'assign' }, scope: Scope): Routine {
  const { root, path } = statement.target;
  const value = scope.compile(statement.value);
  const { slot } = root;
  const isVariable = root.kind === 'variable';
  if (path.length === 0) {
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
  const steps = path.map((step): Code => {
    if (step.kind === 'index') return scope.compile(step.index);
    const { field } = step;
    return () => field;
  });
  return (frame) => {
    const indices = steps.map((step) => step(frame));
    const part = value(frame);
    const whole = (isVariable ? frame.variables[slot] : frame.locals[slot]) ?? null;
    const replaced = replace(whole, indices, 0, part, statement, scope, frame);
    if (isVariable) frame.setVariable(slot, replaced);
    else frame.locals[slot] = replaced;
    return false;
  };
}

/** `whole` with the part at the path's steps from `step` on replaced. */
function replace(
  whole: Value,
  indices: readonly Value[],
  step: number,
  part: Value,
  statement: Statement & { kind: 'assign' },
  scope: Scope,
  frame: { spend(amount: number, place: Statement['place']): void },
): Value {
  if (step === indices.length) return part;
  const index = indices[step] ?? null;
  const inner = (old: Value): Value => replace(old, indices, step + 1, part, statement, scope, frame);
  const { store } = scope;
  const text = targetText(statement.target, step, scope);
  if (typeof whole === 'object' && whole !== null) {
    if (whole.kind === 'struct' && typeof index === 'number') {
      return store.struct(whole.struct, whole.fields.with(index, inner(whole.fields[index] ?? null)));
    }
    if (whole.kind === 'map') {
      frame.spend(whole.keys.length, statement.place);
      const old = mapGet(whole, index);
      if (old === undefined && step < indices.length - 1) throw missing(whole, index, text, statement, scope);
      return mapSet(store, whole, index, inner(old ?? null));
    }
    if (whole.kind === 'list' && typeof index === 'number') {
      frame.spend(whole.elements.length, statement.place);
      const old = whole.elements[index];
      if (old === undefined) throw missing(whole, index, text, statement, scope);
      return store.list(whole.elements.with(index, inner(old)));
    }
  }
  throw new EvaluationError(statement.place, `\`${text}\`: ${showValue(whole, scope)} has no such part`);
}

function missing(whole: Value, index: Value, text: string, statement: Statement, scope: Scope): EvaluationError {
  return noElement(whole, index, statement.place, text, scope) ?? new EvaluationError(statement.place, `\`${text}\` is not there`);
}

/** The target up to and with the step, `votes[tx]`. */
function targetText(target: Target, lastStep: number, scope: Scope): string {
  const root = target.root.kind === 'variable' ? scope.role?.variables[target.root.slot]?.name : undefined;
  const steps = target.path.slice(0, lastStep + 1).map((step) => (step.kind === 'index' ? `[${textOf(step.index, scope)}]` : '.…'));
  return `${root ?? '…'}${steps.join('')}`;
}
