import { describe, expect, it } from 'vitest';
import { check } from '../../check.ts';
import { parseTrace } from '../../trace/json/parse.ts';
import { printTrace } from '../../trace/json/print.ts';
import { programOf } from '../testing/program.ts';

/** Of a history that loads this. */
function reportOf(lines: readonly string[], claim: string) {
  const [report] = check(programOf(`history "h" {\n  load "h.txt"\n  ${claim}\n}`), {
    readHistory: () => lines.map((line) => `${line}\n`),
  });
  if (report === undefined) throw new Error('there is no report');
  for (const trace of report.traces) expect(parseTrace(printTrace(trace))).toEqual(trace);
  return report;
}

/** One process after the other writes a number and reads it. */
function registerLines(rounds: number, read: (round: number) => number): readonly string[] {
  return Array.from({ length: rounds }, (_, round) => [
    `{:process ${round % 7} :type :invoke :f :write :value ${round}}`,
    `{:process ${round % 7} :type :ok :f :write :value ${round}}`,
    `{:process ${round % 7} :type :invoke :f :read :value nil}`,
    `{:process ${round % 7} :type :ok :f :read :value ${read(round)}}`,
  ]).flat();
}

describe('a history that is too long to be shown', () => {
  it('is shown by what its violation involves', () => {
    const rounds = 8_000;
    const report = reportOf(
      registerLines(rounds, (round) => (round === 5_000 ? 10 : round)),
      'check linearizable as CasRegister',
    );
    const [claim] = report.claims;
    const violation = claim?.verdict.kind === 'violated' ? claim.verdict.violation : undefined;
    const trace = report.traces[violation?.trace ?? -1];
    expect(trace?.excerpt).toEqual({ events: 4 * rounds });
    expect(trace?.events.length).toBeLessThan(200);
    expect(trace?.steps[violation?.step ?? -1]?.text).toContain('gets the reply of read("register") -> 10 (line 20004)');
    expect(trace?.violation?.step).toBe(violation?.step);
    const texts = trace?.violation?.witnesses.map((witness) => trace.steps[witness]?.text);
    expect(texts).toEqual(expect.arrayContaining([expect.stringContaining('write("register", 11)')]));
    expect(violation?.related.map(({ step }) => trace?.steps[step]?.text)).toEqual(texts);
  });

  it('is shown with whole transactions', () => {
    const lines = Array.from({ length: 7_000 }, (_, transaction) => {
      const of = `${transaction % 5},${transaction}`;
      const strange = transaction === 5_000 ? [`r(7,1000000,${of})`] : [];
      return [
        `r(${transaction % 1_000},${Math.max(transaction - 999, 0)},${of})`,
        ...strange,
        `w(${transaction % 1_000},${transaction + 1},${of})`,
      ];
    }).flat();
    const report = reportOf(lines, 'check serializable');
    const trace = report.traces.find(({ violation }) => violation !== undefined);
    const { line } = trace?.events[trace.violation?.event ?? -1] ?? {};
    const names = trace?.events.flatMap((event) => (event.kind === 'return' && event.line === line ? [event.name] : []));
    expect(names?.join(' ')).toContain('begin read read write commit');
    expect(trace?.excerpt).toBeDefined();
  });

  it('is shown from its beginning where nothing is wrong', () => {
    const { traces } = reportOf(
      registerLines(6_000, (round) => round),
      'check linearizable as CasRegister',
    );
    expect(traces.map(({ events, excerpt, linearization }) => [events.length, excerpt?.events, linearization?.points.length])).toEqual([
      [2_000, 24_000, 1_000],
    ]);
    expect(
      reportOf(
        registerLines(4_000, (round) => round),
        'check linearizable as CasRegister',
      ).traces[0]?.excerpt,
    ).toBeUndefined();
  });
});
