import { describe, expect, test } from 'vitest';
import { pingPong } from './testing/ping-pong.ts';
import { Walk } from './testing/walk.ts';

describe('`when` at a send', () => {
  test('that crashes the sender: what it did before stands, this send and the rest do not happen', () => {
    const walk = new Walk(pingPong('when b sends Pong to a { crash b }'));
    expect(walk.go('deliver Ping(1) from a to b')).toEqual(['b receives Ping(1)', 'b: lead(1)', 'b crashes']);
    expect(walk.inFlight).toEqual(['Ping(2) from a to c']);
    expect([walk.show('b', 'seen'), walk.show('b', 'log')]).toEqual(['0', '1']);
  });

  test('that does something else: just before the send, which happens', () => {
    const walk = new Walk(pingPong('when b sends Pong { partition {a} | {b} }'));
    expect(walk.go('deliver Ping(1) from a to b')).toEqual([
      'b receives Ping(1)',
      'b: lead(1)',
      'partition {a} | {b}',
      'b sends Pong(1) to a',
      'Pong(1) to a is lost: partition',
      'b: stepDown(1)',
    ]);
  });

  test('acts once, at its ordinal', () => {
    const walk = new Walk(pingPong('when 2nd a sends Ping { crash c }'));
    expect(walk.story.slice(0, 5)).toEqual(['a starts', 'a sends Ping(1) to b', 'c crashes', 'a sends Ping(2) to c', 'a: lead(0)']);
  });

  test('that crashes and recovers the sender: the rest of the handler does not happen, `on recover` does', () => {
    const walk = new Walk(pingPong('when a sends Ping(2) { crash a; recover a }'));
    expect(walk.story.slice(0, 6)).toEqual([
      'a starts',
      'a sends Ping(1) to b',
      'a crashes',
      'a recovers',
      'a sends Ping(9) to b',
      'a sends Ping(9) to c',
    ]);
    expect(walk.story).not.toContain('a: lead(0)');
  });

  test('that pauses the sender: this send and the rest happen when it resumes', () => {
    const walk = new Walk(pingPong('when b sends Pong { pause b for 30ms }'));
    expect(walk.go('deliver Ping(1) from a to b')).toEqual(['b receives Ping(1)', 'b: lead(1)', 'b pauses']);
    expect(walk.enabled).toEqual(['deliver Ping(2) from a to c', 'resume b']);
    expect(walk.go('resume b')).toEqual(['b resumes', 'b sends Pong(1) to a', 'b: stepDown(1)']);
  });

  test('a crash ends such a pause, and the rest never happens', () => {
    const walk = new Walk(pingPong('when b sends Pong { pause b for 30ms }  when c receives Ping { crash b }'));
    walk.go('deliver Ping(1) from a to b');
    expect(walk.go('deliver Ping(2) from a to c').slice(0, 2)).toEqual(['b crashes', 'c receives Ping(2)']);
    expect(walk.enabled).toEqual(['deliver Pong(2) from c to a']);
    expect(walk.show('b', 'log')).toBe('1');
  });
});

test('a crash that a budget pays for, which a rule undoes: the same unit does not pay for another in the middle of `on recover`', () => {
  const walk = new Walk(pingPong('up to 1 crash of a  when a crashes { recover a }'));
  expect(walk.ways('crash a').map(({ resolution }) => resolution)).toEqual([{ choices: [] }]);
});

