import { describe, expect, test } from 'vitest';
import { systemOf } from '../testing/system.ts';
import { tell } from '../world/testing/telling.ts';
import { type SimulatedRun, type SimulateOptions, simulate } from './simulate.ts';

/** A run in words, each line with its time: `5 b receives Ping(1)`. */
function story(text: string, seed = 1, options: SimulateOptions = {}): { readonly lines: readonly string[]; readonly run: SimulatedRun } {
  const system = systemOf(text);
  const run = simulate(system, seed, options);
  const lines = run.steps.flatMap(({ timeMs, happenings }) => happenings.map((happening) => `${timeMs} ${tell(system, happening)}`));
  return { lines, run };
}

const stream = (scenario: string) => `
  message M(n: Int)
  role Source(to: Node) { on start { for i in 1..9 { send M(i) to to } } }
  role Sink { var got: List<Int> = []  on M(n) { got += n } }
  scenario "s" { node a = Source(to: b)  node b = Sink  simulate  invariant i: up(a)  ${scenario} }`;

const received = (lines: readonly string[]) => lines.filter((line) => line.includes('receives')).map((line) => line.split(' receives ')[1]);
const times = (lines: readonly string[], what: string) =>
  lines.filter((line) => line.includes(what)).map((line) => Number.parseFloat(line));

describe('the network', () => {
  test('delivers each message within the bounds of its delay', () => {
    const { lines, run } = story(stream('network { delay 3ms..8ms }'));
    expect(run.complete).toBe(true);
    expect(received(lines)).toHaveLength(9);
    for (const time of times(lines, 'receives')) expect([3, 4, 5, 6, 7, 8]).toContain(time);
    expect(new Set(times(lines, 'receives')).size).toBeGreaterThan(2);
  });

  test('delivers in any order, or in that of sending under `order fifo`', () => {
    const sent = Array.from({ length: 9 }, (_, i) => `M(${i + 1})`);
    expect(received(story(stream('network { delay 1ms..50ms }')).lines)).not.toEqual(sent);
    expect(received(story(stream('network { delay 1ms..50ms order fifo }')).lines)).toEqual(sent);
  });

  test('keeps the order of sending for copies too', () => {
    const { lines } = story(stream('network { delay 1ms..50ms order fifo duplicate 50% }'), 3);
    const numbers = received(lines).map((text) => Number(text?.slice(2, -1)));
    expect(numbers.length).toBeGreaterThan(9);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  });

  test('loses and duplicates as often as it is told', () => {
    expect(story(stream('network { loss 100% }')).lines.filter((line) => line.endsWith('is lost: network'))).toHaveLength(9);
    expect(received(story(stream('network { duplicate 100% }')).lines)).toHaveLength(18);
    const lost = Array.from({ length: 40 }, (_, seed) =>
      story(stream('network { loss 25% }'), seed + 1).lines.filter((line) => line.includes('is lost')),
    );
    expect(Math.abs(lost.flat().length - 90)).toBeLessThan(25);
  });

  test('has links of their own', () => {
    expect(new Set(times(story(stream('network { delay 1ms }  link a -> b { delay 40ms }')).lines, 'receives'))).toEqual(new Set([40]));
  });

  test('delays what a rule delays, and under `order fifo` what comes after it', () => {
    const delayed = times(story(stream('network { delay 2ms }  delay M(3) by 50ms')).lines, 'receives');
    expect(delayed).toEqual([2, 2, 2, 2, 2, 2, 2, 2, 52]);
    const ordered = times(story(stream('network { delay 2ms order fifo }  delay M(3) by 50ms')).lines, 'receives');
    expect(ordered).toEqual([2, 2, 52, 52, 52, 52, 52, 52, 52]);
  });

  test('draws for each purpose apart: a fault leaves everything else as it was', () => {
    const arrivals = (scenario: string) =>
      story(stream(`network { delay 1ms..50ms }  ${scenario}`)).lines.filter((line) => line.includes('receives'));
    const all = arrivals('');
    expect(arrivals('lose M(3)')).toEqual(all.filter((line) => !line.endsWith('M(3)')));
    expect(arrivals('clock b drift 1%  at 1ms { jump a by 5ms }')).toEqual(all);
  });

  test('that is synchronous from some time on may be slow before, and delivers in time after', () => {
    const late = Array.from({ length: 20 }, (_, seed) =>
      times(story(stream('network synchronous { delay 1ms..5ms until 100ms }'), seed + 1).lines, 'receives'),
    ).flat();
    expect(Math.max(...late)).toBeGreaterThan(50);
    expect(Math.max(...late)).toBeLessThanOrEqual(105);
  });
});

