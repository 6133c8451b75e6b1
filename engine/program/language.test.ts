/** The machine as the language sees it: programs as text. */
import { describe, expect, test } from 'vitest';
import { systemOf } from '../testing/system.ts';
import type { Input, LocalState, Outcome } from './machine.ts';

/** The start of the only node of a role with these members. */
function started(
  members: string,
  declarations = '',
): { readonly text: string; readonly outcome: Outcome; readonly shown: readonly string[] } {
  const text = `${declarations}\nrole R {\n${members}\n}\nscenario "s" { node a = R }\n`;
  const { machine } = systemOf(text);
  const outcome = machine.run(machine.initialState(0), { kind: 'start' }, { now: 12, choose: () => 0 });
  return { text, outcome, shown: outcome.state.variables.map((value) => machine.names.value(value)) };
}

describe('expressions and statements', () => {
  test.each([
    ['arithmetic', 'assert 7 / 2 == 3 and -7 / 2 == -3 and -7 % 2 == -1 and 2 + 3 * 4 == 14 and -(2 + 3) == -5'],
    ['comparisons', 'assert 1 < 2 and not (2 <= 1) and "a" < "b" and [1, 2] < [1, 3] and [1] < [1, 0]'],
    ['strings', 'assert "a" + "b" == "ab"'],
    ['sets', 'assert {1, 2} + 3 == {3, 2, 1} and {1, 2} + {2, 3} == {1, 2, 3} and {1, 2} - 2 == {1} and {1, 2, 3} & {2, 3, 4} == {2, 3}'],
    ['lists', 'assert [1, 2] + 3 == [1, 2, 3] and [1] + [2] == [1, 2] and [1, 2, 1] - 1 == [2]'],
    ['maps', 'assert ({"a": 1} + {"b": 2}) - "a" == {"b": 2} and {"a": 1}["a"] == 1'],
    ['membership', 'assert 2 in 1..3 and 4 not in 1..3 and "a" in {"a": 1} and 1 in [1] and 3 not in {1, 2}'],
    ['ranges', 'assert (1..4).size == 4 and (3..1).empty'],
    [
      'members',
      'assert [3, 1, 2].sorted == [1, 2, 3] and [3, 1].reverse == [1, 3] and [3, 1].last == 1 and [1, 2, 3].slice(1, 3) == [2, 3]',
    ],
    ['positions', 'assert [5, 6].indexOf(6) == 1 and [5].indexOf(7) == -1 and [5, 6].get(1) == 6 and [5].get(9) == none'],
    ['maps’ members', 'assert {"b": 1, "a": 2}.keys == {"a", "b"} and {"b": 1, "a": 2}.values == [2, 1] and {"a": 1}.get("z") == none'],
    ['comprehensions', 'assert {x * x for x in 1..3 where x != 2} == {1, 9} and [x for x in {3, 1}] == [1, 3]'],
    ['a map made from a list', 'let m = {x: x + 1 for x in [1, 2]}\n assert m == {1: 2, 2: 3}'],
    ['quantifiers', 'assert (all x in {1, 2}: x > 0) and (some x in {1, 2}: x > 1) and (count x in 1..9: x % 2 == 0) == 4'],
    ['extremes', 'assert (max x in [3, 9, 2]: x) == 9 and (sum x in 1..4: x) == 10 and max(2, 3) == 3 and min(2, 3) == 2 and abs(-3) == 3'],
    ['majorities', 'assert majority(3) == 2 and majority(4) == 3'],
    ['conditionals and defaults', 'let x: Int? = none\n assert (1 if true else 2) == 1 and (x ?? 5) == 5'],
    ['`and` and `or` stop early', 'assert false == (1 == 2 and 1 / 0 == 1)\n assert 1 == 1 or 1 / 0 == 1'],
    ['local variables', 'var n = 0\n for x in 1..4 { n += x }\n while n > 3 { n -= 3 }\n assert n == 1'],
    ['`match`', 'var n = 0\n match committed { committed => { n = 1 }, aborted => { n = 2 } }\n assert n == 1'],
    ['the clock and oneself', 'assert now == 12 and self in nodes(R)'],
    ['structs', 'let p = Point(x: 1, y: 2)\n assert p with { y: 3 } == Point(x: 1, y: 3) and p.x == 1 and p < Point(x: 1, y: 5)'],
    ['parts of local variables', 'var m = {"a": [1, 2]}\n m["a"][1] = 5\n m["b"] = []\n assert m == {"a": [1, 5], "b": []}'],
    ['functions', 'assert twice(twice(3)) == 12'],
  ])('%s', (_, statements) => {
    const { outcome } = started(
      `func twice(n: Int) -> Int { return n * 2 }\n on start {\n ${statements}\n }`,
      'struct Point { x: Int, y: Int }',
    );
    expect(outcome.failure).toBeUndefined();
  });

  test('`+=` evaluates what stands in the brackets once', () => {
    const { shown } = started(
      'var turns: Int = 0\n var m: Map<Int, Int> = {1: 10}\n func next() -> Int { turns += 1\n return turns }\n on start { m[next()] += 5 }',
    );
    expect(shown).toEqual(['1', '{1: 15}']);
  });
});

