/** A counter where a set of senders is wanted: a message that arrives twice counts twice. */
import type { Expression, Handler, Role } from '../semantics/program.ts';
import { mentionsIn } from './code/mentions.ts';
import { gatherings, sides } from './code/quorums.ts';
import { countsUp, type Site, sitesOf } from './code/sites.ts';
import { expressionsIn, rootVariable } from './code/visit.ts';
import { setOfSenders } from './counted-messages-fix.ts';
import type { Finding, Lint, LintedProgram } from './lint.ts';

export const countedMessages: Lint = {
  name: 'counted-messages',
  code: 'FL6005',
  severity: 'warning',
  title: 'Counts messages, not senders',
  explanation:
    'A number goes up with every message and is compared with a quorum. A message that is duplicated, or sent again after a timeout, counts twice, and one node passes for two. Gather the senders in a set: `votes += p`, `votes.size >= majority(…)`.',
  reads: 'program',
  find: (file) => file.program.roles.flatMap((role) => (role.place.file === file.uri ? inRole(file, role) : [])),
};

interface Count {
  readonly handler: Handler;
  readonly site: Site;
}

function inRole(file: LintedProgram, role: Role): Finding[] {
  const counts = new Map<number, Count[]>();
  for (const handler of role.handlers) {
    if (handler.on.kind !== 'message') continue;
    for (const site of sitesOf(role, handler)) {
      const variable = countsUp(site);
      if (variable === undefined || !isCounter(role, variable)) continue;
      counts.set(variable, [...(counts.get(variable) ?? []), { handler, site }]);
    }
  }
  const answers = new Set(gatherings(file.program, role).flatMap((g) => (g.gathers === 'count' ? [g.variable] : [])));
  return [...counts].flatMap(([variable, sites]) => {
    // Who has looked at the sender before counting knows whom it has counted.
    const blind = sites.find(({ site }) => !site.looksAtSender);
    const comparison = blind && comparedWith(role, variable, answers.has(variable) ? isCrowd : isQuorum);
    if (!blind || !comparison) return [];
    const name = role.variables[variable]?.name ?? '';
    const message = blind.handler.on.kind === 'message' ? (file.program.messages[blind.handler.on.message]?.name ?? '') : '';
    const fix = setOfSenders(file, mentionsIn(file.model), role, variable, sites);
    return [
      {
        range: blind.site.statement.place,
        message: `\`${name}\` counts messages, not senders: a ${message} that arrives twice counts twice`,
        hint: `gather the senders in a set, and compare its size`,
        related: [{ place: comparison.place, message: 'here the number decides' }],
        ...(fix ? { fix } : {}),
      },
    ];
  });
}

function isCounter(role: Role, variable: number): boolean {
  return role.variables[variable]?.type.kind === 'int';
}

function comparedWith(role: Role, variable: number, wanted: (role: Role, e: Expression) => boolean): Expression | undefined {
  return expressionsIn(role).find(
    (e) =>
      e.kind === 'binary' &&
      sides(e).some(([one, other]) => rootVariable(one) === variable && rootVariable(other) !== variable && wanted(role, other)),
  );
}

/** What can only be a number of nodes: a majority, the size of a set of nodes, half of something, or what is called so. */
function isQuorum(role: Role, e: Expression): boolean {
  return expressionsIn(e).some((part) => {
    if (part.kind === 'builtin') return part.name === 'majority' || (part.name === 'size' && holdsNodes(part.arguments[0]));
    if (part.kind === 'binary') return part.operator === 'divide' && part.right.kind === 'constant' && part.right.value === 2;
    if (part.kind === 'parameter') return part.type.kind === 'int' && /quorum|majority/i.test(role.parameters[part.slot]?.name ?? '');
    return false;
  });
}
function holdsNodes(e: Expression | undefined): boolean {
  return e !== undefined && (e.type.kind === 'set' || e.type.kind === 'list') && e.type.element.kind === 'node';
}

/** Of what is known to count the answers to a question to many: any number that more than one answer makes. */
function isCrowd(role: Role, e: Expression): boolean {
  return isQuorum(role, e) || e.kind === 'parameter' || (e.kind === 'constant' && typeof e.value === 'number' && e.value > 1);
}