describe('timers', () => {
  const timers = (scenario: string) => `
    role R { on start { after 20ms timeout t }  on timeout t { let n = now; decide(n) } }
    scenario "s" { node a, b = R  simulate  invariant i: up(a)  ${scenario} }`;

  test('fire when they are due', () => {
    expect(times(story(timers('')).lines, 'times out')).toEqual([20, 20]);
  });

  test('fire somewhere in their range', () => {
    const fired = Array.from({ length: 20 }, (_, seed) =>
      times(
        story(
          'role R { on start { after 20ms..24ms timeout t }  on timeout t { } }  scenario "s" { node a = R  simulate  invariant i: up(a) }',
          seed + 1,
        ).lines,
        'times out',
      ),
    ).flat();
    expect([...new Set(fired)].sort()).toEqual([20, 21, 22, 23, 24]);
  });

  test("go by their node's clock, which `now` reads", () => {
    const { lines } = story(timers('clock b skew 1s drift 25%'));
    expect(lines).toEqual(
      expect.arrayContaining([expect.stringMatching(/^16 b: decide\(1020\b/), expect.stringMatching(/^20 a: decide\(20\b/)]),
    );
  });

  test('armed again fire once, cancelled never, and die with their node', () => {
    const text = (scenario: string) => `
      message M
      role R { on start { after 5ms timeout t; after 9ms timeout u; send M to self }
        on M { after 7ms timeout t; cancel u }
        on timeout t { }  on timeout u { } }
      scenario "s" { node a = R  network { delay 1ms }  simulate  invariant i: 1 == 1  ${scenario} }`;
    expect(times(story(text('')).lines, 'times out')).toEqual([8]);
    expect(times(story(text('at 2ms { crash a; recover a }')).lines, 'times out')).toEqual([]);
  });

  test('that a budget bounds stop the run from going on for ever', () => {
    const beating = (scenario: string) => `
      role R { on start { after 10ms timeout beat }  on timeout beat { after 10ms timeout beat } }
      scenario "s" { node a, b = R  simulate  invariant i: up(a)  ${scenario} }`;
    const bounded = story(beating('up to 3 timeout beat'));
    expect(times(bounded.lines, 'times out')).toEqual([10, 10, 20, 20, 30, 30]);
    expect(bounded.run.complete).toBe(true);
    const unbounded = story(beating(''));
    expect(unbounded.run).toMatchObject({ complete: false, cutBy: '10 s of virtual time' });
    expect(unbounded.run.steps).toHaveLength(2 + 2 * 1000);
  });
});

describe('faults', () => {
  const ping = (scenario: string) => `
    message Ping
    message Pong
    role A(to: Node) { on start { send Ping to to }  on recover { send Ping to to }  on Pong { decide(now) } }
    role B { on Ping from p { send Pong to p } }
    scenario "s" { node a = A(to: b)  node b = B  network { delay 10ms }  simulate  invariant i: 1 == 1  ${scenario} }`;

  test('on the clock strike when they should, before what arrives at the same moment', () => {
    expect(story(ping('at 10ms { crash b }  at 12ms { recover b }')).lines.slice(-3)).toEqual([
      '10 b crashes',
      '10 Ping to b is lost: down',
      '12 b recovers',
    ]);
    expect(story(ping('at 5ms { partition {a} | {b} }  at 11ms { heal }')).lines).toContain('10 Ping to b is lost: partition');
  });

  test('that change nothing are no steps', () => {
    expect(story(ping('at 5ms { recover a; heal }')).lines).toEqual(story(ping('')).lines);
  });

  test('a paused node takes its messages and timers when it resumes', () => {
    expect(story(ping('at 5ms { pause b for 30ms }')).lines).toEqual([
      '0 a starts',
      '0 a sends Ping to b',
      '0 b starts',
      '5 b pauses',
      '35 b resumes',
      '35 b receives Ping',
      '35 b sends Pong to a',
      '45 a receives Pong',
      expect.stringMatching(/^45 a: decide\(45\b/),
    ]);
  });

  test('a rule that pauses at a send or receipt delays the rest by that', () => {
    expect(story(ping('when b sends Pong { pause b for 7ms }')).lines.slice(3, 7)).toEqual([
      '10 b receives Ping',
      '10 b pauses',
      '17 b resumes',
      '17 b sends Pong to a',
    ]);
    expect(story(ping('when b receives Ping { pause b for 7ms }')).lines.slice(3, 7)).toEqual([
      '10 b pauses',
      '17 b resumes',
      '17 b receives Ping',
      '17 b sends Pong to a',
    ]);
  });

  test('clocks jump', () => {
    expect(story(ping('at 15ms { jump a by -50ms }')).lines.at(-1)).toMatch(/^20 a: decide\(-30\b/);
  });

  test('budgets: by the seed each fault happens or not, and never more often than allowed', () => {
    const crashes = Array.from({ length: 60 }, (_, seed) => story(ping('up to 2 crash with recovery of a'), seed + 1)).map(
      ({ lines, run }) => {
        expect(run.complete).toBe(true);
        expect(times(lines, 'recovers')).toHaveLength(times(lines, 'crashes').length);
        return times(lines, 'crashes').length;
      },
    );
    expect(new Set(crashes)).toEqual(new Set([0, 1, 2]));
  });

  test('budgets: crashes strike inside handlers and between steps', () => {
    const text = `
      message M
      role A(to: List<Node>) { on start { for t in to { send M to t } } }
      role B { }
      scenario "s" { node a = A(to: [b, c, d])  node b, c, d = B  simulate  invariant i: 1 == 1  up to 1 crash of a }`;
    const sent = Array.from({ length: 100 }, (_, seed) => story(text, seed + 1).lines).map((lines) => times(lines, 'sends').length);
    expect(new Set(sent)).toEqual(new Set([1, 2, 3]));
  });

  test('budgets: every kind strikes at some seed', () => {
    const all = 'up to 1 lose Ping  up to 1 duplicate Pong  up to 1 partition  up to 1 pause of b';
    const lines = Array.from({ length: 100 }, (_, seed) => story(ping(all), seed + 1).lines).flat();
    for (const what of ['Ping to b is lost: fault', 'Pong to a is duplicated', 'partition {a} | {b}', 'heal', 'b pauses', 'b resumes']) {
      expect(lines.some((line) => line.endsWith(what))).toBe(true);
    }
  });
});

describe('bounds', () => {
  const flood = `
    message M
    role R { on start { send M to self }  on M { send M to self; send M to self } }
    scenario "s" { node a = R  network { delay 0ms }  simulate  invariant i: up(a) }`;
  const loop = flood.replace('send M to self; send M to self', 'send M to self');

  test('a handler that sends for ever ends', () => {
    expect(story(loop).run).toMatchObject({ complete: false, cutBy: '20,000 steps' });
    expect(story(flood).run).toMatchObject({ complete: false, cutBy: '1,000 messages in flight' });
  });

  test('a run ends when it is cancelled', () => {
    let polled = 0;
    const { run } = story(loop, 1, { isCancelled: () => ++polled > 10 });
    expect(run).toMatchObject({ complete: false, cutBy: 'cancelled' });
    expect(run.steps).toHaveLength(10);
  });

  test('a run ends with its failure', () => {
    const { run } = story(loop.replace('on M { ', 'var n: Int = 0  on M { n += 1; assert n < 5; '));
    expect(run).toMatchObject({ complete: false, cutBy: 'a failure at run time' });
    expect(run.steps.at(-1)?.failure?.kind).toBe('assertion');
  });
});
