import { describe, expect, test } from 'vitest';
import type { CheckedProgram, Expression, Role, ScenarioRun, Statement } from '../../grammar/semantics/program.ts';
import { lower } from './lower.ts';
import type { Effect, Input, LocalState, Machine, Surroundings } from './machine.ts';
import {
  arm,
  assertion,
  assign,
  assignAt,
  binary,
  bind,
  call,
  cancel,
  choose,
  constant,
  durable,
  equals,
  forLoop,
  handler,
  index,
  instance,
  int,
  list,
  listOf,
  local,
  map,
  mapOf,
  nodeAt,
  onMessage,
  onStart,
  parameter,
  place,
  program,
  record,
  returning,
  role,
  scenario,
  send,
  set,
  setOf,
  string,
  sync,
  variable,
  volatile,
  whileLoop,
} from './testing/build.ts';

const surroundings: Surroundings = { now: 0, choose: () => 0 };
const start: Input = { kind: 'start' };

function machineOf(roles: readonly Role[], run: ScenarioRun, parts: Partial<CheckedProgram> = {}): Machine {
  return lower(
    program({
      enums: [{ name: 'Outcome', members: ['committed', 'aborted'] }],
      messages: [record('Ping'), record('Vote', ['tx', string], ['yes', { kind: 'bool' }])],
      events: [record('commit', ['tx', string])],
      roles,
      ...parts,
    }),
    run,
  );
}

/** One node `a` of a role with two Int variables, x volatile and y durable, that does this at its start. */
function starting(body: readonly Statement[], run: Partial<ScenarioRun> = {}, parts: Partial<Role> = {}) {
  const variables = [volatile('x', int, constant(1)), durable('y', int, constant(2))];
  const machine = machineOf(
    [role('R', { variables, timers: [{ name: 'retry', fields: [{ name: 'tx', type: string }] }], handlers: [onStart(...body)], ...parts })],
    scenario([instance('a'), instance('b')], run),
  );
  return { machine, outcome: machine.run(machine.initialState(0), start, surroundings) };
}
const kinds = (effects: readonly Effect[]): string[] => effects.map((effect) => effect.kind);
const shown = (machine: Machine, state: LocalState): string[] => state.variables.map((value) => machine.names.value(value));
const failureOf = (body: readonly Statement[], parts: Partial<Role> = {}): string | undefined =>
  starting(body, {}, parts).outcome.failure?.message;

describe('handlers', () => {
  const vote = (tx: string, yes: boolean): Input => ({ kind: 'message', from: 1, message: 1, arguments: [tx, yes] });
  const votes = onMessage(1, [bind(0), equals(constant(true))], [assign(0, binary(variable(0), 'setInsert', local(1)))], {
    fromSlot: 1,
    guard: binary(local(0), 'equal', constant('t1')),
  });
  const others = onMessage(1, [], [assign(0, set())]);
  const machine = machineOf(
    [role('R', { variables: [volatile('from', setOf({ kind: 'node' }), set())], handlers: [votes, others] })],
    scenario([instance('a'), instance('b')]),
  );
  const initial = machine.initialState(0);

  test('the first whose pattern and guard match runs', () => {
    const outcome = machine.run(initial, vote('t1', true), surroundings);
    expect(outcome.handler).toBe(0);
    expect(shown(machine, outcome.state)).toEqual(['{b}']);
    expect(machine.run(initial, vote('t1', false), surroundings).handler).toBe(1);
    expect(machine.run(initial, vote('t2', true), surroundings).handler).toBe(1);
  });

  test('equal states are the same object', () => {
    const once = machine.run(initial, vote('t1', true), surroundings).state;
    const twice = machine.run(once, vote('t1', true), surroundings).state;
    expect(twice).toBe(once);
    expect(machine.run(once, vote('t2', true), surroundings).state).toBe(initial);
  });

  test('an input that none matches is ignored', () => {
    const outcome = machine.run(initial, { kind: 'message', from: 1, message: 0, arguments: [] }, surroundings);
    expect(outcome.handler).toBeUndefined();
    expect(outcome.state).toBe(initial);
    expect(outcome.effects).toEqual([]);
  });
});

