/** Volatile state that an answer depends on: after a crash the node answers as if it had never answered before. */
import type { CheckedProgram, Role } from '../semantics/program.ts';
import type { Place } from '../syntax/range.ts';
import { plays, recovers, runsOf } from './code/runs.ts';
import { assigned, canMeet, resets, type Site, sitesOf } from './code/sites.ts';
import type { Finding, Lint, LintedProgram } from './lint.ts';

export const forgottenPromise: Lint = {
  name: 'forgotten-promise',
  code: 'FL6004',
  severity: 'warning',
  title: 'A crash forgets the promise',
  explanation:
    'A vote or an acknowledgement is a promise: others act on it. Here it depends on a `var`, which a crash sets back to its first value: the node decides over the answer by it, or tells of it in an answer, or notes in it what it has told others and looks at it `on recover`. A node that comes back has forgotten the promise and may make another that contradicts it. Declare the variable `durable`. Looked at are roles whose nodes come back after a crash, and roles that no scenario of the file uses yet.',
  reads: 'program',
  find: (file) =>
    file.program.roles.flatMap((role, index) =>
      role.place.file === file.uri ? inRole(file, role, comesBack(file.program, role, index)) : [],
    ),
};

type ComesBack = 'yes' | 'no' | 'unknown';
function comesBack(program: CheckedProgram, role: Role, index: number): ComesBack {
  const played = runsOf(program).filter(({ run }) => plays(run, index));
  if (role.handlers.some(({ on }) => on.kind === 'recover') || played.some(({ run }) => recovers(run, index))) return 'yes';
  return played.length === 0 ? 'unknown' : 'no';
}

function inRole(file: LintedProgram, role: Role, back: ComesBack): Finding[] {
  if (back === 'no') return [];
  const handlers = role.handlers.map((handler) => ({ on: handler.on.kind, sites: sitesOf(role, handler) }));
  const acting = handlers.filter(({ on }) => on !== 'start' && on !== 'recover').map(({ sites }) => sites);
  const answering = handlers.filter(({ on }) => on === 'message' || on === 'operation').map(({ sites }) => sites);
  const onRecover = handlers.flatMap(({ on, sites }) => (on === 'recover' ? sites : []));
  return role.variables.flatMap((variable, slot) => {
    if (variable.durable) return [];
    const promise =
      firstOf(answering, (sites) => decidesOnce(file.program, role, sites, slot)) ??
      firstOf(acting, (sites) => lookedAtOnRecovery(file.program, role, sites, onRecover, slot)) ??
      (back === 'yes' ? toldLater(file.program, role, answering, onRecover, slot) : undefined);
    if (!promise) return [];
    const name = variable.name;
    const declaration = declarationOf(file, role, name);
    return [
      {
        range: declaration?.name ?? variable.place,
        message: `${promise.what} depends on \`${name}\`, which a crash of ${role.name} forgets`,
        hint: `declare it \`durable ${name}\``,
        related: [{ place: promise.place, message: promise.what }],
        ...(declaration ? { fix: { title: `Make \`${name}\` durable`, edits: [{ range: declaration.keyword, text: 'durable' }] } } : {}),
      },
    ];
  });
}

function firstOf<T, R>(all: readonly T[], find: (one: T) => R | undefined): R | undefined {
  for (const one of all) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

interface Promised {
  readonly what: string;
  readonly place: Place;
}
function promised(program: CheckedProgram, site: Site): Promised {
  return { what: nameOf(program, site), place: site.statement.place };
}
function nameOf(program: CheckedProgram, { statement, answers }: Site): string {
  if (statement.kind === 'send') return `${answers ? 'the answer' : 'what it says in'} ${program.messages[statement.message]?.name ?? ''}`;
  if (statement.kind !== 'event') return 'the reply';
  const name = program.events[statement.event]?.name ?? '';
  return name === 'vote' ? 'the vote' : `\`${name}\``;
}
function isPromise(program: CheckedProgram, { statement, answers }: Site): boolean {
  return answers || (statement.kind === 'event' && program.events[statement.event]?.name === 'vote');
}
const keeps = (role: Role, slot: number) => (site: Site) => assigned(site) === slot && !resets(role, site);

/** It answers if the variable allows it, and then sets it so that the next answer is another one. */
function decidesOnce(program: CheckedProgram, role: Role, sites: readonly Site[], slot: number): Promised | undefined {
  const setting = sites.filter((site) => keeps(role, slot)(site) && site.decidedBy.has(slot));
  const answer = sites.find((site) => isPromise(program, site) && site.decidedBy.has(slot) && setting.some((s) => canMeet(s, site)));
  return answer && promised(program, answer);
}

/** It notes what it has told others, in whatever way, and on recovery acts by that note. */
function lookedAtOnRecovery(
  program: CheckedProgram,
  role: Role,
  sites: readonly Site[],
  onRecover: readonly Site[],
  slot: number,
): Promised | undefined {
  const first = onRecover.findIndex((site) => site.reads.has(slot) || site.decidedBy.has(slot));
  if (first < 0 || onRecover.slice(0, first).some((site) => assigned(site) === slot)) return undefined;
  const setting = sites.filter(keeps(role, slot));
  const told = sites.filter(({ statement }) => ['send', 'reply', 'event'].includes(statement.kind));
  const telling = told.find((site) => setting.some((s) => canMeet(s, site)));
  return telling && promised(program, telling);
}

/**
 * What it has acknowledged it tells in a later answer: after a crash it tells something else. Not so where it tells of it only in an office that the crash
 * ends, such as a leader's.
 */
function toldLater(
  program: CheckedProgram,
  role: Role,
  answering: readonly (readonly Site[])[],
  onRecover: readonly Site[],
  slot: number,
): Promised | undefined {
  if (onRecover.some((site) => assigned(site) === slot)) return undefined;
  const acknowledged = answering.some((sites) => {
    const setting = sites.filter(keeps(role, slot));
    return sites.some((site) => site.answers && setting.some((s) => canMeet(s, site)));
  });
  const telling = answering.flat().find((site) => site.answers && site.reads.has(slot) && site.lostByCrash.size === 0);
  return acknowledged && telling ? promised(program, telling) : undefined;
}

/** The variable's name and the word `var` before it. */
function declarationOf(
  { tree, text }: LintedProgram,
  role: Role,
  name: string,
): { name: Place; keyword: { start: number; end: number } } | undefined {
  for (const declaration of tree.declarations) {
    if (declaration.kind !== 'role' || declaration.name.text !== role.name) continue;
    for (const member of declaration.members) {
      if (member.kind !== 'variable' || member.name.text !== name) continue;
      const { start } = member.range;
      if (text.slice(start, start + 3) !== 'var') return undefined;
      return { name: { file: role.place.file, ...member.name.range }, keyword: { start, end: start + 3 } };
    }
  }
  return undefined;
}
