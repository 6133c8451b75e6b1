/** What no run of a scenario came by. */
import type { CheckedProgram, ScenarioRun, Statement } from '../../grammar/semantics/program.ts';
import type { Exploration } from '../explorer/questions.ts';
import type { Coverage } from '../report.ts';

/** `handlers` as `role:handler`, the others by index in the scenario. */
export type ReachedParts = Exploration['reached'];

/**
 * Handlers of the roles that the scenario's nodes play, their statements, and its rules, message faults and budgets: what of them was reached, and what
 * was not.
 */
export function coverage(program: CheckedProgram, run: ScenarioRun, reached: ReachedParts, statementsRun: readonly Statement[]): Coverage {
  const didRun = new Set(statementsRun);
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
  const heads = roles.flatMap((role) =>
    (program.roles[role]?.handlers ?? []).flatMap((handler, index) =>
      reached.handlers.has(`${role}:${index}`) ? [handler.headPlace] : [],
    ),
  );
  const statements = roles.flatMap((index) => {
    const role = program.roles[index];
    const handled = (role?.handlers ?? []).filter((_, handler) => reached.handlers.has(`${index}:${handler}`));
    // Of a function that was never called, the call is what never ran.
    const called = (role?.functions ?? []).filter(({ body }) => body[0] !== undefined && didRun.has(body[0]));
    return [...handled, ...called].flatMap(({ body }) => firstUnreached(body, didRun));
  });
  return {
    unreached: [
      ...handlers,
      ...statements.map(({ place }) => ({ kind: 'statement' as const, place, text: 'this statement' })),
      ...rules,
      ...faults,
      ...budgets,
    ],
    ran: [...heads, ...statementsRun.map(({ place }) => place)],
  };
}

/** The first statement of each block that never ran: those behind it did not either. */
function firstUnreached(block: readonly Statement[], ran: ReadonlySet<Statement>): readonly Statement[] {
  const first = block.findIndex((statement) => !ran.has(statement));
  const reached = first < 0 ? block : block.slice(0, first);
  const within = reached.flatMap((statement) => blocksOf(statement).flatMap((inner) => firstUnreached(inner, ran)));
  const statement = block[first];
  return statement === undefined ? within : [...within, statement];
}

/** The blocks that a statement is made of. */
export function blocksOf(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.kind) {
    case 'if':
      return [statement.yes, statement.no];
    case 'for':
    case 'while':
    case 'repeat':
    case 'transaction':
      return [statement.body];
    case 'match':
      return statement.arms.map(({ body }) => body);
    default:
      return [];
  }
}

/** `on Vote` */
export function handlerText(program: CheckedProgram, role: number, index: number): string {
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
