/** What is sent, asked or armed and falls on deaf ears. */
import type { CheckedProgram, Expression, Field, Handler, Role, ScenarioRun, Statement } from '../semantics/program.ts';
import type { Type } from '../semantics/types.ts';
import { statementsOf } from './code/visit.ts';
import { memberOf } from './edits.ts';
import type { Finding, Lint, LintedProgram } from './lint.ts';

export const unhandledMessage: Lint = {
  name: 'unhandled-message',
  code: 'FL6001',
  severity: 'warning',
  title: 'Nobody handles it',
  explanation:
    'A message goes to a role that has no handler for it, an operation is asked of a role that does not offer it, or a timer is armed that no `on timeout` waits for. Such a message is ignored, such an operation stays open for ever, such a timer fires for nothing. Where the type of the target says no role (`Node`), it is enough that some role of the file handles the message.',
  reads: 'program',
  find: (file) => [...inRoles(file), ...inScripts(file)],
};

function inRoles(file: LintedProgram): Finding[] {
  const { uri, program } = file;
  return program.roles
    .filter((role) => role.place.file === uri)
    .flatMap((role) =>
      statementsOf(role).flatMap((statement) => {
        if (statement.kind === 'send') return unhandledSend(file, statement);
        if (statement.kind === 'arm') return unhandledTimer(file, role, statement);
        return [];
      }),
    );
}

function unhandledSend(file: LintedProgram, { message, to, place }: Extract<Statement, { kind: 'send' }>): Finding[] {
  const { program } = file;
  const handles = (role: Role): boolean => has(role, (on) => on.kind === 'message' && on.message === message);
  const name = program.messages[message]?.name ?? '';
  const wanted = roleOf(to.type);
  const role = program.roles.find((r) => r.name === wanted);
  if (role ? handles(role) : program.roles.some(handles)) return [];
  return [
    {
      range: place,
      message: role
        ? `${role.name} has no handler for ${name}: it will ignore it`
        : `no role has a handler for ${name}: whoever gets it will ignore it`,
      hint: `add \`on ${name} { }\` to ${role ? `role ${role.name}` : 'the role that gets it'}`,
      ...(role ? adding(file, role, `on ${name}${fields(program.messages[message]?.fields)} { }`) : {}),
    },
  ];
}

function unhandledTimer(file: LintedProgram, role: Role, { timer, place }: Extract<Statement, { kind: 'arm' }>): Finding[] {
  if (has(role, (on) => on.kind === 'timeout' && on.timer === timer)) return [];
  const name = role.timers[timer]?.name ?? '';
  return [
    {
      range: place,
      message: `${role.name} has no handler for the timer \`${name}\`: nothing happens when it fires`,
      hint: `add \`on timeout ${name} { }\``,
      ...adding(file, role, `on timeout ${name}${fields(role.timers[timer]?.fields)} { }`),
    },
  ];
}

/** The fix that puts a handler into a role of this file. */
function adding({ uri, text }: LintedProgram, role: Role, handler: string): Pick<Finding, 'fix'> {
  if (role.place.file !== uri) return {};
  return { fix: { title: `Add \`${handler}\` to ${role.name}`, edits: [memberOf(text, role.place, handler)] } };
}
function fields(all: readonly Field[] | undefined): string {
  return all === undefined || all.length === 0 ? '' : `(${all.map(({ name }) => name).join(', ')})`;
}

function has(role: Role, on: (on: Handler['on']) => boolean): boolean {
  return role.handlers.some((handler) => on(handler.on));
}
function roleOf(type: Type): string | undefined {
  if (type.kind === 'set' || type.kind === 'list') return roleOf(type.element);
  return type.kind === 'node' ? type.role : undefined;
}

function inScripts({ program }: LintedProgram): Finding[] {
  const seen = new Set<number>();
  return program.scenarios.flatMap(({ runs }) =>
    runs
      .flatMap((run) => run.clients.flatMap(({ body }) => asked(program, run, body)))
      .filter(({ range }) => {
        const fresh = !seen.has(range.start);
        seen.add(range.start);
        return fresh;
      }),
  );
}

/** Operations asked in a script, or in a transaction at `server`. */
function asked(program: CheckedProgram, run: ScenarioRun, body: readonly Statement[], server?: Expression): Finding[] {
  return body.flatMap((statement): Finding[] => {
    switch (statement.kind) {
      case 'operate':
        return unhandledOperation(program, run, statement.operation, statement.at ?? server, statement);
      case 'transaction':
        return asked(program, run, statement.body, statement.at);
      case 'if':
        return [...asked(program, run, statement.yes, server), ...asked(program, run, statement.no, server)];
      case 'match':
        return statement.arms.flatMap((arm) => asked(program, run, arm.body, server));
      case 'for':
      case 'while':
      case 'repeat':
        return asked(program, run, statement.body, server);
      default:
        return [];
    }
  });
}

function unhandledOperation(
  program: CheckedProgram,
  run: ScenarioRun,
  operation: number,
  at: Expression | undefined,
  { place }: Statement,
): Finding[] {
  const offers = (role: Role): boolean => has(role, (on) => on.kind === 'operation' && on.operation === operation);
  const wanted = at && (at.kind === 'node' ? program.roles[run.nodes[at.node]?.role ?? -1]?.name : roleOf(at.type));
  const role = program.roles.find((r) => r.name === wanted);
  const roles = role ? [role] : run.nodes.flatMap((node) => program.roles[node.role] ?? []);
  if (roles.some(offers)) return [];
  const name = program.operations[operation]?.name ?? '';
  return [
    {
      range: place,
      message: `${role ? role.name : 'no node of this scenario'} ${role ? 'does not offer' : 'offers'} the operation \`${name}\`: it is never answered`,
      hint: `add \`on ${name} { }\` to ${role ? `role ${role.name}` : 'a role'}, or ask another node`,
    },
  ];
}
