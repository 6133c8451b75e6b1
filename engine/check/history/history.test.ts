import { describe, expect, it } from 'vitest';
import { check } from '../../check.ts';
import { isolationText } from '../../report.ts';
import { programOf, textAt } from '../testing/program.ts';

const worldCup = `history "Alice and Bob at the World Cup final" {
  initial "score" = "playing"
  referee: write("score", "final")            [0ms, 10ms]
  alice:   read("score") -> "final"           [12ms, 14ms]
  bob:     read("score") -> "playing"         [16ms, 20ms]
  check sequential
  expect violation of linearizable
}`;

function verdicts(body: string): readonly string[] {
  const [report] = check(programOf(`history "h" {\n${body}\n}`));
  return report?.claims.map(({ verdict }) => (verdict.kind === 'violated' ? verdict.violation.message : verdict.kind)) ?? [];
}

describe('a history', () => {
  it('is violated at the line of the operation that cannot be placed', () => {
    const [report] = check(programOf(worldCup));
    const [sequential, linearizable] = report?.claims ?? [];
    expect(report).toMatchObject({ mode: 'history', outcome: 'passed' });
    expect(sequential?.verdict.kind).toBe('holds');
    const violation = linearizable?.verdict.kind === 'violated' ? linearizable.verdict.violation : undefined;
    expect(violation?.message).toBe(
      'read("score") -> "playing" by bob cannot be placed: when it was invoked, write("score", "final") by referee had returned, so it could only return "final"',
    );
    expect(violation && textAt(worldCup, violation.place)).toMatch(/^bob:/);
    expect(violation?.related.map(({ place }) => textAt(worldCup, place).split(':')[0])).toContain('referee');
    const trace = report?.traces[violation?.trace ?? -1];
    expect(trace).toMatchObject({ mode: { kind: 'history' }, timed: true, violation: { step: 5 } });
    expect(trace?.steps.map(({ timeMs }) => timeMs)).toEqual([0, 10, 12, 14, 16, 20]);
  });

  it.each([
    ['lines follow each other', 'a: write("x", 1)\nb: read("x") -> none\ncheck linearizable', 'cannot be placed'],
    ['intervals that touch overlap', 'a: write("x", 1) [0ms, 5ms]\nb: read("x") -> none [5ms, 6ms]\ncheck linearizable', 'holds'],
    ['an open operation may take effect', 'a: write("x", 1) -> ?\nb: read("x") -> none\nb: read("x") -> 1\ncheck linearizable', 'holds'],
    ['... and not be undone', 'a: write("x", 1) -> ?\nb: read("x") -> 1\nb: read("x") -> none\ncheck linearizable', 'could only return 1'],
    ['a failed cas is a read', 'a: cas("x", 1, 2) -> false\ncheck linearizable as CasRegister', 'holds'],
    ['of another value', 'a: cas("x", none, 2) -> false\ncheck linearizable as CasRegister', 'could only return true'],
    ['a queue', 'a: enqueue("q", 1)\na: enqueue("q", 2)\nb: dequeue("q") -> 2\ncheck linearizable as Queue', 'could only return 1'],
    ['with contents at first', 'initial "q" = [1, 2]\nb: dequeue("q") -> 1\ncheck linearizable as Queue', 'holds'],
    ['a lock that is held', 'a: lock("l") -> 0\nb: lock("l") -> 0\ncheck linearizable as Lock', 'cannot take effect'],
    ['a lock that is free', 'a: lock("l") -> 0\na: unlock("l")\nb: lock("l") -> 0\ncheck linearizable as Lock', 'holds'],
    ['a set', 'a: add("s", 1)\nb: contains("s", 1) -> false\ncheck linearizable as SetObject', 'could only return true'],
    ['a log', 'a: append("l", 1)\nb: append("l", 2)\nc: read("l") -> [2, 1]\ncheck linearizable as AppendLog', 'could only return [1, 2]'],
    ['an operation of others', 'a: increment("x") -> 1\ncheck linearizable', 'undecided'],
  ])('%s', (_, body, expected) => {
    expect(verdicts(body)[0]).toContain(expected);
  });

  it('says which file cannot be read, at its line', () => {
    const text = 'history "h" {\n  load "missing.edn"\n  check linearizable\n}';
    const [report] = check(programOf(text));
    expect(report?.outcome).toBe('failed');
    expect(report?.failures.map(({ message, place }) => [message, textAt(text, place)])).toEqual([
      ['"missing.edn" cannot be read', 'load "missing.edn"'],
    ]);
  });

  it('of transactions says which levels it keeps and which it does not, whatever is claimed', () => {
    const report = (...lines: readonly string[]) =>
      check(programOf(`history "h" {\ninitial "x" = true, "y" = true\n${lines.join('\n')}\ncheck readCommitted\n}`))[0];
    const skew = report(
      ...['a: begin', 'b: begin', 'a: read("x") -> true', 'b: read("y") -> true'],
      ...['a: write("y", false)', 'b: write("x", false)', 'a: commit', 'b: commit'],
    );
    expect(skew?.isolation).toMatchObject({
      keeps: ['snapshotIsolation'],
      broken: [
        { level: 'repeatableRead', message: expect.stringMatching(/^not repeatableRead: write skew \(G2-item\): .* comes before /) },
      ],
      undecided: [],
    });
    expect(skew?.isolation && isolationText(skew.isolation)).toBe('keeps snapshotIsolation, not repeatableRead');
    const serial = report('a: begin', 'a: write("x", 1)', 'a: commit', 'b: begin', 'b: read("x") -> 1', 'b: commit');
    expect(serial?.isolation && isolationText(serial.isolation)).toBe('keeps strictSerializable');
    const late = report('a: begin', 'a: write("x", 1)', 'a: commit', 'b: begin', 'b: read("x") -> true', 'b: commit');
    expect(late?.isolation && isolationText(late.isolation)).toBe('keeps serializable, not strictSerializable');
    const [without] = check(programOf('history "h" {\na: write("x", 1)\ncheck linearizable\n}'));
    expect(without?.isolation).toBeUndefined();
  });

  it('can be loaded', () => {
    const text = 'history "h" {\n  load "etcd.log"\n  check linearizable as CasRegister\n}';
    const line = (rest: string) => `INFO  jepsen.util - ${rest}\n`;
    const log = [line('0\t:invoke\t:write\t1'), line('0\t:ok\t:write\t1'), line('1\t:invoke\t:read\tnil'), line('1\t:ok\t:read\t2')].join(
      '',
    );
    const [report] = check(programOf(text), { readHistory: (path) => (path === 'etcd.log' ? [log] : undefined) });
    const [claim] = report?.claims ?? [];
    expect(claim?.verdict).toMatchObject({ kind: 'violated', violation: { message: expect.stringContaining('could only return 1') } });
  });
});