describe('an error at run time says value and expression, at its place', () => {
  const members =
    'var n: Int = 1\n var zero: Int = 0\n var votes: Map<String, Int> = {"t1": 2}\n var log: List<Int> = []\n var peer: Node? = none\n';
  test.each([
    ['n = 7 / zero', '7 / zero', 'division by zero: in `7 / zero`, `zero` is 0 (and the left side 7)'],
    ['n = 2000000000 + 2000000000 * n', '2000000000 + 2000000000 * n', 'overflow: `2000000000 + 2000000000 * n` is 4000000000'],
    ['n = votes["t2"]', 'votes["t2"]', '`votes["t2"]`: no key "t2" in {"t1": 2}'],
    ['votes["t2"] += 1', 'votes["t2"]', '`votes["t2"]`: no key "t2" in {"t1": 2}'],
    ['n = log[n]', 'log[n]', '`log[n]`: no index 1 in the list []: it is empty'],
    ['n = log.first', 'log.first', '`log.first`: `log` is empty'],
    ['for tx in ["x"] { n = votes[tx] }', 'votes[tx]', '`votes[tx]`: no key "x" in {"t1": 2}'],
    ['while n > 0 { n = 1 }', 'while n > 0 { n = 1 }', 'this loop has turned 10,000 times and `n > 0` is still true'],
    [
      'assert n == 2 and zero == 0, "n is wrong"',
      'assert n == 2 and zero == 0, "n is wrong"',
      'assertion failed: n is wrong (n == 2 is false: n is 1)',
    ],
    ['n = choose {1, 2} - {1, 2}', 'choose {1, 2} - {1, 2}', 'nothing to choose from'],
  ])('%s', (statement, where, message) => {
    const { text, outcome } = started(`${members}\n on start {\n ${statement}\n }`);
    expect(outcome.failure?.message).toContain(message);
    const { start, end } = outcome.failure?.place ?? { start: 0, end: 0 };
    expect(text.slice(start, end)).toBe(where);
  });
});

describe('what would not end, or grow for ever, is ended', () => {
  test.each([
    ['a loop', 'while true { n = 1 }', 'this loop has turned 10,000 times'],
    ['loops within loops', 'for a in 1..9000 { for b in 1..9000 { n = b } }', 'too much work for one step'],
    ['a range', 'for a in 1..2000000000 { n = a }', 'too much work for one step'],
    ['calls of calls', 'for a in 1..9000 { n = f(a) }', 'too much work for one step'],
    ['a growing list', 'for a in 1..9000 { l = l + a }', 'too much work for one step'],
    ['searches in a long list', 'l = [a for a in 1..90000]\n for a in 1..9000 { if -a in l { n = 1 } }', 'too much work for one step'],
    ['a string that doubles', 'var t = "a"\n for a in 1..100 { t = t + t }', '`t + t` is longer than 100,000 characters'],
    ['a huge set', 'let s = {a for a in 1..200000}\n n = s.size', 'a value with more than 100,000 parts'],
  ])('%s', (_, statements, message) => {
    const functions = 'func f(a: Int) -> Int { return g(a) + g(a) }\n func g(a: Int) -> Int { return sum x in 1..100: x }';
    const { outcome } = started(`var n: Int = 1\n var l: List<Int> = []\n ${functions}\n on start {\n ${statements}\n }`);
    expect(outcome.failure?.message).toContain(message);
  });
});

