import { describe, expect, test } from 'vitest';
import { verbOf } from './faults.ts';
import { check, expectProblems, inScenario, programOf, runOf } from './testing/checking.ts';

describe('nodes', () => {
  test('have indices in the order of their declaration, and groups', () => {
    const run = runOf(inScenario(''));
    expect(run.nodes.map((n) => n.name)).toEqual(['p1', 'p2', 'r1', 'r2', 'r3', 'q']);
    expect(run.groups).toEqual([{ name: 'r', nodes: [2, 3, 4] }]);
    expect(run.network).toEqual({ synchronous: false, delayMs: [1, 10], fifo: false, loss: 0, duplicate: 0 });
    expect(run.mode).toMatchObject({ kind: 'simulate', seed: 1, seeds: 1 });
  });
  test('get the arguments of their role, which may name nodes declared later', () => {
    const text =
      'role A(peers: Set<A>, first: A) { }\nscenario "s" { node a = A(peers: b, first: b[2])\n node b[1..2] = A({a}, first: a) }';
    expect(runOf(text).nodes[0]?.arguments).toMatchObject([
      { kind: 'set', elements: [{ node: 1 }, { node: 2 }] },
      { kind: 'node', node: 2 },
    ]);
    expectProblems('role A(x: Int) { }\nscenario "s" { node a = ⟦A⟧ }', ['FL3006 role `A` needs `x` — its parameters are x: Int']);
    expectProblems('role A { }\nscenario "s" { node a = A(⟦1⟧) }', ['FL3007 role `A` takes no arguments']);
    expectProblems('role A(x: Int) { }\nrole B { }\nscenario "s" { node b = B\n node a = A(x: ⟦b⟧) }', [
      'FL3001 `x` of role `A` is B; wanted is Int',
    ]);
  });
  test('of a group are written r[2] or r2', () => {
    const run = runOf(inScenario('at 1ms { crash r[2]; crash r2; crash r }'));
    expect(run.timeline[0]?.actions.map((a) => a.kind === 'crash' && a.node)).toEqual([3, 3, 2, 3, 4]);
    expectProblems(inScenario('at 1ms { crash r[⟦4⟧] }'), ['FL4009 there is no `r[4]`: `r` goes from 1 to 3']);
    expectProblems(inScenario('node x[⟦1..p1⟧] = Q'.replace('⟦1..p1⟧', '⟦{}⟧')), [
      'FL3005 nothing here tells what `{}` holds — declare it: `let x: Set<Int> = {}`',
    ]);
    expectProblems(inScenario('node x[⟦"a"⟧] = Q'), [
      'FL3026 a group of nodes has a range of numbers that is known beforehand — write `node r[1..5] = …`',
    ]);
    expectProblems(inScenario('node x[⟦1..5000⟧] = Q'), ['FL3020 a scenario has 1000 nodes at most']);
  });
  test('can be told by a number that only a condition knows', () => {
    const run = runOf(inScenario('invariant i: all k in 1..2: r[k].term <= r[k + 1].term'));
    expect(run.claims[0]?.property.kind).toBe('invariant');
  });
  test('that are none', () => {
    expectProblems(inScenario('at 1ms { crash ⟦p3⟧ }'), ['FL4001 there is no node `p3` in this scenario — did you mean `p1`?']);
    expectProblems(inScenario('client alice { }\nat 1ms { crash ⟦alice⟧ }'), [
      'FL4001 `alice` is a client, not a node — its nodes are `p1`, `p2`, `r1`, `r2`, `r3` and `q`',
    ]);
    expectProblems(inScenario('at 1ms { crash ⟦(1 + 2)⟧ }'.replace('⟦(1 + 2)⟧', '(⟦1 + 2⟧)')), [
      'FL4008 this is Int; wanted is a node, a group, a set of nodes or a role',
    ]);
    expectProblems('role A { }\nrole B { }\nscenario "s" { node a = A\n up to 1 crash of ⟦B⟧ }', [
      'FL4008 no node of this scenario plays B',
    ]);
  });
});

