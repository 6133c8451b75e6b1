import type { CheckedProgram, Expression, Role, ScenarioRun } from '../../grammar/semantics/program.ts';
import { EvaluationError } from './errors.ts';
import type { Frame } from './frame.ts';
import type { Names } from './machine.ts';
import type { StatementMarks } from './marks.ts';
import { abbreviate } from './names.ts';
import { sourceOf } from './source.ts';
import type { ConsingStore } from './store.ts';
import type { Value } from './values.ts';

/** An expression, compiled. */
export type Code = (frame: Frame) => Value;
/** Statements, compiled; true where a `return` ended them. */
export type Routine = (frame: Frame) => boolean;

export interface CompiledFunction {
  readonly frameSize: number;
  readonly body: Routine;
}

/** What code may refer to while it is compiled. */
export interface Scope {
  readonly program: CheckedProgram;
  readonly run: ScenarioRun;
  readonly store: ConsingStore;
  readonly names: Names;
  readonly marks: StatementMarks;
  /** The role whose code it is; absent for scenario expressions. */
  readonly role?: Role | undefined;
  /** The role's functions; filled only after all code that calls them is compiled. */
  readonly functions: readonly CompiledFunction[];
  /** Here rather than imported, so that the files for the kinds of expressions need not know each other. */
  compile(expression: Expression): Code;
  /** A node's role arguments. */
  parametersOf(node: number): readonly Value[];
}

export function textOf(expression: Expression, scope: Scope): string {
  return abbreviate(sourceOf(expression, { program: scope.program, role: scope.role, node: scope.names.node }), 80);
}

export function showValue(value: Value, scope: Scope): string {
  return abbreviate(scope.names.value(value));
}

/** The checker rules this out where types are static; what is left is a `Value` or `any` that turned out to be something else. */
export function mismatch(expression: Expression, value: Value, wanted: string, scope: Scope): EvaluationError {
  return new EvaluationError(expression.place, `\`${textOf(expression, scope)}\` is ${showValue(value, scope)}, not ${wanted}`);
}