describe('two-phase commit', () => {
  const text = `
    message Prepare(tx: String)
    message Vote(tx: String, yes: Bool)
    message Decision(tx: String, outcome: Outcome)
    role Coordinator(participants: Set<Participant>) {
      durable decision: Outcome? = none
      var yes: Set<Participant> = {}
      on start { send Prepare("t1") to participants
        after 20ms timeout votes }
      on Vote(tx, yes: true) from p { yes += p
        if yes == participants { conclude(committed) } }
      on Vote(tx, yes: false) { conclude(aborted) }
      on timeout votes { conclude(aborted) }
      func conclude(outcome: Outcome) {
        if decision != none { return }
        decision = outcome
        send Decision("t1", outcome) to participants
      }
    }
    role Participant(willing: Bool) {
      durable prepared: Bool = false
      on Prepare(tx) from coordinator {
        vote(tx, willing)
        if willing { prepared = true }
        send Vote(tx, willing) to coordinator
      }
      on Decision(tx, decided) { if decided == committed { commit(tx) } else { abort(tx) } }
    }
    scenario "all willing" {
      node c = Coordinator(participants: {p1, p2})
      node p1, p2 = Participant(willing: true)
      invariant oneMind: all p in nodes(Participant): p.prepared or c.decision != committed
    }
    `;
  const { machine, run } = systemOf(text);
  const act = (state: LocalState, input: Input): Outcome => machine.run(state, input, { now: 0, choose: () => 0 });
  const vote = (from: number): Input => ({ kind: 'message', from, message: 1, arguments: ['t1', true] });
  const told = (outcome: Outcome): string[] =>
    outcome.effects.map((effect) => {
      if (effect.kind === 'send') return `${machine.names.message(effect)} to ${machine.names.node(effect.to)}`;
      return effect.kind === 'event' ? machine.names.event(effect.event, effect.arguments) : effect.kind;
    });

  const start = act(machine.initialState(0), { kind: 'start' });
  const one = act(start.state, vote(1));
  const both = act(one.state, vote(2));

  test('the coordinator asks, collects and concludes', () => {
    expect(told(start)).toEqual(['Prepare("t1") to p1', 'Prepare("t1") to p2', 'arm']);
    expect(told(one)).toEqual([]);
    expect(told(both)).toEqual(['Decision("t1", committed) to p1', 'Decision("t1", committed) to p2']);
    expect(text.slice(both.effects[0]?.place.start, both.effects[0]?.place.end)).toBe('send Decision("t1", outcome) to participants');
    expect(told(act(both.state, { kind: 'timeout', timer: 0, arguments: [] }))).toEqual([]);
    expect(told(act(one.state, { kind: 'timeout', timer: 0, arguments: [] }))).toContain('Decision("t1", aborted) to p1');
  });

  test('what a crash leaves is what was forced to the log', () => {
    const down = both.crashedAfter(0);
    expect(down.variables.map(machine.names.value)).toEqual(['committed', '{}']);
    expect(machine.crashed(one.state).variables.map(machine.names.value)).toEqual(['none', '{}']);
  });

  test('a participant votes before it answers', () => {
    const prepared = act(machine.initialState(1), { kind: 'message', from: 0, message: 0, arguments: ['t1'] });
    expect(told(prepared)).toEqual(['vote("t1", true)', 'Vote("t1", true) to c']);
    expect(prepared.crashedAfter(0).variables).toEqual([false]);
    expect(prepared.crashedAfter(1).variables).toEqual([true]);
  });

  test('an invariant that fails says for whom and why', () => {
    const claim = run.claims[0]?.property;
    if (claim?.kind !== 'invariant') throw new Error('the scenario claims an invariant');
    const states = [both.state, machine.initialState(1), machine.initialState(2)];
    expect(machine.evaluate(claim.condition, states, claim.frameSize)).toBe(false);
    expect(machine.explainFalse(claim.condition, states, claim.frameSize)).toBe(
      'for p = p1: p1.prepared is false; and c.decision != committed is false: c.decision is committed',
    );
  });
});