describe('surroundings', () => {
  test('network, links, clocks, disks, durability', () => {
    const run = runOf(
      inScenario(
        'network { delay 5ms order fifo loss 5% duplicate 1% }\nlink p1 -> {p2, q} { delay 40ms..50ms }\nclock r skew +30ms drift -1%\ndisk buffered\nvolatile P.prepared\ndurable P.term',
      ),
    );
    expect(run.network).toEqual({ synchronous: false, delayMs: [5, 5], fifo: true, loss: 0.05, duplicate: 0.01 });
    expect(run.links).toEqual([{ from: [0], to: [1, 5], delayMs: [40, 50] }]);
    expect(run.clocks).toEqual([2, 3, 4].map((node) => ({ node, skewMs: 30, drift: -0.01 })));
    expect(run.diskBuffered).toBe(true);
    expect(run.durability).toEqual([
      { role: 0, variable: 0, durable: false },
      { role: 0, variable: 2, durable: true },
    ]);
  });
  test('that make no sense', () => {
    expectProblems(inScenario('network { order ⟦fifos⟧ }'), ['FL4007 there is no order `fifos` — did you mean `fifo`?']);
    expectProblems(inScenario('network { loss ⟦5⟧ }'), ['FL3020 `loss` is a percentage — write `5%`']);
    expectProblems(inScenario('network { loss ⟦150%⟧ }'), ['FL3020 `loss` is between 0% and 100%']);
    expectProblems(inScenario('network { delay ⟦10ms..1ms⟧ }'), ['FL3020 the range ends (1ms) before it begins (10ms)']);
    expectProblems(inScenario('network { delay 1ms ⟦delay 2ms⟧ }'), ['FL4002 `delay` is said twice']);
    expectProblems(inScenario('network { ⟦until 10ms⟧ }'), [
      'FL4007 `until` bounds the delays of a synchronous network from some time on — write `network synchronous { … }`',
    ]);
    expectProblems(inScenario('disk ⟦slow⟧'), [
      'FL4007 there is no disk mode `slow` — write `disk buffered`; without it every assignment is forced to disk at once',
    ]);
    expectProblems(inScenario('volatile P.⟦prepard⟧'), ['FL4016 P has no variable `prepard` — did you mean `prepared`?']);
    expectProblems(inScenario('⟦volatile P.term⟧'), ['FL4014 `P.term` is volatile already']);
    expectProblems(inScenario('network { delay ⟦p1⟧ }'), ['FL3001 a delay is P; wanted is Int']);
  });
});

