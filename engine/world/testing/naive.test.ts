import { describe, expect, test } from 'vitest';
import { systemOf } from '../../testing/system.ts';
import { naiveExplore } from './naive.ts';

/** Somebody sends, nobody answers: how many worlds there are can be counted by hand. */
const sends = (statements: string, scenario = '') => `
  message M(n: Int)
  role Source(to: Node) { on start { ${statements} } }
  role Sink { }
  scenario "s" { node a = Source(to: b)  node b = Sink  explore  invariant i: 1 == 1  ${scenario} }`;

const count = (text: string) => {
  const { states, transitions, exhaustive } = naiveExplore(systemOf(text));
  expect(exhaustive).toBe(true);
  return { states: states.size, transitions, depth: Math.max(...[...states.values()].map(({ depth }) => depth)) };
};

describe('the reference exploration', () => {
  test('delivers different messages in every order', () => {
    expect(count(sends('send M(1) to to; send M(2) to to; send M(3) to to'))).toEqual({ states: 8, transitions: 12, depth: 3 });
  });

  test('does not tell equal messages apart', () => {
    expect(count(sends('send M(1) to to; send M(1) to to; send M(1) to to'))).toEqual({ states: 4, transitions: 3, depth: 3 });
  });

  test('keeps the order of sending under `order fifo`', () => {
    const text = sends('send M(1) to to; send M(2) to to; send M(3) to to', 'network { order fifo }');
    expect(count(text)).toEqual({ states: 4, transitions: 3, depth: 3 });
  });

  test('starts in several worlds where a start can go several ways', () => {
    // Three values in flight, and the empty network after any of them.
    expect(count(sends('send M(choose 1..3) to to'))).toEqual({ states: 4, transitions: 3, depth: 1 });
  });

  test('crashes a node at any moment, once', () => {
    // In flight or not, b up or down.
    expect(count(sends('send M(1) to to', 'up to 1 crash of b'))).toEqual({ states: 4, transitions: 4, depth: 2 });
  });

  test('crashes a sender in the middle of its start', () => {
    // Up: both or M(1) or M(2) or none in flight; down after the start: the same four; down after the first send: M(1), and none, as before.
    expect(count(sends('send M(1) to to; send M(2) to to', 'up to 1 crash of a')).states).toBe(8);
  });

  test('recovers what is to recover, and loses and copies what may be lost and copied', () => {
    // b: up with the budget left, down, up with it spent; the message in flight or not.
    expect(count(sends('send M(1) to to', 'up to 1 crash with recovery of b')).states).toBe(6);
    expect(count(sends('send M(1) to to', 'up to 1 lose')).states).toBe(3);
    // One, none, two, one with the budget spent, none with it spent.
    expect(count(sends('send M(1) to to', 'up to 1 duplicate')).states).toBe(5);
  });

  test('stops at its limit and says so', () => {
    const text = sends('for i in 1..9 { send M(i) to to }');
    expect(naiveExplore(systemOf(text), { maxStates: 50 }).exhaustive).toBe(false);
    expect(count(text).states).toBe(512);
  });

  test('ends runs at their failures', () => {
    const text = `
      message M
      role R { var n: Int = 0  on start { send M to self; send M to self }  on M { n += 1; assert n < 2, "once" } }
      scenario "s" { node a = R  explore  invariant i: up(a) }`;
    const { states, failures } = naiveExplore(systemOf(text));
    expect(states.size).toBe(2);
    expect(failures.map((steps) => steps.at(-1)?.failure?.kind)).toEqual(['assertion']);
  });
});
