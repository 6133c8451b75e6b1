/** After all scenarios of a file have run: what no run came by, and what holds only because nothing put it to the test. */
import { statementsIn, withFunctions } from '../../grammar/lints/code/visit.ts';
import type { CheckedProgram, Handler, ScenarioRun } from '../../grammar/semantics/program.ts';
import { propertyInfo } from '../../grammar/semantics/properties.ts';
import type { Place } from '../../grammar/syntax/range.ts';
import type { ClaimReport, Coverage, RunReport } from '../report.ts';
import { samePlace } from './breaking.ts';

interface Run {
  readonly run: ScenarioRun;
  readonly report: RunReport;
}
export interface NeverHappened {
  readonly place: Place;
  readonly message: string;
}

/**
 * `program` is what the reports are about. Nothing is said while a run is missing, or was cut short: it might have come by. What other files declare is
 * theirs to test.
 */
export function neverHappened(program: CheckedProgram, reports: readonly RunReport[]): readonly NeverHappened[] {
  const runs = allRuns(program, reports) ?? [];
  const found = [...unreached(program, runs), ...runs.flatMap((run) => vacuousClaims(program, run))];
  return found.filter(({ place }) => place.file === program.file);
}

/** Every run of the program with its report, if each has one and went to its end. */
function allRuns(program: CheckedProgram, reports: readonly RunReport[]): readonly Run[] | undefined {
  const runs: Run[] = [];
  for (const scenario of program.scenarios) {
    for (const run of scenario.runs) {
      const report = reports.find((r) => r.scenario === scenario.title && JSON.stringify(r.bindings) === JSON.stringify(run.bindings));
      if (report === undefined || report.statistics.limit !== undefined || report.outcome === 'failed') return undefined;
      runs.push({ run, report });
    }
  }
  return runs;
}

/** Places that some run could have come by and none has. */
function unreached(program: CheckedProgram, runs: readonly Run[]): readonly NeverHappened[] {
  const found = new Map<string, NeverHappened>();
  for (const { report } of runs) {
    for (const { kind, place, text } of report.coverage.unreached) {
      const others = runs.filter(({ run, report: other }) =>
        kind === 'handler' || kind === 'statement' ? playsRoleAround(program, run, place) : other.scenario === report.scenario,
      );
      if (others.every(({ report: other }) => isUnreached(other.coverage, kind, place))) {
        found.set(keyOf(place), { place, message: messages[kind](text) });
      }
    }
  }
  return [...found.values()];
}

/** Of a statement that it did not run: which one of several is the first that did not may differ from run to run. */
function isUnreached(coverage: Coverage, kind: Unreached['kind'], place: Place): boolean {
  if (kind === 'statement') return !coverage.ran.some((one) => samePlace(one, place));
  return coverage.unreached.some((one) => samePlace(one.place, place));
}
type Unreached = Coverage['unreached'][number];

const struck = (text: string): string => `${text} never struck`;
const messages: Readonly<Record<Unreached['kind'], (text: string) => string>> = {
  handler: (text) => `${text} never ran, in no run of this file`,
  statement: (text) => `${text} never ran, in no run of this file, although what it stands in did`,
  rule: struck,
  fault: struck,
  budget: struck,
};

function playsRoleAround(program: CheckedProgram, run: ScenarioRun, place: Place): boolean {
  const role = program.roles.findIndex((r) => r.place.file === place.file && r.place.start <= place.start && place.end <= r.place.end);
  return run.nodes.some((node) => node.role === role);
}

/** Claims that hold only because no handler ran that could have called an event of theirs. */
function vacuousClaims(program: CheckedProgram, { run, report }: Run): readonly NeverHappened[] {
  return report.claims.flatMap((claim) => {
    const events = eventsOf(run, claim);
    if (claim.verdict.kind !== 'holds' || events.length === 0) return [];
    const callers = [...new Set(run.nodes.map(({ role }) => role))].flatMap((index) => {
      const role = program.roles[index];
      return role === undefined ? [] : role.handlers.filter((handler) => calls(program, withFunctions(role, handler), events));
    });
    const ran = (handler: Handler): boolean => !report.coverage.unreached.some(({ place }) => samePlace(place, handler.headPlace));
    if (callers.length === 0 || callers.some(ran)) return [];
    const names = events.map((event) => `\`${event}\``).join(' or ');
    return [{ place: claim.place, message: `${claim.text} holds because nothing of what it speaks of ever happened: no ${names}` }];
  });
}

function eventsOf(run: ScenarioRun, claim: ClaimReport): readonly string[] {
  const property = run.claims.find(({ place }) => samePlace(place, claim.place))?.property;
  return property?.kind === 'registered' && !property.parts.includes('noDeadlock') ? (propertyInfo(property.name)?.events ?? []) : [];
}

function calls(program: CheckedProgram, code: unknown, events: readonly string[]): boolean {
  return statementsIn(code).some((s) => s.kind === 'event' && events.includes(program.events[s.event]?.name ?? ''));
}

function keyOf({ file, start, end }: Place): string {
  return `${file} ${start} ${end}`;
}
