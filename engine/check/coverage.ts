/** What no run of a scenario came by. */
import type { CheckedProgram, ScenarioRun } from '../../grammar/semantics/program.ts';
import type { Exploration } from '../explorer/questions.ts';
import type { Coverage } from '../report.ts';

/** `handlers` as `role:handler`, the others by index in the scenario. */
export type ReachedParts = Exploration['reached'];

/** Handlers of the roles that the scenario's nodes play, and its rules, message faults and budgets, that are not among those reached. */
export function coverage(program: CheckedProgram, run: ScenarioRun, reached: ReachedParts): Coverage {
  const roles = [...new Set(run.nodes.map((node) => node.role))];
  const handlers = roles.flatMap((role) =>
    (program.roles[role]?.handlers ?? []).flatMap((handler, index) =>
      reached.handlers.has(`${role}:${index}`)
        ? []
        : [
            {
              kind: 'handler' as const,
              place: handler.headPlace,
              text: `${program.roles[role]?.name}: ${handlerText(program, role, index)}`,
            },
          ],
    ),
  );
  const rules = run.rules.flatMap((rule, index) =>
    reached.rules.has(index) ? [] : [{ kind: 'rule' as const, place: rule.place, text: 'this rule' }],
  );
  const faults = run.messageFaults.flatMap((fault, index) =>
    reached.faults.has(index)
      ? []
      : [{ kind: 'fault' as const, place: fault.place, text: `${fault.kind} ${messageName(program, fault.match.message)}` }],
  );
  const budgets = run.budgets.flatMap((budget, index) =>
    reached.budgets.has(index) || budget.times === 0
      ? []
      : [{ kind: 'budget' as const, place: budget.place, text: `up to ${budget.times} ${budget.fault.kind}` }],
  );
  return { unreached: [...handlers, ...rules, ...faults, ...budgets] };
}

function handlerText(program: CheckedProgram, role: number, index: number): string {
  const on = program.roles[role]?.handlers[index]?.on;
  switch (on?.kind) {
    case 'message':
      return `on ${program.messages[on.message]?.name}`;
    case 'timeout':
      return `on timeout ${program.roles[role]?.timers[on.timer]?.name}`;
    case 'operation':
      return `on ${program.operations[on.operation]?.name}`;
    default:
      return `on ${on?.kind ?? ''}`;
  }
}

function messageName(program: CheckedProgram, message: number | undefined): string {
  return message === undefined ? 'any message' : (program.messages[message]?.name ?? '');
}