describe('faults', () => {
  test('rules', () => {
    const run = runOf(
      inScenario(
        'when p1 receives Vote(yes: true) from p2 { crash p1 }\nwhen 2nd P sends Vote to p1 { isolate r1 }\nwhen p1 commits("t1") { heal }\nwhen p1 times out retry("t1") { pause r for 30ms }\nwhen { p1.prepared and up(p2) } { partition {p1} | {p2, r1} }\nwhen q crashes { recover q; jump q by -50ms }',
      ),
    );
    expect(run.rules.map((r) => r.trigger.kind)).toEqual(['receives', 'sends', 'event', 'timesOut', 'condition', 'crashes']);
    expect(run.rules[0]?.trigger).toMatchObject({
      ordinal: 1,
      nodes: [0],
      match: { message: 0, from: [1], arguments: [undefined, { value: true }] },
    });
    expect(run.rules[1]?.trigger).toMatchObject({ ordinal: 2, nodes: [0, 1, 2, 3, 4] });
    expect(run.rules[1]?.actions).toMatchObject([{ kind: 'partition', groups: [[2], [0, 1, 3, 4, 5]] }]);
    expect(run.rules[3]?.trigger).toMatchObject({ timer: 'retry', arguments: [{ value: 't1' }] });
    expect(run.rules[5]?.actions).toMatchObject([
      { kind: 'recover', node: 5 },
      { kind: 'jump', byMs: -50 },
    ]);
  });
  test.each([
    ['commit', 'commits'],
    ['access', 'accesses'],
    ['stepDown', 'stepsDown'],
    ['try', 'tries'],
    ['pay', 'pays'],
    ['broadcast', 'broadcasts'],
    ['paid', 'paids'],
  ])('the verb of %s is %s', (event, verb) => expect(verbOf(event)).toBe(verb));
  test('an event may also stand by its own name', () => {
    programOf(inScenario('when p1 commit("t1") { crash p1 }\nwhen p1 votes("t1", true) { crash p1 }'));
    expectProblems(inScenario('when p1 ⟦comits⟧("t1") { crash p1 }'), ['FL4019 a node does not `comits` — did you mean `commits`?']);
    expectProblems(inScenario('when p1 receives ⟦Vot⟧ { crash p1 }'), ['FL2003 there is no message `Vot` — did you mean `Vote`?']);
    expectProblems(inScenario('when p1 receives ⟦read⟧ { crash p1 }'), [
      'FL2003 `read` is an operation, not a message — message faults do not touch operations',
    ]);
    expectProblems(inScenario('when p1 times out ⟦vote⟧ { crash p1 }'), ['FL2011 P arms no timer `vote` — did you mean `votes`?']);
    expectProblems(inScenario('when q times out ⟦votes⟧ { crash p1 }'), ['FL2011 Q arms no timer `votes`']);
  });
  test('message faults and budgets', () => {
    const run = runOf(
      inScenario(
        'lose 1st Vote from p1 to r2\nduplicate Ask to p1\ndelay Vote to q by 50ms\nup to 1 crash of P\nup to 2 crash with recovery\nup to 2 lose Vote from p1\nup to 1 partition\nup to 1 pause of r1\nup to 3 timeout retry of r',
      ),
    );
    expect(run.messageFaults).toMatchObject([
      { kind: 'lose', ordinal: 1, match: { message: 0, from: [0], to: [3] } },
      { kind: 'duplicate', match: { message: 1, to: [0] } },
      { kind: 'delay', byMs: 50 },
    ]);
    expect(run.budgets.map((b) => [b.times, b.fault.kind])).toEqual([
      [1, 'crash'],
      [2, 'crash'],
      [2, 'lose'],
      [1, 'partition'],
      [1, 'pause'],
      [3, 'timeout'],
    ]);
    expect(run.budgets[1]?.fault).toMatchObject({ withRecovery: true, nodes: [0, 1, 2, 3, 4, 5] });
    expectProblems(inScenario('for b in [-1, 1]\nup to ⟦b⟧ crash'), ['FL3020 a budget cannot be less than 0']);
    expectProblems(inScenario('up to 3 timeout ⟦rety⟧ of r'), ['FL2011 P arms no timer `rety` — did you mean `retry`?']);
  });
  test('partitions', () => {
    expectProblems(inScenario('at 1ms { ⟦partition {p1}⟧ }'), [
      'FL4010 a partition has at least two groups — write `partition {a, b} | {c}`, or `isolate c`',
    ]);
    expectProblems(inScenario('at 1ms { partition {p1, p2} | ⟦{q, p1}⟧ }'), ['FL4010 `p1` is in two groups']);
  });
});

describe('explorations', () => {
  test('have no time', () => {
    expectProblems(inScenario('explore\n⟦at 30ms⟧ { crash p1 }'), [
      'FL4003 an exploration has no time at which this could happen — write `when … { … }`, or a budget such as `up to 1 crash`',
    ]);
    expectProblems(
      inScenario('explore\nnetwork { ⟦delay 5ms⟧ ⟦loss 5%⟧ order fifo }\n⟦link p1 -> p2 { delay 40ms }⟧\n⟦clock p1 skew 5ms⟧'),
      [
        'FL4005 `delay` means nothing in an exploration — an exploration tries every order of messages',
        'FL4005 `loss` means nothing in an exploration — write a budget: `up to 1 lose`',
        'FL4005 `link` means nothing in an exploration — an exploration tries every order of messages',
        'FL4005 `clock` means nothing in an exploration — an exploration has no clocks',
      ],
    );
    expectProblems(inScenario('schedule { deliver Ask to p1\n then explore }\n⟦at 30ms⟧ { crash p1 }'), [
      'FL4003 an exploration has no time at which this could happen — write `when … { … }`, or a budget such as `up to 1 crash`',
    ]);
    programOf(inScenario('explore\nnetwork synchronous { delay 1ms..5ms }\nlink p1 -> p2 { delay 4ms }'));
    programOf(inScenario('simulate\nnetwork { loss 5% }\nat 30ms { crash p1 }'));
  });
  test('have no clock to read', () => {
    expectProblems('role A { var x: Int = 0\n on start { x = ⟦now⟧ } }\nscenario "s" { node a = A\n explore }', [
      'FL4004 `now` cannot be read in an exploration, and "s" is one — simulate that scenario, or let the protocol do without a clock',
    ]);
    programOf('role A { var x: Int = 0\n on start { x = now } }\nscenario "s" { node a = A\n simulate }');
  });
  test('have limits', () => {
    expect(runOf(inScenario('explore depth 60 states 5_000_000')).mode).toMatchObject({
      kind: 'explore',
      maxDepth: 60,
      maxStates: 5_000_000,
    });
    expectProblems(inScenario('explore depth ⟦0⟧'), ['FL3020 `depth` cannot be less than 1']);
  });
});