describe('effects', () => {
  test('one send for each receiver, in order, each with its place', () => {
    const { outcome } = starting([send(1, [constant('t1'), constant(true)], set(nodeAt(1), nodeAt(0)), 40), send(0, [], nodeAt(1), 50)]);
    expect(
      outcome.effects.map((effect) => (effect.kind === 'send' ? [effect.message, effect.to, effect.place.start] : effect.kind)),
    ).toEqual([
      [1, 0, 40],
      [1, 1, 40],
      [0, 1, 50],
    ]);
  });

  test('timers stand in the state, in order, and a fired one no longer does', () => {
    const { machine, outcome } = starting([arm(0, [constant('b')]), arm(0, [constant('a')]), arm(0, [constant('b')], 20)]);
    expect(outcome.state.timers.map((timer) => timer.arguments)).toEqual([['a'], ['b']]);
    expect(kinds(outcome.effects)).toEqual(['arm', 'arm', 'arm']);
    const fired = machine.run(outcome.state, { kind: 'timeout', timer: 0, arguments: ['a'] }, surroundings);
    expect(fired.state.timers.map((timer) => timer.arguments)).toEqual([['b']]);
  });

  test('cancelling without arguments is about all timers of the name', () => {
    const { outcome } = starting([arm(0, [constant('b')]), arm(0, [constant('a')]), cancel(0, []), cancel(0, [])]);
    expect(outcome.state.timers).toEqual([]);
    expect(kinds(outcome.effects)).toEqual(['arm', 'arm', 'cancel', 'cancel']);
  });

  test('a timer cannot go off in the past', () => {
    expect(failureOf([arm(0, [constant('a')], -5)])).toBe('the timer retry cannot go off in the past: `-5` is -5');
  });

  test('sending to none says what is wrong and how to mend it', () => {
    expect(failureOf([send(0, [], constant(null))])).toBe(
      'Ping cannot be sent: `none` is none, not a node: compare it with none before sending',
    );
  });
});

describe('crashes', () => {
  const steps = [
    assign(1, constant(10)),
    send(0, [], nodeAt(1)),
    assign(0, constant(7)),
    assign(1, constant(11)),
    send(0, [], nodeAt(1)),
    assign(1, constant(12)),
  ];

  test('durable variables stand as they were, volatile ones begin anew', () => {
    const { machine, outcome } = starting(steps);
    expect(shown(machine, outcome.state)).toEqual(['7', '12']);
    expect(shown(machine, outcome.crashedAfter(0))).toEqual(['1', '10']);
    expect(shown(machine, outcome.crashedBefore(1))).toEqual(['1', '11']);
    expect(shown(machine, outcome.crashedAfter(1))).toEqual(['1', '11']);
    expect(outcome.crashedAfter(1).up).toBe(false);
    expect(shown(machine, machine.crashed(outcome.state))).toEqual(['1', '12']);
    expect(machine.recovered(machine.crashed(outcome.state)).up).toBe(true);
  });

  test('under `disk buffered` only what was synced survives', () => {
    const { machine, outcome } = starting([...steps.slice(0, 4), sync, ...steps.slice(4)], { diskBuffered: true });
    expect(kinds(outcome.effects)).toEqual(['send', 'sync', 'send']);
    expect(shown(machine, outcome.crashedAfter(0))).toEqual(['1', '2']);
    expect(shown(machine, outcome.crashedBefore(1))).toEqual(['1', '2']);
    expect(shown(machine, outcome.crashedAfter(1))).toEqual(['1', '11']);
    expect(shown(machine, outcome.crashedAfter(2))).toEqual(['1', '11']);
    expect(shown(machine, outcome.state)).toEqual(['7', '12']);
    expect(shown(machine, machine.crashed(outcome.state))).toEqual(['1', '11']);
    expect(outcome.state.disk).toEqual([null, 11]);
  });

  test('a scenario may take durability away and give it', () => {
    const { machine, outcome } = starting(steps, {
      durability: [
        { role: 0, variable: 0, durable: true },
        { role: 0, variable: 1, durable: false },
      ],
    });
    expect(shown(machine, machine.crashed(outcome.state))).toEqual(['7', '2']);
  });

  test('a volatile variable that begins with a durable one begins with what the disk holds', () => {
    const variables = [durable('term', int, constant(1)), volatile('seen', int, binary(variable(0), 'multiply', constant(2)))];
    const { machine, outcome } = starting([assign(0, constant(5))], {}, { variables });
    expect(shown(machine, outcome.state)).toEqual(['5', '2']);
    expect(shown(machine, machine.crashed(outcome.state))).toEqual(['5', '10']);
  });

  test('timers are gone', () => {
    const { machine, outcome } = starting([arm(0, [constant('a')])]);
    expect(machine.crashed(outcome.state).timers).toEqual([]);
  });
});

