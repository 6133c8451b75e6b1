import { describe, expect, test } from 'vitest';
import { worldKey } from './key.ts';
import { Walk } from './testing/walk.ts';
import type { World } from './world.ts';

const messages = (scenario: string) => `
  message M(n: Int)
  role R(to: Node) { var n: Int = 0  on start { send M(1) to to; send M(2) to to; after 5ms timeout t }
    on M(k) { n = k; send M(9) to self }
    on timeout t { } }
  scenario "s" { node a = R(to: b)  node b = R(to: a)  explore  invariant i: up(a)  ${scenario} }`;

const keyOf = (walk: Walk, changes: Partial<World> = {}) => worldKey(walk.system, { ...walk.world, ...changes });

describe('the key of a world', () => {
  const walk = new Walk(messages('up to 1 timeout t  up to 1 crash  when b receives M { crash a }  lose 9th M'));
  const [first, second] = walk.world.nodes;
  const [oldest, ...others] = walk.world.inFlight;
  if (first === undefined || second === undefined || oldest === undefined) throw new Error('two nodes and a message were expected');
  const { machine } = walk.system;

  test.each<[string, Partial<World>]>([
    ['which node starts next', { starting: 1 }],
    ['a node’s state', { nodes: [machine.crashed(first), second] }],
    ['who is paused', { paused: [true, false] }],
    ['who goes on by itself', { resuming: [true, false] }],
    ['who comes back by itself', { recovering: [false, true] }],
    ['what is in flight', { inFlight: others }],
    ['how often', { inFlight: [...walk.world.inFlight, { ...oldest, id: 99 }] }],
    ['from whom to whom', { inFlight: [{ ...oldest, from: oldest.to, to: oldest.from }, ...others] }],
    ['what it says', { inFlight: [{ ...oldest, arguments: [7] }, ...others] }],
    ['the partition', { partition: [0, 1] }],
    ['whether it heals', { healing: true }],
    ['the budgets', { budgets: [1, 0] }],
    ['those of the timers', { timerBudgets: [[1, 0], []] }],
    ['what rules have seen', { ruleMatches: [1] }],
    ['what message faults have seen', { faultMatches: [5] }],
  ])('tells: %s', (_what, changes) => {
    expect(keyOf(walk, changes)).not.toBe(keyOf(walk));
  });

  test('tells a string from what it reads like', () => {
    const saying = (value: string | number) => keyOf(walk, { inFlight: [{ ...oldest, arguments: [value] }] });
    expect(saying('1')).not.toBe(saying(1));
    expect(saying('a,"b')).not.toBe(saying('a","b'));
  });

  test('does not tell: ids, extra delays, the order of sending', () => {
    const renamed = walk.world.inFlight.map((flight) => ({ ...flight, id: flight.id + 50, extraDelayMs: 3 }));
    expect(keyOf(walk, { inFlight: renamed, nextFlight: 99 })).toBe(keyOf(walk));
    expect(keyOf(walk, { inFlight: walk.world.inFlight.toReversed() })).toBe(keyOf(walk));
  });

  test('tells the order within a pair that keeps it, and no other', () => {
    const ordered = new Walk(messages('network { order fifo }'));
    const [ab1, ab2, ba1, ba2] = ordered.world.inFlight;
    if (ab1 === undefined || ab2 === undefined || ba1 === undefined || ba2 === undefined) throw new Error('four messages were expected');
    expect(keyOf(ordered, { inFlight: [ab2, ab1, ba1, ba2] })).not.toBe(keyOf(ordered));
    expect(keyOf(ordered, { inFlight: [ba1, ab1, ba2, ab2] })).toBe(keyOf(ordered));
  });

  test('tells what an interrupted handler still has to do', () => {
    const interrupted = new Walk(messages('when b sends M to b { pause b for 5ms }'));
    interrupted.go('deliver M(1) from a to b');
    expect(interrupted.world.suspended).toHaveLength(1);
    expect(keyOf(interrupted, { suspended: [] })).not.toBe(keyOf(interrupted));
    const oneLess = interrupted.world.suspended.map((rest) => ({ ...rest, next: rest.next + 1 }));
    expect(keyOf(interrupted, { suspended: oneLess })).not.toBe(keyOf(interrupted));
  });
});
