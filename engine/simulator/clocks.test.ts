import { describe, expect, test } from 'vitest';
import { systemOf } from '../testing/system.ts';
import { clocksOf } from './clocks.ts';

const clocks = (items: string) =>
  clocksOf(systemOf(`role R { }  scenario "s" { node a, b = R  simulate  invariant i: up(a)  ${items} }`).run);

describe('clocks', () => {
  test('show virtual time where the scenario says nothing', () => {
    expect(clocks('').read(0, 12.9)).toBe(12);
    expect(clocks('').after(0, 5, 20)).toBe(25);
  });

  test('are skewed, each for itself', () => {
    const skewed = clocks('clock b skew -30ms');
    expect([skewed.read(0, 100), skewed.read(1, 100)]).toEqual([100, 70]);
  });

  test('drift, and timers with them', () => {
    const drifting = clocks('clock b drift 25%');
    expect(drifting.read(1, 100)).toBe(125);
    expect(drifting.after(1, 100, 20)).toBe(116);
  });

  test('never show too little time when a timer fires', () => {
    const drifting = clocks('clock b skew 7ms drift 1%');
    for (let start = 0; start < 200; start += 0.731) {
      expect(drifting.read(1, drifting.after(1, start, 33)) - drifting.read(1, start)).toBeGreaterThanOrEqual(33);
    }
  });

  test('jump, which timers do not notice', () => {
    const jumping = clocks('');
    jumping.jump(0, -50);
    expect([jumping.read(0, 60), jumping.after(0, 60, 5)]).toEqual([10, 65]);
  });
});
