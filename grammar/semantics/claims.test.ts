import { describe, expect, test } from 'vitest';
import { PROPERTIES } from './properties.ts';
import { expectProblems, inScenario, programOf, runOf } from './testing/checking.ts';

describe('claims', () => {
  test('name registered properties', () => {
    const run = runOf(
      inScenario(
        'check atomicCommit\nexpect violation of agreement\ncheck no lostUpdate\nexpect writeSkew\ncheck converges on term, value\ncheck linearizable\ncheck sequential as KeyValue',
      ),
    );
    expect(run.claims.map((c) => [c.text, c.expected])).toEqual([
      ['atomicCommit', 'holds'],
      ['agreement', 'violated'],
      ['no lostUpdate', 'holds'],
      ['no writeSkew', 'violated'],
      ['converges on term, value', 'holds'],
      ['linearizable', 'holds'],
      ['sequential as KeyValue', 'holds'],
    ]);
    expect(run.claims[0]?.property).toMatchObject({ parts: ['atomicity', 'commitValidity', 'stability', 'nonBlocking'] });
  });
  test.each(PROPERTIES.map((p) => p.name))('%s can be checked', (name) => {
    programOf(inScenario(`check ${name}`));
  });
  test('or are misspelt', () => {
    expectProblems(inScenario('check ⟦atomicty⟧'), ['FL4006 there is no property or claim `atomicty` — did you mean `atomicity`?']);
    expectProblems(inScenario('check ⟦lostUpdate⟧'), ['FL4018 `lostUpdate` is an anomaly, not a property — write `check no lostUpdate`']);
    expectProblems(inScenario('expect ⟦agreement⟧'), [
      'FL4018 `agreement` is a property, not an anomaly — write `expect violation of agreement`',
    ]);
    expectProblems(inScenario('check agreement as ⟦Register⟧'), [
      'FL4015 `agreement` takes no specification — only `linearizable` and `sequential` do',
    ]);
    expectProblems(inScenario('check agreement on ⟦term⟧'), ['FL4015 `agreement` is not about single variables — only `converges` is']);
    expectProblems(inScenario('check converges on ⟦trem⟧'), [
      'FL4016 no role of this scenario has a variable `trem` — did you mean `term`?',
    ]);
  });
  test('specifications answer at once', () => {
    expectProblems(inScenario('check linearizable as ⟦Registr⟧'), [
      'FL2012 there is no role `Registr` to be the specification — did you mean `Register`?',
    ]);
    expectProblems(inScenario('check linearizable as ⟦P⟧'), ['FL4011 `P` is no sequential specification: it has a parameter, `willing`']);
    expectProblems(inScenario('check linearizable as ⟦Q⟧'), ['FL4011 `Q` is no sequential specification: it handles no operation']);
    expectProblems('role S { var w: Request? = none\n on read(key) as r { w = r } }\nscenario "s" { check linearizable as ⟦S⟧ }', [
      'FL4011 `S` is no sequential specification: it keeps `read` to answer it later',
    ]);
  });
  test('with a name of their own hold unless an expectation says otherwise', () => {
    const run = runOf(
      inScenario(
        'invariant a: p1.term >= 0\neventually b: p1.prepared\npossible c: p1.prepared\nalways possible d: p1.prepared\nexpect violation of d',
      ),
    );
    expect(run.claims.map((c) => [c.text, c.expected, c.property.kind])).toEqual([
      ['a', 'holds', 'invariant'],
      ['b', 'holds', 'eventually'],
      ['c', 'holds', 'possible'],
      ['d', 'violated', 'alwaysPossible'],
    ]);
  });
  test('at the top level hold in every scenario of the file', () => {
    const text = inScenario('').replace(
      'scenario "s"',
      'invariant sane: all n in nodes(P): n.term >= 0\nscenario "t" { expect violation of sane }\nscenario "s"',
    );
    const program = programOf(text);
    expect(program.scenarios.map((s) => s.runs[0]?.claims.map((c) => c.expected))).toEqual([['violated'], ['holds']]);
    expectProblems('role A { var x: Int = 0 }\ninvariant i: ⟦a⟧.x == 1\nscenario "s" { node a = A }', [
      'FL2001 nothing here is called `a` — nodes of a scenario are known only inside it; `nodes(Role)` are all nodes of a role',
    ]);
  });
  test('do not contradict each other', () => {
    expectProblems(inScenario('check atomicCommit\n⟦expect violation of atomicity⟧'), ['FL4013 `atomicity` is claimed to hold as well']);
    programOf(inScenario('check atomicity\nexpect violation of atomicCommit'));
    expectProblems(inScenario('invariant a: p1.term > 1\ncheck a\n⟦expect violation of a⟧'), ['FL4013 `a` is claimed to hold as well']);
    expectProblems(inScenario('invariant a: p1.term > 1\ninvariant ⟦a⟧: p1.term > 1'), [
      'FL2006 `a` is declared twice — rename one of them',
    ]);
  });
  test('of a condition that a run has to know', () => {
    expectProblems(inScenario('check agreement when ⟦p1 == q⟧'.replace('p1 == q', 'p1.prepared')), [
      'FL3022 the fields of nodes can be read in conditions of a scenario only — they can be read in conditions such as `invariant`, not here',
    ]);
    expectProblems(inScenario('check agreement when ⟦1⟧'), ['FL3001 the condition of a claim is Int; wanted is Bool']);
    expectProblems(inScenario('check agreement when ⟦p1 < p2⟧'), [
      'FL3026 the condition of a claim has to be known before the run — use literals, constants and the variables of a sweep',
    ]);
  });
  test('read fields of nodes of any role that has them', () => {
    const run = runOf(inScenario('invariant i: all n in {p1, q}: n.term >= 0'));
    const [claim] = run.claims;
    expect(claim?.property.kind === 'invariant' && claim.property.frameSize).toBe(1);
    expectProblems(inScenario('invariant i: p1.⟦trm⟧ > 1'), ['FL2005 P has no variable `trm` — did you mean `term`?']);
  });
});
