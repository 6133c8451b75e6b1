import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomness } from './random.ts';

const take = (count: number, draw: () => number) => Array.from({ length: count }, draw);

describe('random streams', () => {
  test('are the same for the same seed and purpose, on every machine', () => {
    const stream = randomness(1).stream('delay', 0, 1);
    // Computed by an implementation in another language.
    expect(take(6, () => stream.below(1000))).toEqual([564, 98, 982, 400, 494, 470]);
  });

  test('differ between seeds and between purposes', () => {
    const draws = [
      [1, 'a'],
      [2, 'a'],
      [1, 'b'],
    ].map(([seed, purpose]) => {
      const stream = randomness(Number(seed)).stream(String(purpose));
      return take(8, () => stream.below(2 ** 32)).join();
    });
    expect(new Set(draws).size).toBe(3);
  });

  test('a draw from one leaves the others where they are', () => {
    const [disturbed, undisturbed] = [randomness(7), randomness(7)];
    disturbed.stream('other').below(10);
    expect(disturbed.stream('one').below(2 ** 32)).toBe(undisturbed.stream('one').below(2 ** 32));
  });

  test('asked for again, a stream goes on', () => {
    const random = randomness(3);
    expect(random.stream('x')).toBe(random.stream('x'));
  });

  test('`between` gives every integer from one end to the other, about equally often', () => {
    const stream = randomness(5).stream('uniform');
    const counts = new Map<number, number>();
    for (const draw of take(50_000, () => stream.between(-2, 2))) counts.set(draw, (counts.get(draw) ?? 0) + 1);
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2]);
    // Chi-squared with four degrees of freedom: 18.5 is exceeded once in a thousand streams.
    const chiSquared = [...counts.values()].reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chiSquared).toBeLessThan(18.5);
  });

  test('`chance` keeps to its probability, and to 0 and 1 exactly', () => {
    const stream = randomness(5).stream('chance');
    expect(take(1000, () => Number(stream.chance(0))).every((hit) => hit === 0)).toBe(true);
    expect(take(1000, () => Number(stream.chance(1))).every((hit) => hit === 1)).toBe(true);
    const hits = take(10_000, () => Number(stream.chance(0.2))).reduce((sum, hit) => sum + hit, 0);
    expect(Math.abs(hits - 2000)).toBeLessThan(160);
  });

  test('stay within their bounds, whatever these are', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 2 ** 32 }), (seed, bound) => {
        const draw = randomness(seed).stream('bounds').below(bound);
        return Number.isInteger(draw) && draw >= 0 && draw < bound;
      }),
    );
  });
});
