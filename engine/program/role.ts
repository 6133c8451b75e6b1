import type { Expression, Handler, Role } from '../../grammar/semantics/program.ts';
import { createScope } from './expressions/compile.ts';
import { compileBool } from './expressions/typed.ts';
import type { Frame } from './frame.ts';
import type { Input } from './machine.ts';
import { compilePatterns } from './patterns.ts';
import type { Code, CompiledFunction, Routine, Scope } from './scope.ts';
import { partsOf } from './source.ts';
import { compileBlock } from './statements.ts';
import type { Value } from './values.ts';

/** A role's code, compiled for one scenario. */
export interface LoweredRole {
  readonly role: Role;
  /** By variable slot. */
  readonly initial: readonly Code[];
  readonly durable: readonly boolean[];
  /** Then what volatile variables begin with depends on what the disk holds. */
  readonly volatileReadsDurable: boolean;
  /** Those for one kind of input, in source order. */
  handlersFor(input: Input): readonly LoweredHandler[];
}
export interface LoweredHandler {
  readonly index: number;
  readonly source: Handler;
  readonly matches: (frame: Frame, values: readonly Value[]) => boolean;
  readonly guard: ((frame: Frame) => boolean) | undefined;
  readonly body: Routine;
}

export function lowerRole(index: number, parts: Omit<Scope, 'compile' | 'role' | 'functions'>): LoweredRole {
  const { program, run } = parts;
  const role = program.roles[index];
  if (role === undefined) throw new Error(`broken invariant: there is no role ${index}`);
  const functions: CompiledFunction[] = [];
  const scope = createScope({ ...parts, role, functions });
  for (const { frameSize, body } of role.functions) functions.push({ frameSize, body: compileBlock(body, scope) });

  const overrides = new Map(
    run.durability.flatMap((change) => (change.role === index ? [[change.variable, change.durable] as const] : [])),
  );
  const durable = role.variables.map((variable, slot) => overrides.get(slot) ?? variable.durable);
  const handlers = role.handlers.map((handler, i) => lowerHandler(handler, i, scope));
  const byInput = Map.groupBy(handlers, (handler) => keyOf(handler.source.on));
  return {
    role,
    initial: role.variables.map((variable) => scope.compile(variable.initial)),
    durable,
    volatileReadsDurable: role.variables.some((variable, slot) => durable[slot] === false && readsDurable(variable.initial, durable)),
    handlersFor: (input) => byInput.get(keyOf(input)) ?? [],
  };
}

function lowerHandler(source: Handler, index: number, scope: Scope): LoweredHandler {
  return {
    index,
    source,
    matches: compilePatterns(source.patterns, scope),
    guard: source.guard === undefined ? undefined : compileBool(source.guard, scope),
    body: compileBlock(source.body, scope),
  };
}

/** One number for each kind of input that handlers tell apart. */
function keyOf(on: Handler['on'] | Input): number {
  switch (on.kind) {
    case 'start':
      return 0;
    case 'recover':
      return 1;
    case 'message':
      return 2 + on.message * 3;
    case 'timeout':
      return 3 + on.timer * 3;
    case 'operation':
      return 4 + ('request' in on ? on.request.operation : on.operation) * 3;
  }
}

function readsDurable(expression: Expression, durable: readonly boolean[]): boolean {
  if (expression.kind === 'variable') return durable[expression.slot] === true;
  // What a function reads is not looked into.
  return expression.kind === 'call' || partsOf(expression).some((part) => readsDurable(part, durable));
}