describe('`when` at a receipt', () => {
  test('that crashes the receiver: the message is gone and no handler runs', () => {
    const walk = new Walk(pingPong('when b receives Ping from a { crash b }'));
    expect(walk.go('deliver Ping(1) from a to b')).toEqual(['b crashes', 'Ping(1) to b is lost: crash']);
    expect(walk.show('b', 'log')).toBe('0');
  });

  test('that does something else: before the handler, which runs', () => {
    const walk = new Walk(pingPong('when b receives Ping { crash c }'));
    expect(walk.go('deliver Ping(1) from a to b')[0]).toBe('c crashes');
    expect(walk.show('b', 'log')).toBe('1');
  });

  test('that pauses the receiver: the message stays in flight until it resumes, and counts as received only then', () => {
    const walk = new Walk(pingPong('when b receives Ping { pause b for 5ms }  when 2nd b receives Ping { crash a }'));
    expect(walk.go('deliver Ping(1) from a to b')).toEqual(['b pauses']);
    expect(walk.enabled).toEqual(['deliver Ping(2) from a to c', 'resume b']);
    walk.go('resume b');
    expect(walk.go('deliver Ping(1) from a to b')).toEqual(['b receives Ping(1)', 'b: lead(1)', 'b sends Pong(1) to a', 'b: stepDown(1)']);
  });

  test('does not count messages that are lost on the way', () => {
    const walk = new Walk(pingPong('when c receives Ping { crash a }  when b sends Pong { partition {c} | {a} }'));
    walk.go('deliver Ping(1) from a to b');
    expect(walk.go('deliver Ping(2) from a to c')).toEqual(['Ping(2) to c is lost: partition']);
  });
});

describe('the other triggers', () => {
  test('act right after the whole step, in the order of the file', () => {
    const walk = new Walk(pingPong('when b stepDown(1) { crash c }  when b lead(1) { crash a }'));
    expect(walk.go('deliver Ping(1) from a to b').slice(-3)).toEqual(['b: stepDown(1)', 'c crashes', 'a crashes']);
  });

  test('act upon what rules do, within the same step', () => {
    const walk = new Walk(pingPong('when c recovers { crash b }  when c crashes { recover c }  when b stepDown { crash c }'));
    expect(walk.go('deliver Ping(1) from a to b').slice(-4)).toEqual(['b: stepDown(1)', 'c crashes', 'c recovers', 'b crashes']);
  });

  test('a condition acts right after the step that made it true, once', () => {
    const walk = new Walk(pingPong('when { b.seen == 1 } { crash b }  when { not up(b) } { recover b }'));
    expect(walk.go('deliver Ping(1) from a to b').slice(-3)).toEqual(['b: stepDown(1)', 'b crashes', 'b recovers']);
    expect(walk.show('b', 'seen')).toBe('0');
    expect(walk.world.ruleMatches).toEqual([1, 1]);
  });

  test('conditions wait until every node has started', () => {
    const walk = new Walk(pingPong('when { a.sent == 2 } { crash a }'));
    expect(walk.story.slice(-2)).toEqual(['c starts', 'a crashes']);
  });

  test('a condition that cannot be evaluated is a failure of the step, at its place', () => {
    const walk = new Walk(pingPong('when { 1 / a.answers == 1 } { crash a }'));
    expect(walk.steps.at(-1)?.failure).toMatchObject({ kind: 'error' });
    expect(walk.steps.at(-1)?.failure?.node).toBeUndefined();
  });
});

describe('message faults', () => {
  test('`lose` without an ordinal takes every match, at its sending', () => {
    const walk = new Walk(pingPong('lose Ping from a'));
    expect(walk.story.slice(1, 5)).toEqual([
      'a sends Ping(1) to b',
      'Ping(1) to b is lost: fault',
      'a sends Ping(2) to c',
      'Ping(2) to c is lost: fault',
    ]);
    expect(walk.enabled).toEqual([]);
  });

  test('with an ordinal that one only, counted in the order of sends', () => {
    expect(new Walk(pingPong('lose 2nd Ping')).inFlight).toEqual(['Ping(1) from a to b']);
    expect(new Walk(pingPong('lose 1st Ping to c')).inFlight).toEqual(['Ping(1) from a to b']);
  });

  test('`duplicate` makes a copy that no rule matches again', () => {
    const walk = new Walk(pingPong('duplicate Ping to b  lose 2nd Ping'));
    expect(walk.inFlight).toEqual(['Ping(1) from a to b', 'Ping(1) from a to b']);
    expect(walk.enabled).toEqual(['deliver Ping(1) from a to b']);
  });

  test('`delay` is remembered for those who have a clock', () => {
    expect(new Walk(pingPong('delay Ping to c by 50ms')).world.inFlight.map(({ extraDelayMs }) => extraDelayMs)).toEqual([undefined, 50]);
  });
});
