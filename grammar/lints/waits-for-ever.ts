/** A role that waits for more answers than failures leave, and has no timeout. */
import type { Role, ScenarioRun } from '../semantics/program.ts';
import { gatherings, quorumAt, type Threshold, thresholds } from './code/quorums.ts';
import { actionsOf, demonstratesWaiting, runsOf } from './code/runs.ts';
import { sitesOf } from './code/sites.ts';
import { statementsOf } from './code/visit.ts';
import type { Finding, Lint, LintedProgram } from './lint.ts';

export const waitsForEver: Lint = {
  name: 'waits-for-ever',
  code: 'FL6007',
  severity: 'information',
  title: 'Waits for ever',
  explanation:
    'The role asks other nodes, counts their answers and never arms a timer, and a scenario of the file loses messages or crashes nodes, so many that too few answers are left: a single loss can stop it for good. Give it a timeout, with which it asks again or gives up; or let fewer answers be enough.',
  reads: 'program',
  find: (file) => file.program.roles.flatMap((role, index) => (role.place.file === file.uri ? inRole(file, role, index) : [])),
};

function inRole(file: LintedProgram, role: Role, index: number): Finding[] {
  if (statementsOf(role).some(({ kind }) => kind === 'arm')) return [];
  const all = thresholds(role, gatherings(file.program, role));
  const found = new Map<number, Finding>();
  for (const { scenario, run } of all.length === 0 ? [] : runsOf(file.program)) {
    if (demonstratesWaiting(run) || clientsGiveUp(role, run)) continue;
    run.nodes.forEach((instance, node) => {
      if (instance.role !== index) return;
      for (const threshold of all) {
        const quorum = quorumAt(role, run, node, threshold);
        if (!quorum || found.has(threshold.comparison.place.start)) continue;
        const others = new Set([...quorum.nodes].filter((other) => other !== node));
        if (asksAgain(file, run, others, threshold)) continue;
        const lost = answersLost(run, node, others, threshold);
        if (lost === 0 || quorum.nodes.size - lost >= quorum.enough) continue;
        found.set(threshold.comparison.place.start, {
          range: threshold.comparison.place,
          message: `${role.name} waits for ${quorum.enough} of ${quorum.nodes.size} answers without a timeout: ${lost === 1 ? 'one that is lost stops' : 'those that are lost stop'} it for ever`,
          hint: 'arm a timer where it asks (`after 20ms timeout answers`), and give up or ask again `on timeout`',
          related: [{ place: scenario.titlePlace, message: 'in this scenario answers can fail to come' }],
        });
      }
    });
  }
  return [...found.values()];
}

/** Whoever waits for a client may leave the patience to the client. */
function clientsGiveUp(role: Role, run: ScenarioRun): boolean {
  return (
    role.handlers.some(({ on }) => on.kind === 'operation') &&
    run.clients.length > 0 &&
    run.clients.every(({ timeoutMs }) => timeoutMs !== undefined)
  );
}

/** A node that was asked and comes back speaks up by itself. */
function asksAgain({ program }: LintedProgram, run: ScenarioRun, others: ReadonlySet<number>, { gathering }: Threshold): boolean {
  return [...others].some((other) => {
    const role = program.roles[run.nodes[other]?.role ?? -1];
    return role?.handlers.some(
      (handler) =>
        handler.on.kind === 'recover' &&
        sitesOf(role, handler).some(({ statement }) => statement.kind === 'send' && !gathering.questions.has(statement.message)),
    );
  });
}

/** How many of the answers may fail to come, at most. */
function answersLost(run: ScenarioRun, node: number, others: ReadonlySet<number>, { gathering }: Threshold): number {
  const all = others.size;
  const isOther = (other: number): boolean => others.has(other);
  const concerns = (message: number | undefined): boolean =>
    message === undefined || message === gathering.answer || gathering.questions.has(message);
  let lost = run.network.loss > 0 || run.links.some(({ loss, from, to }) => (loss ?? 0) > 0 && [...from, ...to].includes(node)) ? all : 0;
  for (const { times, fault } of run.budgets) {
    if (fault.kind === 'crash') lost += Math.min(times, fault.nodes.filter(isOther).length);
    else if (fault.kind === 'partition' && times > 0) lost += all;
    else if (fault.kind === 'lose' && concerns(fault.match.message)) lost += times;
  }
  for (const fault of run.messageFaults) {
    if (fault.kind === 'lose' && concerns(fault.match.message)) lost += fault.ordinal === undefined ? all : 1;
  }
  const crashed = new Set<number>();
  for (const action of actionsOf(run)) if (action.kind === 'crash' && isOther(action.node)) crashed.add(action.node);
  return Math.min(lost + crashed.size, all);
}