describe('choices', () => {
  const pick = choose(binary(constant(1), 'range', constant(3)));

  test('every combination is an outcome, the last pick turning fastest', () => {
    const { machine } = starting([assign(0, pick), assign(1, pick)]);
    const outcomes = machine.runAll(machine.initialState(0), start);
    expect(outcomes.map((outcome) => shown(machine, outcome.state).join(''))).toEqual([
      '11',
      '12',
      '13',
      '21',
      '22',
      '23',
      '31',
      '32',
      '33',
    ]);
  });

  test('a single candidate is no choice, none is an error', () => {
    const { machine } = starting([assign(0, choose(set(constant(4))))]);
    const never = { now: 0, choose: () => expect.unreachable() };
    expect(shown(machine, machine.run(machine.initialState(0), start, never).state)).toEqual(['4', '2']);
    expect(failureOf([assign(0, choose(set()))])).toBe('`choose {}` has nothing to choose from: `{}` is empty');
  });

  test('too many combinations end with a failure', () => {
    const { machine } = starting(Array.from({ length: 20 }, () => assign(0, pick)));
    const outcomes = machine.runAll(machine.initialState(0), start);
    expect(outcomes).toHaveLength(10_001);
    expect(outcomes.at(-1)?.failure?.message).toContain('in more than 10,000 ways');
  });
});

describe('what can go wrong while running', () => {
  const x = variable(0);
  const votes = [volatile('votes', mapOf(string, int), map([constant('a'), constant(1)]))];
  const numbers = [volatile('numbers', listOf(int), { kind: 'list', elements: [], place: place(), type: listOf(int) })];
  test.each([
    ['division by zero', [assign(0, binary(x, 'divide', constant(0)))], {}, 'division by zero: in `x / 0`, `0` is 0 (and the left side 1)'],
    [
      'overflow',
      [assign(0, binary(constant(2_000_000_000), 'add', constant(2_000_000_000)))],
      {},
      'overflow: `2000000000 + 2000000000` is 4000000000 (from 2000000000 and 2000000000), which does not fit into a 32-bit Int',
    ],
    ['a missing key', [assign(0, index(x, constant('b')))], { variables: votes }, '`votes["b"]`: no key "b" in {"a": 1}'],
    [
      'a missing key on the way of an assignment',
      [assignAt(0, [constant('b'), constant(0)], constant(1))],
      { variables: votes },
      '`votes["b"]`: no key "b" in {"a": 1}',
    ],
    [
      'an index out of range',
      [assign(0, index(x, constant(0)))],
      { variables: numbers },
      '`numbers[0]`: no index 0 in the list []: it is empty',
    ],
    [
      '`.first` of an empty list',
      [assign(0, { kind: 'builtin', name: 'first', arguments: [x], place: place(), type: int })],
      { variables: numbers },
      '`numbers.first`: `numbers` is empty',
    ],
    [
      'a loop without end',
      [whileLoop(binary(x, 'greater', constant(0)))],
      {},
      'this loop has turned 10,000 times and `x > 0` is still true: does it ever become false?',
    ],
    [
      'an assertion',
      [assertion(binary(x, 'equal', constant(2)), constant('x must be 2'))],
      {},
      'assertion failed: x must be 2 (x == 2 is false: x is 1)',
    ],
  ] as const)('%s', (_, body, parts, message) => {
    expect(failureOf(body, parts)).toBe(message);
  });

  test('loops within loops are bounded together', () => {
    const range = binary(constant(1), 'range', constant(9_000));
    expect(failureOf([forLoop(0, range, forLoop(1, range, assign(0, local(1))))])).toContain('too much work for one step');
  });

  test('a value that doubles is bounded', () => {
    const list = [volatile('x', { kind: 'value' }, constant(1))];
    const doubled = { kind: 'list', elements: [x, x], place: place(), type: { kind: 'value' } } as const;
    const body = [forLoop(0, binary(constant(1), 'range', constant(5_000)), assign(0, doubled))];
    expect(failureOf(body, { variables: list })).toContain('a value with more than 100,000 parts');
  });

  test('an assertion is told from an error, at its place; effects before it stand', () => {
    const { outcome } = starting([send(0, [], nodeAt(1)), assertion(constant(false)), send(0, [], nodeAt(1))]);
    expect(outcome.failure).toEqual({ kind: 'assertion', place: place(77), message: 'assertion failed: false is false' });
    expect(outcome.effects).toHaveLength(1);
  });

  test('a role argument that cannot be computed fails the start of its node', () => {
    const machine = machineOf(
      [role('R', { parameters: [{ name: 'limit', type: int }], variables: [volatile('x', int, parameter(0))] })],
      scenario([instance('a', 0, binary(constant(1), 'divide', constant(0)))]),
    );
    expect(machine.run(machine.initialState(0), start, surroundings).failure?.message).toContain('division by zero');
  });
});

