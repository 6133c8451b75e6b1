import { describe, expect, test } from 'vitest';
import type { Expression } from '../../grammar/semantics/program.ts';
import { EvaluationError } from './errors.ts';
import { lower } from './lower.ts';
import {
  and,
  assign,
  binary,
  builtin,
  cast,
  constant,
  instance,
  int,
  list,
  local,
  map,
  member,
  nodeAt,
  nodeField,
  nodesOf,
  onStart,
  optional,
  parameter,
  place,
  program,
  quantifier,
  role,
  scenario,
  set,
  volatile,
} from './testing/build.ts';

/** Three servers with a state (follower, candidate or leader) and a term; s1 and s3 have become leaders. */
const machine = lower(
  program({
    enums: [{ name: 'State', members: ['follower', 'candidate', 'leader'] }],
    roles: [
      role('Server', {
        parameters: [
          { name: 'term', type: int },
          { name: 'wins', type: { kind: 'bool' } },
        ],
        variables: [volatile('state', { kind: 'enum', name: 'State' }, member(0)), volatile('term', int, parameter(0))],
        handlers: [onStart({ kind: 'if', place: place(), condition: parameter(1), yes: [assign(0, member(2))], no: [] })],
      }),
    ],
  }),
  scenario([
    instance('s1', 0, constant(1), constant(true)),
    instance('s2', 0, constant(2), constant(false)),
    instance('s3', 0, constant(1), constant(true)),
  ]),
);
const states = [0, 1, 2].map((i) => machine.run(machine.initialState(i), { kind: 'start' }, { now: 0, choose: () => 0 }).state);
const n = local(0, 'n');
const servers = nodesOf(0);
const state = (node: Expression): Expression => nodeField(node, 'state', 0);
const term = (node: Expression): Expression => nodeField(node, 'term', 1);
const up = (node: Expression): Expression => ({ kind: 'up', node, place: place(), type: { kind: 'bool' } });
const isLeader = binary(state(n), 'equal', member(2));
const shown = (e: Expression): string => machine.names.value(machine.evaluate(e, states));

describe('evaluate', () => {
  test('reads the nodes’ variables, whether they are up, and quantifies over them', () => {
    expect(shown(state(nodeAt(0)))).toBe('leader');
    expect(shown(quantifier('count', 0, servers, isLeader))).toBe('2');
    expect(shown(quantifier('max', 0, servers, term(n)))).toBe('2');
    expect(shown(quantifier('sum', 0, servers, term(n)))).toBe('4');
    expect(shown(quantifier('some', 0, servers, binary(term(n), 'greater', constant(2))))).toBe('false');
    const crashed = [states[0], states[1], states[2]].map((s, i) => (s && i === 1 ? machine.crashed(s) : s)).filter((s) => s !== undefined);
    expect(machine.evaluate(quantifier('all', 0, servers, up(n)), states)).toBe(true);
    expect(machine.evaluate(up(nodeAt(1)), crashed)).toBe(false);
  });

  test('throws with the place where there is no result', () => {
    const failing = { ...binary(term(nodeAt(0)), 'divide', constant(0)), place: place(5) };
    expect(() => machine.evaluate(failing, states)).toThrow(EvaluationError);
    expect(() => machine.evaluate(failing, states)).toThrow('division by zero: in `s1.term / 0`');
    try {
      machine.evaluate(failing, states);
    } catch (error) {
      expect(error instanceof EvaluationError && error.place.start).toBe(5);
    }
  });

  test('there is nothing to choose and no time', () => {
    const pick: Expression = { kind: 'choose', from: set(constant(1), constant(2)), place: place(), type: int };
    expect(() => machine.evaluate(pick, states)).toThrow('only a handler can choose');
    expect(() => machine.evaluate({ kind: 'now', place: place(), type: int }, states)).toThrow('no time');
  });
});

