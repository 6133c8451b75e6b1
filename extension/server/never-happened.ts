/** After all scenarios of a file have run: what no run came by, as hints where it stands. */
import { DiagnosticSeverity } from 'vscode-languageserver-types';
import type { ClaimReport, RunReport } from '../../engine/report.ts';
import { statementsIn, withFunctions } from '../../grammar/lints/code/visit.ts';
import { neverHappened as lint } from '../../grammar/lints/never-happened.ts';
import type { LintSettings } from '../../grammar/lints/run.ts';
import { suppresses, suppressionsIn } from '../../grammar/lints/suppression.ts';
import type { CheckedProgram, Handler, ScenarioRun } from '../../grammar/semantics/program.ts';
import { propertyInfo } from '../../grammar/semantics/properties.ts';
import { parse } from '../../grammar/syntax/parse.ts';
import type { Place } from '../../grammar/syntax/range.ts';
import type { PlacedDiagnostic } from './violations.ts';

interface Run {
  readonly run: ScenarioRun;
  readonly report: RunReport;
}

/**
 * `program` is what the reports are about, `text` its file. Nothing is said while a run is missing, or was cut short: it might have come by. What
 * other files declare is theirs to test.
 */
export function neverHappened(
  program: CheckedProgram,
  text: string,
  reports: readonly RunReport[],
  settings: LintSettings,
): readonly PlacedDiagnostic[] {
  const severity = settings[lint.name] ?? lint.severity;
  if (severity === 'off') return [];
  const runs = allRuns(program, reports);
  if (runs === undefined) return [];
  const found = [...unreached(program, runs), ...runs.flatMap((run) => vacuousClaims(program, run))];
  const { all } = found.length === 0 ? { all: [] } : suppressionsIn({ text, comments: parse(text).comments });
  return found
    .filter(({ place }) => place.file === program.file && !all.some((one) => suppresses(one, lint.name, place)))
    .map(({ place, message }) => ({ place, message, severity: severities[severity], code: lint.code, related: [] }));
}

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

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

interface Found {
  readonly place: Place;
  readonly message: string;
}

/** Places that some run could have come by and none has. */
function unreached(program: CheckedProgram, runs: readonly Run[]): readonly Found[] {
  const found = new Map<string, Found>();
  for (const { report } of runs) {
    for (const { kind, place, text } of report.coverage.unreached) {
      const others = runs.filter(({ run, report: other }) =>
        kind === 'handler' ? playsRoleAround(program, run, place) : other.scenario === report.scenario,
      );
      if (others.every(({ report: other }) => other.coverage.unreached.some((one) => samePlace(one.place, place)))) {
        found.set(keyOf(place), {
          place,
          message: kind === 'handler' ? `${text} never ran, in no run of this file` : `${text} never struck`,
        });
      }
    }
  }
  return [...found.values()];
}

function playsRoleAround(program: CheckedProgram, run: ScenarioRun, place: Place): boolean {
  const role = program.roles.findIndex((r) => r.place.file === place.file && r.place.start <= place.start && place.end <= r.place.end);
  return run.nodes.some((node) => node.role === role);
}

/** Claims that hold only because no handler ran that could have called an event of theirs. */
function vacuousClaims(program: CheckedProgram, { run, report }: Run): readonly Found[] {
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

function samePlace(a: Place, b: Place): boolean {
  return a.file === b.file && a.start === b.start && a.end === b.end;
}
function keyOf({ file, start, end }: Place): string {
  return `${file} ${start} ${end}`;
}