describe('assignments to a part', () => {
  const entry = record('Entry', ['term', int], ['value', string]);
  const struct = (term: number): Expression => ({
    kind: 'struct',
    struct: 0,
    fields: [constant(term), constant('v')],
    place: place(),
    type: { kind: 'struct', name: 'Entry' },
  });
  /** `logs["a"][i].term = 9` where `logs` is `{"a": [Entry(1, "v"), Entry(2, "v")]}`. */
  const assigned = (i: number) => {
    const variables = [
      volatile('logs', mapOf(string, listOf({ kind: 'struct', name: 'Entry' })), map([constant('a'), list(struct(1), struct(2))])),
    ];
    const index = (value: Expression) => ({ kind: 'index', index: value }) as const;
    const target = {
      root: { kind: 'variable', slot: 0 },
      path: [index(constant('a')), index(constant(i)), { kind: 'field', field: 0 }],
    } as const;
    const body = onStart({ kind: 'assign', place: place(), target, value: constant(9) });
    const machine = machineOf([role('R', { variables, handlers: [body] })], scenario([instance('a')]), { structs: [entry] });
    return { machine, outcome: machine.run(machine.initialState(0), start, surroundings) };
  };

  test('replace it and leave the rest', () => {
    const { machine, outcome } = assigned(1);
    expect(shown(machine, outcome.state)).toEqual(['{"a": [Entry(term: 1, value: "v"), Entry(term: 9, value: "v")]}']);
    expect(shown(machine, machine.initialState(0))).toEqual(['{"a": [Entry(term: 1, value: "v"), Entry(term: 2, value: "v")]}']);
  });

  test('say which part is missing', () => {
    const missing =
      '`logs["a"][2]`: no index 2 in the list [Entry(term: 1, value: "v"), Entry(term: 2, value: "v")]: its indices are 0 to 1';
    expect(assigned(2).outcome.failure?.message).toBe(missing);
  });

  test('the last step may add a key', () => {
    const votes = [volatile('votes', mapOf(string, int), map())];
    const { machine, outcome } = starting(
      [assignAt(0, [constant('b')], constant(1)), assignAt(0, [constant('a')], constant(2))],
      {},
      { variables: votes },
    );
    expect(shown(machine, outcome.state)).toEqual(['{"a": 2, "b": 1}']);
  });
});

test('functions have locals of their own, and return', () => {
  const doubled = [returning(binary(local(0, 'n'), 'multiply', constant(2)))];
  const twice = { name: 'twice', parameters: [{ name: 'n', type: int }], frameSize: 1, place: place(), body: doubled };
  const body = [forLoop(0, list(constant(5)), assign(0, call(0, call(0, variable(0)))), assign(1, local(0)))];
  const { machine, outcome } = starting(body, {}, { functions: [twice] });
  expect(shown(machine, outcome.state)).toEqual(['4', '5']);
});

test('`on recover` runs on the recovered state', () => {
  const { machine, outcome } = starting(
    [assign(1, constant(9))],
    {},
    {
      handlers: [onStart(assign(1, constant(9))), handler({ kind: 'recover' }, [assign(0, variable(1))])],
    },
  );
  const back = machine.run(machine.recovered(machine.crashed(outcome.state)), { kind: 'recover' }, surroundings);
  expect(shown(machine, back.state)).toEqual(['9', '9']);
});
