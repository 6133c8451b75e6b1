/** Reports as diagnostics: errors on the statement that broke a claim, the way there as related information, and the claim's own line. */
import { DiagnosticSeverity } from 'vscode-languageserver-types';
import type { ClaimReport, RunReport, Violation } from '../../engine/report.ts';
import type { Place } from '../../grammar/syntax/range.ts';
import { titleOf } from './results.ts';

/** A diagnostic before its offsets are turned into lines. */
export interface PlacedDiagnostic {
  readonly place: Place;
  readonly severity: DiagnosticSeverity;
  readonly message: string;
  readonly code: string;
  readonly related: readonly { readonly place: Place; readonly message: string }[];
  /** What a click should open. */
  readonly trace?: {
    /** The file whose scenario it is: not the one with the squiggle where that is imported. */
    readonly root: string;
    readonly scenario: string;
    /** Among all traces of that scenario, over the runs of a sweep. */
    readonly trace: number;
    readonly step: number;
  };
}

export const violationCode = {
  violated: 'FL5001',
  claim: 'FL5002',
  failure: 'FL5003',
  expectedButHolds: 'FL5004',
  foundAsExpected: 'FL5005',
  undecided: 'FL5006',
  schedule: 'FL5007',
} as const;

/** `tracesBefore`: how many traces the scenario's earlier runs have. */
export function reportDiagnostics(report: RunReport, tracesBefore: number): readonly PlacedDiagnostic[] {
  const all = [
    ...(report.scheduleError === undefined
      ? []
      : [plain(report.scheduleError.place, DiagnosticSeverity.Error, report.scheduleError.message, violationCode.schedule)]),
    ...report.failures.map((failure) => atStatement(report, failure, violationCode.failure)),
    ...report.claims.flatMap((claim) => claimDiagnostics(report, claim)),
    ...undecidedRun(report),
  ];
  return all.map((one) => (one.trace === undefined ? one : { ...one, trace: { ...one.trace, trace: one.trace.trace + tracesBefore } }));
}

function claimDiagnostics(report: RunReport, claim: ClaimReport): readonly PlacedDiagnostic[] {
  const { verdict } = claim;
  if (verdict.kind === 'undecided') {
    return [plain(claim.place, DiagnosticSeverity.Warning, `${claim.text}: undecided, ${verdict.reason}`, violationCode.undecided)];
  }
  if (verdict.kind === 'holds') {
    if (claim.asExpected) return [];
    const message = `no violation of ${claim.text} was found, although one is expected here`;
    return [plain(claim.place, DiagnosticSeverity.Error, message, violationCode.expectedButHolds)];
  }
  const { violation } = verdict;
  if (claim.asExpected) {
    const found = `found, as expected: ${sentence(violation)}`;
    const also = (verdict.others ?? []).map(({ place, property, message }) => ({ place, message: `also: ${property}: ${message}` }));
    const related = [{ place: violation.place, message: violation.message }, ...violation.related, ...also];
    return [
      {
        place: claim.place,
        severity: DiagnosticSeverity.Information,
        message: found,
        code: violationCode.foundAsExpected,
        related,
        trace: traceOf(report, violation),
      },
    ];
  }
  const onClaim: PlacedDiagnostic = {
    place: claim.place,
    severity: DiagnosticSeverity.Error,
    message: `${claim.text} is violated in ${steps(violation)}: ${sentence(violation)}`,
    code: violationCode.claim,
    related: [{ place: violation.place, message: violation.message }],
    trace: traceOf(report, violation),
  };
  const others = (verdict.others ?? []).map((other) => atStatement(report, other, violationCode.violated));
  const statement = atStatement(report, violation, violationCode.violated);
  return samePlace(statement.place, onClaim.place)
    ? [{ ...onClaim, related: statement.related }, ...others]
    : [statement, ...others, onClaim];
}

function atStatement(report: RunReport, violation: Violation, code: string): PlacedDiagnostic {
  return {
    place: violation.place,
    severity: DiagnosticSeverity.Error,
    message: `${sentence(violation)}\n(scenario "${titleOf(report)}", ${steps(violation)})`,
    code,
    related: violation.related,
    trace: traceOf(report, violation),
  };
}

function undecidedRun(report: RunReport): readonly PlacedDiagnostic[] {
  const { limit, hints = [] } = report.statistics;
  return limit === undefined
    ? []
    : [plain(report.titlePlace, DiagnosticSeverity.Warning, [`not exhausted: ${limit}`, ...hints].join('\n'), violationCode.undecided)];
}

function plain(place: Place, severity: DiagnosticSeverity, message: string, code: string): PlacedDiagnostic {
  return { place, severity, message, code, related: [] };
}

function sentence(violation: Violation): string {
  return `${violation.property}: ${violation.message}`;
}

function steps(violation: Violation): string {
  return violation.step === 0 ? '1 step' : `${violation.step + 1} steps`;
}

function traceOf(report: RunReport, violation: Violation): NonNullable<PlacedDiagnostic['trace']> {
  return { root: report.place.file, scenario: report.scenario, trace: violation.trace, step: violation.step };
}

function samePlace(a: Place, b: Place): boolean {
  return a.file === b.file && a.start === b.start && a.end === b.end;
}
