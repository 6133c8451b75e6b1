import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bits, Fingerprints, type Visited } from './visited.ts';

const of = (value: number) => Int32Array.of(value, value ^ 0x5555, 7);
const adds = (visited: Visited, values: readonly number[]) => values.filter((value) => visited.add(of(value), 0, 3)).length;
const distinct = (count: number) => Array.from({ length: count }, (_, i) => i);
/** Of a linear congruential generator with its full period, so that none comes twice. */
function scattered(count: number): readonly number[] {
  let value = 1;
  return Array.from({ length: count }, () => {
    value = (Math.imul(value, 1_664_525) + 1_013_904_223) | 0;
    return value;
  });
}

describe.each([
  ['fingerprints', (bytes: number) => new Fingerprints(bytes)],
  ['bits', (bytes: number) => new Bits(bytes)],
])('%s', (_, make) => {
  test('always know what has been there again', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { maxLength: 500 }), (values) => {
        const visited = make(4096);
        adds(visited, values);
        expect(adds(visited, values)).toBe(0);
      }),
    );
  });

  test('take no more memory than they are given, down to a few KiB', () => {
    for (const bytes of [4096, 5000, 2 ** 20, 3 * 2 ** 20]) {
      expect(make(bytes).bytes).toBeLessThanOrEqual(bytes);
      expect(make(bytes).bytes).toBeGreaterThan(bytes / 2);
    }
  });
});

test('fingerprints take hardly any state for another, until they are full', () => {
  const visited = new Fingerprints(2 ** 20);
  expect(adds(visited, distinct(200_000))).toBe(200_000);
  expect(visited.full).toBe(false);
  expect(visited.mistaken).toBeLessThan(0.01);
  adds(visited, distinct(2 ** 18 - 2 ** 15));
  expect(visited.full).toBe(true);
});

test('bits tell how many states they take for others', () => {
  for (const count of [20_000, 40_000, 80_000]) {
    // 131,072 bits.
    const visited = new Bits(2 ** 14);
    const missed = count - adds(visited, scattered(count));
    expect(missed).toBeGreaterThan(100);
    expect(visited.mistaken / missed).toBeGreaterThan(0.8);
    expect(visited.mistaken / missed).toBeLessThan(1.25);
  }
});
