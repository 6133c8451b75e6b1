import { describe, expect, test } from 'vitest';
import { systemOf } from '../testing/system.ts';
import { tell } from '../world/testing/telling.ts';
import { followSchedule } from './follow.ts';

const pingPong = `
  message Ping(n: Int)
  message Pong(n: Int)
  role Source(targets: List<Node>) {
    var answers: Int = 0
    on start { for t in targets { send Ping(1) to t }
      after 9ms timeout retry(1)
      after 9ms timeout retry(2) }
    on timeout retry(n) { send Ping(n + 1) to targets }
    on Pong(n) { answers += n }
  }
  role Peer { on Ping(n) from p { send Pong(n) to p } }
  role Store { var x: Int = 0
    on read(key) { reply x }
    on write(key, value) { x = 1; reply } }`;

function follow(schedule: string, more = '') {
  const system = systemOf(`${pingPong}
    scenario "s" {
      node a = Source(targets: [b, c])  node b, c = Peer  node s = Store
      client alice timeout 5ms { write("x", 1) at s; read("x") at s }
      client bob { await alice; read("x") at s }
      ${more}
      schedule {
        ${schedule.split(' · ').join('\n        ')}
      }
      invariant i: true
    }`);
  const { mode } = system.run;
  if (mode.kind !== 'schedule') throw new Error('no schedule');
  const { steps, error } = followSchedule(system, mode.steps);
  const story = steps.slice(4).map(({ happenings }) => happenings.map((happening) => tell(system, happening)));
  return { story, error: error?.message, failure: steps.at(-1)?.failure };
}

describe('a schedule', () => {
  test('takes exactly these steps, in this order', () => {
    const { story, error } = follow('deliver Ping to c · deliver Ping to b · deliver Pong from b · fire retry(2) at a · lose Ping(3) to c');
    expect(error).toBeUndefined();
    expect(story).toEqual([
      ['c receives Ping(1)', 'c sends Pong(1) to a'],
      ['b receives Ping(1)', 'b sends Pong(1) to a'],
      ['a receives Pong(1)'],
      ['a times out retry(2)', 'a sends Ping(3) to b', 'a sends Ping(3) to c'],
      ['Ping(3) to c is lost: fault'],
    ]);
  });

  test('needs no budgets for its faults', () => {
    const { story, error } = follow(
      'crash b · deliver Ping to b · recover b · pause c · resume c · duplicate Ping to c · partition {a} | {c} · deliver Ping to c · heal',
    );
    expect(error).toBeUndefined();
    expect(story.flat()).toEqual([
      'b crashes',
      'Ping(1) to b is lost: down',
      'b recovers',
      'c pauses',
      'c resumes',
      'Ping(1) to c is duplicated',
      'partition {a} | {c}',
      'Ping(1) to c is lost: partition',
      'heal',
    ]);
  });

  test('takes one of several messages that are alike', () => {
    const { story, error } = follow('duplicate Ping to c · deliver Ping to c · deliver Ping to c');
    expect(error).toBeUndefined();
    expect(story.slice(1).map(([first]) => first)).toEqual(['c receives Ping(1)', 'c receives Ping(1)']);
  });

  test('obeys the rules of the scenario', () => {
    const { story } = follow('deliver Ping to c', 'when c receives Ping { crash c }');
    expect(story).toEqual([['c crashes', 'Ping(1) to c is lost: crash']]);
  });
});

describe('an operation in a schedule', () => {
  test('is handled as it is asked', () => {
    expect(follow('invoke alice · return alice').story).toEqual([
      ['alice: write("x", 1) invoked at s'],
      ['s handles alice: write("x", 1)', 's replies none to alice: write("x", 1)'],
      ['alice: write("x", 1) returns none'],
    ]);
  });

  test('or later, where the schedule says when', () => {
    const { story, error } = follow('invoke alice · deliver Ping to b · handle alice · return alice');
    expect(error).toBeUndefined();
    expect(story.map(([first]) => first)).toEqual([
      'alice: write("x", 1) invoked at s',
      'b receives Ping(1)',
      's handles alice: write("x", 1)',
      'alice: write("x", 1) returns none',
    ]);
  });

  test('may be given up', () => {
    const { story } = follow('invoke alice · timeout alice · invoke alice · return alice');
    expect(story.map(([first]) => first)).toContain('alice: write("x", 1) given up');
  });
});

describe('a step that is not possible', () => {
  test.each([
    ['deliver Pong from b', '`Pong from b` is not in flight here; in flight: `Ping(1) from a to b`, `Ping(1) from a to c`'],
    ['deliver Pong(_) to b', '`Pong to b` is not in flight here; in flight: `Ping(1) from a to b`, `Ping(1) from a to c`'],
    ['deliver Ping(7) to b', '`Ping(7) to b` is not in flight here; in flight: `Ping(1) from a to b`, `Ping(1) from a to c`'],
    ['lose Ping to b · lose Ping to c · deliver Ping', '`Ping` is not in flight here; nothing is'],
    [
      'deliver Ping from a',
      '`Ping from a` can mean several messages here: `Ping(1) from a to b`, `Ping(1) from a to c`; say which one, by `from`, `to` or its arguments',
    ],
    ['pause b · deliver Ping to b', '`Ping to b` cannot be delivered here: b is paused'],
    ['fire retry(5) at a', '`retry(5)` is not armed at a here; armed: `retry(1) at a`, `retry(2) at a`'],
    ['fire retry at a', '`retry` can mean several timers here: `retry(1) at a`, `retry(2) at a`; say which one'],
    ['crash a · fire retry(1) at a', '`retry(1)` is not armed at a here; no timer is'],
    ['crash a · crash a', 'a cannot crash here: it is down already'],
    ['recover a', 'a cannot recover here: it is up'],
    ['resume a', 'a cannot resume here: it is not paused'],
    ['heal', 'the network cannot heal here: it is not split'],
    ['return alice', 'alice gets no reply here: next it asks `write("x", 1)` of s: `invoke alice`'],
    ['crash s · invoke alice · return alice', 'alice gets no reply here: s has not handled `write("x", 1)` yet (it is down)'],
    ['invoke alice · invoke alice', 'alice asks nothing here: the reply to `write("x", 1)` is on its way: `return alice`'],
    ['invoke bob', "bob asks nothing here: it waits for the end of alice's script"],
    ['timeout bob', 'bob has no timeout: write `client bob timeout 50ms { … }`'],
  ])('%s', (schedule, message) => {
    expect(follow(schedule).error).toBe(message);
  });

  test('also where the network keeps the order, and where a budget of timeouts is used up', () => {
    expect(follow('fire retry(1) at a · deliver Ping(2) to b', 'network { order fifo }').error).toBe(
      '`Ping(2) to b` cannot be delivered here: the network keeps the order and `Ping(1) from a to b` comes before it',
    );
    expect(follow('fire retry(1) at a · fire retry(2) at a', 'up to 1 timeout').error).toContain('is used up');
  });
});
