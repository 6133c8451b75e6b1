import { describe, expect, test } from 'vitest';
import { expectProblems, inScenario, programOf, runOf } from './testing/checking.ts';

describe('initial values', () => {
  test('are literals by key', () => {
    expect(runOf(inScenario('initial "x" = 0, "y" = [1, 2]')).initial).toMatchObject([
      { key: { value: 'x' }, value: { value: 0 } },
      { value: { kind: 'list' } },
    ]);
    expectProblems(inScenario('initial "x" = 0, ⟦"x"⟧ = 1'), ['FL4002 the initial value of "x" is said twice']);
  });
});

describe('histories', () => {
  test('hold operations with results and intervals', () => {
    const program = programOf(
      'history "h" {\n  initial "x" = 0\n  a: write("x", 1) [0ms, 10ms]\n  b: read("x") -> 1 [1ms, 4ms]\n  c: read("x") -> ? [5ms]\n  d: scan("r") -> {"r1": "ann"} [6ms, 7ms]\n  check sequential\n  expect violation of linearizable\n}\nhistory "t" {\n  t1: begin\n  t1: read("x") -> true\n  t1: commit\n  check serializable\n}\nhistory "l" { load "run/history.edn" check linearizable as CasRegister }',
    );
    expect(program.histories[0]?.operations.map((o) => o.interval)).toEqual([[0, 10], [1, 4], [5], [6, 7]]);
    expect(program.histories[0]?.operations[2]?.result).toBe('open');
    expect(program.histories[2]?.loads.map((l) => l.path)).toEqual(['run/history.edn']);
  });
  test('with times that fit', () => {
    expectProblems('history "h" {\n  a: write("x", 1) [0ms, 10ms]\n  ⟦b: read("x") -> 1⟧\n}', [
      'FL4017 other lines of this history have intervals, so this one needs one too — write `[0ms, 10ms]` behind it',
    ]);
    expectProblems('history "h" {\n  a: write("x", 1) [⟦10ms, 1ms⟧]\n}', ['FL4017 it ends (1ms) before it begins (10ms)']);
    expectProblems('history "h" {\n  a: read("x") -> ?\n  ⟦a: read("x") -> 1⟧\n}', [
      'FL4017 `a` has an operation without a reply, so it cannot go on — let a client of another name ask this',
    ]);
  });
  test('with results that fit', () => {
    expectProblems('history "h" {\n  a: ⟦read⟧("x")\n}', [
      'FL3006 `read` has a result, Value — write `-> …`, or `-> ?` if its reply never came',
    ]);
    expectProblems('history "h" {\n  a: write("x", 1) -> ⟦1⟧\n}', ['FL3010 `write` has no result']);
    expectProblems('history "h" {\n  a: cas("x", 1, 2) -> ⟦1⟧\n}', ['FL3001 the result of `cas` is Int; wanted is Bool']);
    expectProblems('history "h" {\n  a: begin\n  check ⟦agreement⟧\n}', [
      'FL4020 `agreement` speaks of what nodes do; a history has operations of clients only',
    ]);
  });
});