describe('operators and members', () => {
  const one = constant(1);
  const two = constant(2);
  const numbers = list(constant(3), one, two, one);
  const letters = map([constant('b'), one], [constant('a'), two]);
  const slice = (from: number, to: number): Expression => builtin('slice', numbers, constant(from), constant(to));
  test.each([
    ['division rounds towards zero', binary(constant(-7), 'divide', two), '-3'],
    ['the remainder has the sign of the dividend', binary(constant(-7), 'remainder', two), '-1'],
    ['there is no negative zero', binary(constant(0), 'multiply', constant(-1)), '0'],
    ['a range', binary(one, 'range', constant(3)), '[1, 2, 3]'],
    ['an empty range', binary(two, 'range', one), '[]'],
    ['in a range', binary(two, 'in', binary(one, 'range', constant(3))), 'true'],
    ['a key is in a map', binary(constant('a'), 'in', letters), 'true'],
    ['all equal elements leave a list', binary(numbers, 'listRemove', one), '[3, 2]'],
    ['maps merge, the right one wins', binary(letters, 'mapMerge', map([constant('a'), one])), '{"a": 1, "b": 1}'],
    ['keys in order', builtin('keys', letters), '{"a", "b"}'],
    ['values in the order of keys', builtin('values', letters), '[2, 1]'],
    ['get of a missing key', builtin('get', letters, constant('z')), 'none'],
    ['slice is half open', slice(1, 3), '[1, 2]'],
    ['sorted', builtin('sorted', numbers), '[1, 1, 2, 3]'],
    ['reverse', builtin('reverse', numbers), '[1, 2, 1, 3]'],
    ['last', builtin('last', numbers), '1'],
    ['majority', builtin('majority', constant(4)), '3'],
    ['min', builtin('min', two, one), '1'],
    ['set difference', binary(set(one, two), 'setDifference', set(two)), '{1}'],
    ['the greatest of nothing, where none is allowed', { ...quantifier('max', 0, list(), n), type: optional(int) }, 'none'],
    ['a cast that fits', cast(one, int), '1'],
  ] as const)('%s', (_, expression, text) => {
    expect(shown(expression)).toBe(text);
  });

  test.each([
    ['a slice out of range', slice(2, 9), '`[3, 1, 2, 1].slice(2, 9)`: no part from 2 to 9 in a list of 4 elements'],
    ['the greatest of nothing', quantifier('max', 0, list(), n), '`max n in []: n`: `[]` is empty, so there is no greatest element'],
    ['a cast that does not fit', cast(constant('x'), int), '`"x"` is "x", where an Int is wanted'],
    [
      'negating the least Int',
      { kind: 'negate', operand: constant(-(2 ** 31)), place: place(), type: int },
      'does not fit into a 32-bit Int',
    ],
    ['a sum that overflows', quantifier('sum', 0, list(constant(2 ** 31 - 1), one), n), 'overflow'],
  ] as const)('%s is an error', (_, expression, text) => {
    expect(() => machine.evaluate(expression as Expression, states)).toThrow(text);
  });
});

describe('explainFalse', () => {
  const why = (e: Expression): string => {
    expect(machine.evaluate(e, states)).toBe(false);
    return machine.explainFalse(e, states);
  };
  const not = (operand: Expression): Expression => ({ kind: 'not', operand, place: place(), type: { kind: 'bool' } });

  test('names the first element for which `all` fails, and the clause', () => {
    const condition = quantifier('all', 0, servers, and(binary(term(n), 'less', constant(9)), isLeader));
    expect(why(condition)).toBe('for n = s2: n.state == leader is false: s2.state is follower');
  });

  test('counts, and says what was counted', () => {
    const condition = binary(quantifier('count', 0, servers, isLeader), 'lessOrEqual', constant(1));
    expect(why(condition)).toBe('(count n in nodes(Server): n.state == leader) <= 1 is false: the count is 2 (s1, s3)');
  });

  test('gives the witness against a `not some`, through nested quantifiers', () => {
    const m = local(1, 'm');
    const twoLeaders = and(binary(n, 'notEqual', m), binary(state(n), 'equal', state(m)));
    const condition = not(quantifier('some', 0, servers, quantifier('some', 1, servers, twoLeaders)));
    expect(why(condition)).toBe(
      'for n = s1, m = s3: n != m is true; and n.state == m.state is true: s1.state is leader, s3.state is leader',
    );
  });

  test('says of whom a `some` is about where nobody fulfils it', () => {
    expect(why(quantifier('some', 0, servers, binary(term(n), 'greater', constant(5))))).toBe(
      'no n in nodes(Server) (s1, s2, s3) has n.term > 5',
    );
    expect(why(quantifier('some', 0, set(), isLeader))).toBe('{} is empty');
  });

  test('both sides of an `or` are needed', () => {
    const condition: Expression = {
      kind: 'or',
      left: binary(term(nodeAt(0)), 'equal', term(nodeAt(1))),
      right: not(up(nodeAt(2))),
      place: place(),
      type: { kind: 'bool' },
    };
    expect(why(condition)).toBe('s1.term == s2.term is false: s1.term is 1, s2.term is 2; and up(s3) is true');
  });
});
