import { describe, expect, test } from 'vitest';
import { systemOf } from '../testing/system.ts';
import { tell } from '../world/testing/telling.ts';
import { simulate } from './simulate.ts';

const store = (scenario: string, more = '') => `
  role Store {
    var held: Map<String, Value> = {}
    on read(key) { reply held.get(key) }
    on write(key, value) { held[key] = value; reply }
    ${more}
  }
  scenario "s" { node s = Store  network { delay 2ms }  ${scenario}  simulate  invariant i: true }`;

function story(text: string, seed = 1) {
  const system = systemOf(text);
  const run = simulate(system, seed);
  return {
    run,
    lines: run.steps.flatMap(({ timeMs, happenings }) => happenings.map((happening) => `${timeMs} ${tell(system, happening)}`)),
  };
}

describe('a simulated operation', () => {
  test('takes as long to its node, and its reply back, as a message does', () => {
    expect(story(store('client alice { write("x", 1) at s }')).lines).toEqual([
      '0 s starts',
      '0 alice: write("x", 1) invoked at s',
      '2 s handles alice: write("x", 1)',
      '2 s replies none to alice: write("x", 1)',
      '4 alice: write("x", 1) returns none',
    ]);
  });

  test('is not touched by what messages suffer', () => {
    const { lines, run } = story(store('client alice { write("x", 1) at s }').replace('delay 2ms', 'delay 2ms loss 100%'));
    expect(lines.at(-1)).toBe('4 alice: write("x", 1) returns none');
    expect(run.complete).toBe(true);
  });

  test('waits while its node is down or paused', () => {
    const { lines } = story(store('client alice { write("x", 1) at s }  at 1ms { crash s }  at 30ms { recover s }'));
    expect(lines).toContain('30 s handles alice: write("x", 1)');
    expect(story(store('client alice { write("x", 1) at s }  at 1ms { pause s for 9ms }')).lines).toContain(
      '10 s handles alice: write("x", 1)',
    );
  });

  test('is given up when the timeout has passed, and may still be handled', () => {
    const { lines } = story(store('client alice timeout 5ms { write("x", 1) at s }  at 1ms { pause s for 9ms }'));
    expect(lines.slice(-3)).toEqual(['10 s resumes', '10 s handles alice: write("x", 1)', '10 s replies none to alice: write("x", 1)']);
    expect(lines).toContain('5 alice: write("x", 1) given up');
  });
});

describe('a simulated script', () => {
  test('sleeps, waits for a time and for the end of another', () => {
    const { lines } = story(
      store(`client alice { sleep 3ms
          read("a") at s
          wait until 20ms
          wait until 1ms
          read("b") at s }
        client bob { await alice
          read("c") at s }`),
    );
    expect(lines.filter((line) => line.includes('invoked') || line.includes('returns'))).toEqual([
      '3 alice: read("a") invoked at s',
      '7 alice: read("a") returns none',
      '20 alice: read("b") invoked at s',
      '24 alice: read("b") returns none',
      '24 bob: read("c") invoked at s',
      '28 bob: read("c") returns none',
    ]);
  });

  test('that sleeps for ever without taking time is cut', () => {
    const { run } = story(store('client alice { while true { sleep 0ms } }'));
    expect(run).toMatchObject({ complete: false, cutBy: '20,000 steps' });
  });
});

describe('a run after scheduled steps', () => {
  test('goes on with what they left: messages on their way, timers, operations', () => {
    const system = systemOf(
      store(
        'client alice { write("x", 1) at s\n read("x") at s }',
        'on start { after 9ms timeout tick; send Note to self }  on Note { held["n"] = 1 }  on timeout tick { held["t"] = 1 }',
      ).replace('role Store', 'message Note  role Store'),
    );
    const whole = simulate(system, 1);
    // The start, and the invocation.
    const after = whole.steps.slice(0, 2);
    const { steps, complete } = simulate(system, 1, { after });
    expect(complete).toBe(true);
    expect(steps.slice(0, 2).map(({ timeMs, action }) => [timeMs, action.kind])).toEqual([
      [0, 'start'],
      [0, 'invoke'],
    ]);
    expect(steps.map(({ action }) => action.kind).sort()).toEqual(whole.steps.map(({ action }) => action.kind).sort());
  });
});
