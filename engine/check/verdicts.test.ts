import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Claim } from '../../grammar/semantics/program.ts';
import type { Verdict, Violation } from '../report.ts';
import { registered, type Subject } from './subjects.ts';
import { claimReport, hasFailed, outcomeOf } from './verdicts.ts';
import { counted, figure } from './words.ts';

const place = { file: 'f', start: 0, end: 1 };
const violation: Violation = { property: 'a', message: 'broken', place, related: [], trace: 0, step: 0 };
const holds: Verdict = { kind: 'holds' };
const violated: Verdict = { kind: 'violated', violation };
const undecided = (reason: string): Verdict => ({ kind: 'undecided', reason });
const subjects: readonly Subject[] = ['atomicity', 'stability', 'agreement'].flatMap((name) => registered(name, place));

function report(expected: Claim['expected'], ...verdicts: readonly Verdict[]) {
  const property = { kind: 'registered', name: 'bundle', parts: [], on: [] } as const;
  const claim: Claim = { expected, property, text: 'bundle', place };
  return claimReport({ claim, parts: verdicts.map((_, index) => index) }, subjects, verdicts);
}
const outcome = (...claims: readonly ReturnType<typeof report>[]) => outcomeOf(claims, [], false);

describe('a claim', () => {
  it('holds if all of its parts do', () => {
    expect(report('holds', holds, holds)).toMatchObject({ verdict: holds, asExpected: true });
  });

  it('is violated if one part is, whatever is undecided besides', () => {
    expect(report('holds', undecided('cut'), violated, holds)).toMatchObject({ verdict: violated, asExpected: false });
    expect(report('violated', undecided('cut'), violated)).toMatchObject({ verdict: violated, asExpected: true });
  });

  it('has the violations of all of its parts', () => {
    const [second, third] = [2, 3].map((start) => ({ ...violation, place: { ...place, start } }));
    if (second === undefined || third === undefined) throw new Error('two violations are expected');
    const verdict: Verdict = { kind: 'violated', violation, others: [second] };
    expect(report('holds', verdict, holds, { kind: 'violated', violation: third }).verdict).toEqual({
      ...verdict,
      others: [second, third],
    });
  });

  it('is undecided otherwise, for the reason that its parts give', () => {
    expect(report('holds', holds, undecided('cut')).verdict).toEqual({ kind: 'undecided', reason: 'stability: cut' });
    expect(report('holds', undecided('cut'), undecided('cut')).verdict).toEqual({ kind: 'undecided', reason: 'cut' });
    expect(report('violated', undecided('cut')).verdict).toEqual({ kind: 'undecided', reason: 'cut' });
  });
});

describe('the outcome of a run', () => {
  it('passes only if every claim is as expected', () => {
    expect(outcome()).toBe('passed');
    expect(outcome(report('holds', holds), report('violated', violated))).toBe('passed');
    expect(outcome(report('holds', holds), report('violated', holds))).toBe('failed');
    expect(outcome(report('holds', undecided('cut')), report('holds', violated))).toBe('failed');
    expect(outcome(report('violated', undecided('cut')), report('holds', holds))).toBe('undecided');
    expect(outcomeOf([report('holds', holds)], [violation], false)).toBe('failed');
  });
});

describe('a run that has failed by what is known so far', () => {
  const kinds = fc.constantFrom<Verdict['kind'] | undefined>('holds', 'violated', 'undecided', undefined);
  const claimed = fc.record({ expected: fc.constantFrom('holds', 'violated'), parts: fc.array(fc.nat(4), { minLength: 1, maxLength: 3 }) });
  const verdictOf = (kind: Verdict['kind'] | undefined): Verdict =>
    kind === 'holds' ? holds : kind === 'violated' ? violated : undecided('cut');

  it('is one that fails whatever comes out of the rest', () => {
    fc.assert(
      fc.property(fc.array(kinds, { minLength: 5, maxLength: 5 }), fc.array(claimed, { maxLength: 4 }), (known, claims) => {
        const parts = claims.map(({ expected, parts: of }) => {
          const property = { kind: 'registered', name: 'bundle', parts: [], on: [] } as const;
          return { claim: { expected, property, text: 'bundle', place } satisfies Claim, parts: of };
        });
        const reports = parts.map((one) => claimReport(one, subjects, known.map(verdictOf)));
        expect(hasFailed(parts, known)).toBe(outcomeOf(reports, [], false) === 'failed');
      }),
    );
  });
});

describe('figures', () => {
  it('are grouped by thousands', () => {
    expect([0, 999, 1000, 1234567].map(figure)).toEqual(['0', '999', '1,000', '1,234,567']);
    expect([counted(1, 'run'), counted(1000, 'run')]).toEqual(['1 run', '1,000 runs']);
  });
});
