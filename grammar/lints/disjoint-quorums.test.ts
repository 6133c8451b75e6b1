import { describe, test } from 'vitest';
import { expectFindings, expectQuiet } from './testing/linting.ts';

const lint = 'disjoint-quorums';
/** A register of n replicas with quorums for writing and reading. */
const register = (
  w: string,
  r: string,
  claim: string,
  wComparison = 'stored.size >= w',
  rComparison = 'heard.size >= r',
): string => `message Store(x: Int)
message Stored
message Ask
message Told(x: Int)
role Front(replicas: Set<Replica>, w: Int, r: Int) {
  var stored: Set<Replica> = {}
  var heard: Set<Replica> = {}
  on start { send Store(1) to replicas }
  on Stored from p { stored += p; if ${wComparison} { send Ask to replicas } }
  on Told(x) from p { heard += p; if ${rComparison} { decide(x + w + r) } }
}
role Replica {
  durable value: Int = 0
  on Store(x) from p { value = x; send Stored to p }
  on Ask from p { send Told(value) to p }
}
scenario "s" {
  node front = Front(replicas: a, w: ${w}, r: ${r})
  node a[1..3] = Replica
  explore
  ${claim}
}`;

describe('two quorums', () => {
  test('that add up to no more than all', () =>
    expectFindings(lint, register('2', '1', 'check agreement', undefined, '⟦heard.size >= r⟧'), [
      '2 and 1 out of the same 3 nodes need not meet',
    ]));
  test('that add up to more', () => expectQuiet(lint, register('2', '2', 'check agreement')));
  test('of which one asks for more than its number', () =>
    expectQuiet(lint, register('2', '1', 'check agreement', undefined, 'heard.size > r')));
  test('as a demonstration', () => expectQuiet(lint, register('1', '1', 'expect violation of agreement')));
  test('of a system that wants it so', () => expectQuiet(lint, register('1', '1', 'check converges')));
  test('in a sweep that claims what holds', () =>
    expectQuiet(lint, register('n', '1', 'for n in 1..3\n  check agreement when n > 2\n  expect violation of agreement when n <= 2')));
});

describe('one quorum, twice', () => {
  test('half of the nodes', () =>
    expectFindings(lint, register('3', '3', 'check agreement', '⟦stored.size >= replicas.size / 2⟧'), [
      'two groups of 1 out of 3 nodes need not meet',
    ]));
  test('more than half', () => expectQuiet(lint, register('3', '3', 'check agreement', 'stored.size > replicas.size / 2')));
  test('a majority', () => expectQuiet(lint, register('3', '3', 'check agreement', 'stored.size >= majority(replicas.size)')));
  test('a number that claims to be no majority', () => expectQuiet(lint, register('1', '3', 'check agreement')));
});
