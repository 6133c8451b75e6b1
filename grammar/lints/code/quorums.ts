/** Where a role waits for answers of several nodes: what it gathers them in, whom it has asked, and how many are enough. */
import type { CheckedProgram, Expression, Handler, Role, ScenarioRun } from '../../semantics/program.ts';
import { evaluate } from './evaluate.ts';
import { once } from './once.ts';
import { assigned, countsUp, type Site, sitesOf } from './sites.ts';
import { expressionsIn, rootVariable, statementsOf } from './visit.ts';

/** A variable that gathers answers: the set of who has sent them, or only their number. */
export interface Gathering {
  readonly variable: number;
  readonly gathers: 'senders' | 'count';
  /** The message that answers. */
  readonly answer: number;
  /** The messages that are answered with it. */
  readonly questions: ReadonlySet<number>;
  /** Whether the node counts itself among them. */
  readonly countsItself: boolean;
  readonly sites: readonly { readonly site: Site; readonly handler: Handler }[];
}
/** A comparison of what was gathered with what is enough. */
export interface Threshold {
  readonly gathering: Gathering;
  readonly comparison: Expression;
  readonly enough: Expression;
  /** `>` wants one more than it says. */
  readonly more: 0 | 1;
}

/** Which messages each message is answered with, over all roles. */
const answersOf = once((program: CheckedProgram): ReadonlyMap<number, ReadonlySet<number>> => {
  const answers = new Map<number, Set<number>>();
  for (const role of program.roles) {
    for (const handler of role.handlers) {
      if (handler.on.kind !== 'message') continue;
      for (const { statement, answers: back } of sitesOf(role, handler)) {
        if (!back || statement.kind !== 'send') continue;
        const known = answers.get(handler.on.message) ?? new Set();
        answers.set(handler.on.message, known.add(statement.message));
      }
    }
  }
  return answers;
});

/** What each role gathers, one entry for each variable and kind of answer. */
const gatheringsByRole = once((program: CheckedProgram) => once((role: Role) => gatheringsOf(program, role)));
export function gatherings(program: CheckedProgram, role: Role): readonly Gathering[] {
  return gatheringsByRole(program)(role);
}

function gatheringsOf(program: CheckedProgram, role: Role): readonly Gathering[] {
  const answers = answersOf(program);
  const asked = new Set(statementsOf(role).flatMap((s) => (s.kind === 'send' && isMany(s.to) ? [s.message] : [])));
  const found = new Map<string, Gathering & { readonly sites: { site: Site; handler: Handler }[] }>();
  for (const handler of role.handlers) {
    if (handler.on.kind !== 'message') continue;
    const { message } = handler.on;
    const questions = new Set([...answers].flatMap(([question, by]) => (by.has(message) && asked.has(question) ? [question] : [])));
    if (questions.size === 0) continue;
    for (const site of sitesOf(role, handler)) {
      const counted = countsUp(site);
      const variable = counted ?? (site.mentionsSender && isCollected(site) ? assigned(site) : undefined);
      if (variable === undefined) continue;
      const gathers = counted === undefined ? 'senders' : 'count';
      const key = `${variable} ${message} ${gathers}`;
      const known = found.get(key);
      if (known) known.sites.push({ site, handler });
      else {
        const countsItself = itself(role, variable, gathers);
        found.set(key, { variable, gathers, answer: message, questions, countsItself, sites: [{ site, handler }] });
      }
    }
  }
  return [...found.values()];
}

function isMany(to: Expression): boolean {
  return to.type.kind === 'set' || to.type.kind === 'list';
}
/** The sender goes into a set, list or map: it is not just remembered. */
function isCollected({ statement }: Site): boolean {
  if (statement.kind !== 'assign') return false;
  const { kind } = statement.value.type;
  return kind === 'set' || kind === 'list' || kind === 'map';
}

/** Whether somewhere the node puts itself into the variable, or begins to count with one. */
function itself(role: Role, variable: number, gathers: Gathering['gathers']): boolean {
  const starts = [role.variables[variable]?.initial, ...statementsOf(role).flatMap((s) => (writes(s, variable) ? [s.value] : []))];
  return starts.some((value) =>
    gathers === 'senders' ? expressionsIn(value).some((e) => e.kind === 'self') : value?.kind === 'constant' && value.value === 1,
  );
}
function writes(
  s: ReturnType<typeof statementsOf>[number],
  variable: number,
): s is Extract<ReturnType<typeof statementsOf>[number], { kind: 'assign' }> {
  return s.kind === 'assign' && s.target.root.kind === 'variable' && s.target.root.slot === variable;
}

/** The comparisons in the role's code that ask whether enough was gathered. */
export function thresholds(role: Role, all: readonly Gathering[]): Threshold[] {
  const found: Threshold[] = [];
  if (all.length === 0) return found;
  for (const comparison of expressionsIn(role)) {
    if (comparison.kind !== 'binary') continue;
    for (const [one, other, more] of sides(comparison)) {
      const gathering = all.find((g) => isMeasure(one, g));
      // Against nothing, itself or one there is no crowd to wait for.
      if (gathering && !isMeasure(other, gathering) && !isFew(other)) {
        found.push({ gathering, comparison, enough: other, more });
        break;
      }
    }
  }
  return found;
}

/**
 * A comparison from both of its sides: what may be measured, what it is held against, and whether it has to be more than that to be enough. One
 * that asks whether it is *not* enough yet says the same: `acks < n` is as good as `acks >= n`.
 */
export function sides({ operator, left, right }: Extract<Expression, { kind: 'binary' }>): (readonly [Expression, Expression, 0 | 1])[] {
  switch (operator) {
    case 'equal':
    case 'notEqual':
      return [
        [left, right, 0],
        [right, left, 0],
      ];
    case 'greaterOrEqual':
    case 'less':
      return [
        [left, right, 0],
        [right, left, 1],
      ];
    case 'greater':
    case 'lessOrEqual':
      return [
        [left, right, 1],
        [right, left, 0],
      ];
    default:
      return [];
  }
}

/** Whether `e` says how much was gathered: the number itself, the size of the set, or the set where sets are compared. */
function isMeasure(e: Expression, { variable, gathers }: Gathering): boolean {
  if (gathers === 'count') return rootVariable(e) === variable && e.type.kind === 'int';
  if (e.kind === 'builtin' && e.name === 'size') return e.arguments.some((argument) => rootVariable(argument) === variable);
  return e.type.kind === 'set' && rootVariable(e) === variable;
}
function isFew(e: Expression): boolean {
  return (e.kind === 'constant' && typeof e.value === 'number' && e.value <= 1) || (e.kind === 'set' && e.elements.length === 0);
}

/** At one node of a run: whose answers it gathers (itself included, where it counts itself), and how many of them are enough. */
export function quorumAt(
  role: Role,
  run: ScenarioRun,
  node: number,
  { gathering, enough, more }: Threshold,
): { readonly nodes: ReadonlySet<number>; readonly enough: number } | undefined {
  const nodes = new Set<number>(gathering.countsItself ? [node] : []);
  for (const statement of statementsOf(role)) {
    if (statement.kind !== 'send' || !gathering.questions.has(statement.message) || !isMany(statement.to)) continue;
    const to = evaluate(run, node, statement.to);
    if (to === undefined || typeof to === 'number') return undefined;
    for (const other of to) nodes.add(other);
  }
  const wanted = evaluate(run, node, enough);
  if (wanted === undefined || nodes.size === 0) return undefined;
  return { nodes, enough: (typeof wanted === 'number' ? wanted : wanted.size) + more };
}
