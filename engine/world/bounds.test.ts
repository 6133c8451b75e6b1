import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { simulate } from '../simulator/simulate.ts';
import { protocol } from '../testing/protocols.ts';
import { systemOf } from '../testing/system.ts';
import { worldKey } from './key.ts';
import { naiveExplore } from './testing/naive.ts';
import { Walk } from './testing/walk.ts';
import type { System, World } from './world.ts';

const ping = (scenario: string, network = 'synchronous { delay 2ms..3ms }') => `
  message Ping
  role A(to: Node) { on start { send Ping to to; after 3ms timeout tick }  on timeout tick { } }
  role B { on Ping { } }
  scenario "s" { node a = A(to: b)  node b = B  network ${network}  explore  invariant i: true  ${scenario} }`;

describe('a message', () => {
  test('arrives at a whole millisecond within its bounds; where nothing else can happen, time passes to the first of them', () => {
    const walk = new Walk(ping(''));
    expect(walk.enabled).toEqual(['tick 2']);
    walk.go('tick 2');
    expect(walk.enabled).toEqual(['deliver Ping from a to b', 'tick 1']);
    walk.go('tick 1');
    // Both are due, in any order; time waits for them.
    expect(walk.enabled).toEqual(['deliver Ping from a to b', 'fire tick at a']);
    walk.go('fire tick at a');
    expect(walk.enabled).toEqual(['deliver Ping from a to b']);
  });

  test('may be late as long as the bound does not hold', () => {
    const walk = new Walk(ping('', 'synchronous { delay 2ms..3ms until 4ms }'));
    expect(walk.world.inFlight[0]?.window).toEqual([2, 7]);
    walk.go('tick 2');
    walk.go('tick 1');
    expect(walk.enabled).toEqual(['deliver Ping from a to b', 'fire tick at a']);
    walk.go('fire tick at a');
    expect(walk.enabled).toEqual(['deliver Ping from a to b', 'tick 1']);
  });

  test('comes after the one before it where the network keeps the order', () => {
    const text = ping('', 'synchronous { delay 1ms..3ms order fifo }').replace('send Ping to to;', 'send Ping to to; send Ping to to;');
    const walk = new Walk(text);
    walk.go('tick 1');
    walk.go('deliver Ping from a to b');
    expect(walk.enabled).toEqual(['deliver Ping from a to b', 'tick 1']);
  });

  test('is slower where a link or a rule says so', () => {
    const slow = new Walk(ping('link a -> b { delay 5ms }  delay Ping by 2ms'));
    expect(slow.world.inFlight[0]?.window).toEqual([7, 7]);
  });
});

test('faults strike at any moment, so time does not leap over one', () => {
  const walk = new Walk(ping('up to 1 crash of b'));
  expect(walk.enabled).toEqual(['crash b', 'tick 1']);
});

test('a timer of a drifting clock fires by that clock', () => {
  const walk = new Walk(ping('clock a drift 50%'));
  walk.go('tick 2');
  expect(walk.enabled).toContain('fire tick at a');
});

test('what waits for a paused node does not hold time up', () => {
  const walk = new Walk(ping('up to 1 pause of b'));
  walk.go('pause b');
  walk.go('tick 1');
  walk.go('tick 1');
  walk.go('tick 1');
  walk.go('fire tick at a');
  expect(walk.enabled).toEqual(['resume b']);
  walk.go('resume b');
  expect(walk.enabled).toEqual(['deliver Ping from a to b']);
});

/** A world apart from time. */
function timeless(system: System, { bounds: _, ...world }: World): string {
  return worldKey(system, { ...world, inFlight: world.inFlight.map(({ window: _, ...flight }) => flight) });
}

describe('on random protocols', () => {
  const synchronous = 'network synchronous { delay 1ms..2ms }';
  const withTime = protocol({ failures: false }).map((text) =>
    text.replace(/ {2}network \{[^}]*\}\n/, '').replace('  explore\n', `  ${synchronous}\n  explore\n`),
  );

  test('bounds take runs away and add none, and every simulated run is left', { timeout: 120_000 }, () => {
    let compared = 0;
    let fewer = 0;
    fc.assert(
      fc.property(withTime, fc.integer({ min: 1, max: 1000 }), (text, seed) => {
        const system = systemOf(text);
        const timed = naiveExplore(system, { maxStates: 800 });
        const free = systemOf(text.replace(`  ${synchronous}\n`, ''));
        const untimed = naiveExplore(free, { maxStates: 2000 });
        fc.pre(timed.exhaustive && untimed.exhaustive);
        compared++;
        const reachable = new Set([...timed.states.values()].map(({ world }) => timeless(system, world)));
        if (reachable.size < untimed.states.size) fewer++;
        expect(reachable.size).toBeLessThanOrEqual(untimed.states.size);
        for (const step of simulate(system, seed, { maxSteps: 200 }).steps) {
          if (step.world.starting === undefined && !step.failure) expect(reachable.has(timeless(system, step.world))).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(20);
    expect(fewer).toBeGreaterThan(5);
  });
});
