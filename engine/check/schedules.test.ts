import { expect, test } from 'vitest';
import { check } from '../check.ts';
import { programOf, textAt } from './testing/program.ts';

const register = (schedule: string, claims: string) => `
  message Copy(value: Int)
  role Leader(follower: Node) { var x: Int = 0
    on write(key, value) { x = 1; send Copy(1) to follower; reply } }
  role Follower { var x: Int = 0
    on Copy(value) { x = value }
    on read(key) { reply x } }
  scenario "s" { node l = Leader(follower: f)  node f = Follower
    client alice { write("x", 1) at l }
    client bob { await alice; let v = read("x") at f; assert v == 1, "stale" }
    schedule { ${schedule} }
    ${claims} }`;

function only(text: string) {
  const [report] = check(programOf(text));
  if (report === undefined) throw new Error('no report');
  return report;
}

test('a run of the scheduled steps ends there', () => {
  const report = only(
    register('invoke alice; return alice; deliver Copy', 'invariant low: f.x == 0; eventually copied: f.x == 1; eventually no: f.x == 2'),
  );
  expect(report).toMatchObject({ mode: 'schedule', outcome: 'failed' });
  expect(report.claims.map(({ verdict }) => verdict.kind)).toEqual(['violated', 'holds', 'undecided']);
  expect(report.claims[2]?.verdict).toMatchObject({ reason: expect.stringContaining('the schedule ends there') });
  expect(report.traces[0]).toMatchObject({ mode: { kind: 'schedule' }, timed: false });
});

test('a schedule that leaves nothing to happen decides what comes to pass', () => {
  const all = 'invoke alice; return alice; deliver Copy; invoke bob; return bob';
  expect(only(register(all, 'eventually no: f.x == 2')).claims[0]?.verdict.kind).toBe('violated');
});

test('a failure in it is a violation', () => {
  const report = only(register('invoke alice; return alice; invoke bob; return bob', 'invariant i: true'));
  expect(report.failures.map(({ message }) => message)).toEqual([expect.stringContaining('stale')]);
  expect(report.traces[0]?.steps.at(-1)?.text).toBe('bob\'s read("x") returns 0');
});

test('an impossible step is an error on its line; what came before is shown', () => {
  const text = register('invoke alice; deliver Copy from f; return alice', 'invariant i: true');
  const report = only(text);
  expect(report.outcome).toBe('failed');
  expect(report.scheduleError?.message).toBe('`Copy from f` is not in flight here; in flight: `Copy(1) from l to f`');
  expect(report.scheduleError && textAt(text, report.scheduleError.place)).toBe('deliver Copy from f');
  expect(report.claims[0]?.verdict).toEqual({ kind: 'undecided', reason: 'the schedule cannot be followed to its end' });
  expect(report.traces[0]?.steps).toHaveLength(4);
});

test('`then explore` explores what can follow', () => {
  const report = only(register('invoke alice; then explore', 'possible unread: f.x == 0; invariant low: f.x == 0'));
  expect(report.statistics.states).toBeGreaterThan(5);
  expect(report.failures.map(({ message }) => message)).toEqual([expect.stringContaining('stale')]);
  const trace = report.traces[report.failures[0]?.trace ?? -1];
  expect(trace?.steps.slice(2, 4).map(({ kind }) => kind)).toEqual(['invoke', 'handle']);
  // After the copy has arrived nobody reads anything stale.
  expect(only(register('invoke alice; deliver Copy; then explore', 'invariant i: true'))).toMatchObject({
    failures: [],
    outcome: 'passed',
  });
});

test('`then simulate` goes on in time', () => {
  const report = only(register('invoke alice; deliver Copy; then simulate 20 seeds', 'eventually copied: f.x == 1'));
  expect(report).toMatchObject({ outcome: 'passed', failures: [] });
  expect(report.statistics.seeds).toBe(20);
  expect(report.traces[0]).toMatchObject({ timed: true });
});
