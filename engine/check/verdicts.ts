/** From the verdicts of single subjects to those of claims and of the run. */
import type { ClaimReport, RunReport, Verdict, Violation } from '../report.ts';
import type { ClaimParts, Subject } from './subjects.ts';

export function claimReport({ claim, parts }: ClaimParts, subjects: readonly Subject[], verdicts: readonly Verdict[]): ClaimReport {
  // What has several definitions is one part of the claim.
  const byName = Map.groupBy(parts, (part) => subjects[part]?.name ?? '');
  const named = [...byName].map(([name, same]) => ({
    name,
    verdict: together(same.map((part) => ({ name, verdict: verdicts[part] ?? missing }))),
  }));
  const verdict = together(named);
  const { text, place, expected } = claim;
  return { text, place, expected, verdict, asExpected: verdict.kind === expected, parts: named };
}
const missing: Verdict = { kind: 'undecided', reason: 'it was not looked at' };

/** All parts have to hold; one that is violated decides, whatever is undecided besides. */
function together(parts: ClaimReport['parts']): Verdict {
  const [first, ...others] = parts.flatMap(({ verdict }) =>
    verdict.kind === 'violated' ? [verdict.violation, ...(verdict.others ?? [])] : [],
  );
  if (first !== undefined) return { kind: 'violated', violation: first, ...(others.length > 0 && { others }) };
  const undecided = parts.flatMap(({ name, verdict }) => (verdict.kind === 'undecided' ? [{ name, reason: verdict.reason }] : []));
  if (undecided.length > 0) {
    const alike = undecided.length === parts.length && new Set(undecided.map(({ reason }) => reason)).size === 1;
    const reason = alike ? (undecided[0]?.reason ?? '') : undecided.map(({ name, reason: why }) => `${name}: ${why}`).join('; ');
    return { kind: 'undecided', reason };
  }
  return parts[0]?.verdict ?? { kind: 'holds' };
}

/**
 * Whether the run has failed by these answers alone (in the order of the subjects, absent where there is none yet), whatever else is found out: a claim has
 * come out otherwise than expected.
 */
export function hasFailed(claims: readonly ClaimParts[], kinds: readonly (Verdict['kind'] | undefined)[]): boolean {
  return claims.some(({ claim: { expected }, parts }) =>
    expected === 'holds' ? parts.some((part) => kinds[part] === 'violated') : parts.every((part) => kinds[part] === 'holds'),
  );
}

export function outcomeOf(claims: readonly ClaimReport[], failures: readonly Violation[], scheduleFailed: boolean): RunReport['outcome'] {
  if (scheduleFailed || failures.length > 0) return 'failed';
  if (claims.some(({ asExpected, verdict }) => !asExpected && verdict.kind !== 'undecided')) return 'failed';
  return claims.every(({ asExpected }) => asExpected) ? 'passed' : 'undecided';
}
