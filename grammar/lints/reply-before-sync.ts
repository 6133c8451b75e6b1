/** Under `disk buffered`, a promise that goes out before what it promises is on disk. */
import type { CheckedProgram, Expression, Role, Statement } from '../semantics/program.ts';
import { demonstrates, plays, runsOf } from './code/runs.ts';
import { alwaysReturns, expressionsIn, variablesRead } from './code/visit.ts';
import { statementBefore } from './edits.ts';
import type { Finding, Lint, LintedProgram } from './lint.ts';

export const replyBeforeSync: Lint = {
  name: 'reply-before-sync',
  code: 'FL6009',
  severity: 'warning',
  title: 'Replies before it is durable',
  explanation:
    'In a scenario with `disk buffered` an assignment to a `durable` variable is on disk only once `sync` has run. Here an answer or a vote goes out, or a message that tells of the new value, before that: after a crash the others know something that the node itself has forgotten. Write `sync` before it.',
  reads: 'program',
  find: (file) => file.program.roles.flatMap((role, index) => (role.place.file === file.uri ? inRole(file, role, index) : [])),
};

function inRole(file: LintedProgram, role: Role, index: number): Finding[] {
  const buffered = runsOf(file.program).find(({ run }) => run.diskBuffered && plays(run, index) && !demonstrates(run));
  if (!buffered) return [];
  const durable = new Set(role.variables.flatMap((variable, slot) => (variable.durable ? [slot] : [])));
  for (const change of buffered.run.durability) {
    if (change.role !== index) continue;
    if (change.durable) durable.add(change.variable);
    else durable.delete(change.variable);
  }
  const early = new Map<number, { readonly statement: Statement; readonly unsynced: ReadonlySet<number> }>();
  for (const handler of role.handlers) {
    const senders = new Set(handler.fromSlot === undefined ? [] : [handler.fromSlot]);
    const walk: Walk = {
      role,
      program: file.program,
      durable,
      early: (statement, unsynced) => early.set(statement.place.start, { statement, unsynced }),
    };
    run(walk, handler.body, new Set(), senders);
  }
  return [...early.values()].map(({ statement, unsynced }) => {
    const names = [...unsynced].map((slot) => `\`${role.variables[slot]?.name}\``).join(', ');
    return {
      range: statement.place,
      message: `this goes out before ${names} is on disk: a crash forgets what it has promised`,
      hint: 'write `sync` before it',
      related: [{ place: buffered.scenario.titlePlace, message: 'in this scenario the disk is buffered' }],
      fix: { title: 'Put `sync` before it', edits: [statementBefore(file.text, statement.place.start, 'sync')] },
    };
  });
}

interface Walk {
  readonly role: Role;
  readonly program: CheckedProgram;
  readonly durable: ReadonlySet<number>;
  readonly early: (statement: Statement, unsynced: ReadonlySet<number>) => void;
}
type Slots = ReadonlySet<number>;

/** Goes through a body with the variables that are not on disk yet; gives those that may not be so at its end. */
function run(walk: Walk, statements: readonly Statement[], before: Slots, senders: Slots): Slots {
  let unsynced = before;
  for (const statement of statements) {
    switch (statement.kind) {
      case 'sync':
        unsynced = new Set();
        break;
      case 'assign': {
        unsynced = called(walk, statement, unsynced, senders);
        const { kind, slot } = statement.target.root;
        if (kind === 'variable' && walk.durable.has(slot)) unsynced = new Set([...unsynced, slot]);
        break;
      }
      case 'if': {
        const yes = run(walk, statement.yes, unsynced, senders);
        const no = run(walk, statement.no, unsynced, senders);
        unsynced = new Set([...(alwaysReturns(statement.yes) ? [] : yes), ...(alwaysReturns(statement.no) ? [] : no)]);
        break;
      }
      case 'match':
        unsynced = new Set(statement.arms.flatMap((arm) => [...run(walk, arm.body, unsynced, senders)]));
        break;
      case 'for':
      case 'while':
      case 'repeat': {
        // Twice: the second turn begins with what the first has left.
        const once = new Set([...unsynced, ...run(walk, statement.body, unsynced, senders)]);
        unsynced = new Set([...once, ...run(walk, statement.body, once, senders)]);
        break;
      }
      default:
        if (unsynced.size > 0 && promises(walk, statement, unsynced, senders)) walk.early(statement, unsynced);
        unsynced = called(walk, statement, unsynced, senders);
    }
  }
  return unsynced;
}

/** What is sent back, replied or voted, and what tells others of a value that is not on disk. */
function promises({ role, program }: Walk, statement: Statement, unsynced: Slots, senders: Slots): boolean {
  switch (statement.kind) {
    case 'reply':
      return true;
    case 'event':
      return program.events[statement.event]?.name === 'vote';
    case 'send':
      return (
        (statement.to.kind === 'local' && senders.has(statement.to.slot)) ||
        [...variablesRead(role, statement.arguments)].some((slot) => unsynced.has(slot))
      );
    default:
      return false;
  }
}

/** Functions that the statement calls run before it is done. */
function called(walk: Walk, statement: Statement, before: Slots, senders: Slots): Slots {
  let unsynced = before;
  const calls: { readonly function: number; readonly arguments: readonly Expression[] }[] = expressionsIn(statement).flatMap((e) =>
    e.kind === 'call' ? [e] : [],
  );
  if (statement.kind === 'call') calls.push(statement);
  for (const call of calls) {
    const inner = call.arguments.flatMap((argument, slot) => (argument.kind === 'local' && senders.has(argument.slot) ? [slot] : []));
    unsynced = run(walk, walk.role.functions[call.function]?.body ?? [], unsynced, new Set(inner));
  }
  return unsynced;
}
