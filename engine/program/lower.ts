import type { CheckedProgram, ScenarioRun } from '../../grammar/semantics/program.ts';
import { guarded } from './errors.ts';
import { createScope } from './expressions/compile.ts';
import { Frame } from './frame.ts';
import { LocalStates } from './local-states.ts';
import { LoweredMachine, type LoweredNode } from './lowered-machine.ts';
import type { Failure, Machine } from './machine.ts';
import { StatementMarks } from './marks.ts';
import { createNames } from './names.ts';
import { type LoweredRole, lowerRole } from './role.ts';
import { LoweredScripts } from './scripts/lowered-scripts.ts';
import { ConsingStore } from './store.ts';
import type { Value } from './values.ts';

/**
 * Makes one run of a scenario executable: compiles its roles, and evaluates the nodes' role arguments.
 *
 * Never throws for a program that the checker passed: what goes wrong at this point (`node a = R(limit: 1 / 0)`) becomes the failure of that
 * node's start.
 */
export function lower(program: CheckedProgram, run: ScenarioRun): Machine {
  const store = new ConsingStore();
  const names = createNames(program, run);
  const nodes: LoweredNode[] = [];
  const marks = new StatementMarks();
  const parts = { program, run, store, names, marks, parametersOf: (node: number) => nodes[node]?.parameters ?? [] };
  const scope = createScope({ ...parts, functions: [] });

  const roles = new Map<number, LoweredRole>();
  for (const instance of run.nodes) {
    const role = roles.get(instance.role) ?? lowerRole(instance.role, parts);
    roles.set(instance.role, role);
    let failure: Failure | undefined;
    const parameters = instance.arguments.map((argument): Value => {
      const code = scope.compile(argument);
      const result = guarded(argument.place, () => code(new Frame([], [])));
      if ('failure' in result) failure ??= result.failure;
      return 'failure' in result ? null : result.value;
    });
    nodes.push({ self: store.node(nodes.length), role, parameters, ...(failure === undefined ? {} : { failure }) });
  }
  return new LoweredMachine(scope, nodes, new LocalStates(store), new LoweredScripts(scope));
}