describe('how it is run', () => {
  test('is said once', () => {
    expectProblems(inScenario('explore\n⟦simulate 10 seeds⟧'), [
      'FL4002 how the scenario is run is said already: `explore` — make two scenarios of it',
    ]);
    expectProblems(inScenario('network { }\n⟦network { }⟧'), ['FL4002 `network` is said twice']);
  });
  test('seeds', () => {
    expect(runOf(inScenario('simulate seed 7')).mode).toMatchObject({ seed: 7, seeds: 1 });
    expect(runOf(inScenario('simulate 1000 seeds')).mode).toMatchObject({ seed: 1, seeds: 1000 });
    expectProblems(inScenario('simulate ⟦0⟧ seeds'), ['FL3020 the number of seeds cannot be less than 1']);
  });
  test('a schedule', () => {
    const run = runOf(
      inScenario(
        'client alice { write("x", 1) at p1 }\nschedule {\n  deliver Vote("t1") from p1 to p2\n  lose Ask to q\n  crash p1\n  recover p1\n  fire retry at p1\n  invoke alice\n  return alice\n  then explore\n}',
      ),
    );
    expect(run.mode.kind === 'schedule' && run.mode.steps.map((s) => s.kind)).toEqual([
      'deliver',
      'lose',
      'crash',
      'recover',
      'fire',
      'invoke',
      'return',
    ]);
    expectProblems(inScenario('schedule { invoke ⟦alic⟧ }'), ['FL2016 there is no client `alic` in this scenario']);
    expectProblems(inScenario('schedule { fire ⟦retri⟧ at p1 }'), ['FL2011 P arms no timer `retri` — did you mean `retry`?']);
  });
});

describe('sweeps', () => {
  const text = inScenario(
    'for w in 1..3, s in ["a", "b"]\nup to w crash\ncheck agreement when w > 1\nexpect violation of agreement when w <= 1 and s == "a"',
  );
  test('make one run of each combination, in order, with its own claims', () => {
    const runs = programOf(text).scenarios[0]?.runs ?? [];
    expect(runs.map((r) => r.bindings.map((b) => b.value))).toEqual([
      [1, 'a'],
      [1, 'b'],
      [2, 'a'],
      [2, 'b'],
      [3, 'a'],
      [3, 'b'],
    ]);
    expect(runs.map((r) => r.claims.map((c) => c.expected))).toEqual([['violated'], [], ['holds'], ['holds'], ['holds'], ['holds']]);
    expect(runs.map((r) => r.budgets[0]?.times)).toEqual([1, 1, 2, 2, 3, 3]);
  });
  test('say a mistake once', () => {
    expectProblems(inScenario('for w in 1..3\nup to ⟦v⟧ crash'), ['FL2001 no node, group or constant here is called `v`']);
  });
  test('have an end', () => {
    expectProblems(inScenario('⟦for a in 1..100, b in 1..100⟧'), ['FL4012 these are 10000 runs of the scenario; 1000 are the most']);
    expectProblems(inScenario('for a in ⟦5..1⟧'), ['FL4012 there is nothing to go through']);
    expectProblems(inScenario('for a in ⟦3⟧'), [
      'FL4012 a sweep goes through a range, or a list of numbers, strings or truth values, that is known beforehand — write `for w in 1..3`',
    ]);
  });
});

test.each([
  'scenario "s" {\n  check \n}',
  'scenario "s" {\n  invariant x: \n}',
  'scenario "s" {\n  at { }\n}',
  'scenario "s" {\n  up to 1 crash of \n}',
  'role A {\n  on start {\n    let x = \n  }\n}',
  'role A {\n  on start {\n    send to self\n  }\n}',
  'role A {\n  var x: = 1\n}',
  'role A {\n  on start {\n    after timeout x\n  }\n}',
  'role A {\n  on start {\n    if { }\n  }\n}',
  'import',
  'message',
])('what is missing gives no second message: %j', (text) => {
  const { problems } = check(text);
  expect(problems.filter((p) => !p.code.startsWith('FL1'))).toEqual([]);
  expect(problems.length).toBeGreaterThan(0);
});
