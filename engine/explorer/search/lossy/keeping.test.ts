import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Frontier } from './frontier.ts';
import { ParentLog } from './parent-log.ts';

test('the log of parents tells of every state how it was found', () => {
  const step = fc.record({ further: fc.oneof(fc.nat(2), fc.nat(100_000)), ordinal: fc.oneof(fc.nat(20), fc.nat(1_000_000)) });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 2000, size: 'max' }), (steps) => {
      const log = new ParentLog();
      let parent = -1;
      const found = steps.map(({ further, ordinal }) => {
        parent += further;
        return { parent, ordinal };
      });
      for (const one of found) log.append(one);
      expect(found.map((_, state) => log.of(state))).toEqual(found);
      expect(() => log.of(found.length)).toThrow();
    }),
    { numRuns: 30 },
  );
});

test('the log of parents takes two bytes for most states', () => {
  const log = new ParentLog();
  for (let state = 0; state < 1_000_000; state++) log.append({ parent: Math.floor(state / 3) - 1, ordinal: state % 100 });
  expect(log.bytes).toBeLessThan(2_300_000);
});

describe('the frontier', () => {
  test('gives back what was put into it, until that is forgotten, however the components grow', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 300 }), (components, growth) => {
        const sizes = new Array<number>(components).fill(1);
        const frontier = new Frontier(components, (component) => sizes[component] as number);
        const states = Array.from({ length: 20_000 }, (_, i) => Int32Array.from(sizes, (_, k) => Math.floor((i * (k + 1)) / growth)));
        for (const state of states) {
          state.forEach((value, k) => {
            sizes[k] = Math.max(sizes[k] as number, value + 1);
          });
          frontier.append(state);
        }
        const into = new Int32Array(components);
        for (let state = 0; state < states.length; state += 97) {
          expect(frontier.read(state, into)).toBe(true);
          expect(into).toEqual(states[state]);
          expect(frontier.component(state, components - 1)).toBe(states[state]?.[components - 1]);
        }
        expect(frontier.read(states.length, into)).toBe(false);
        const { bytes } = frontier;
        frontier.forget(states.length - 1);
        expect(frontier.bytes).toBeLessThanOrEqual(bytes);
        expect(frontier.read(states.length - 1, into)).toBe(true);
      }),
      { numRuns: 10 },
    );
  });

  test('lets go of what is forgotten', () => {
    const frontier = new Frontier(1, () => 1000);
    for (let state = 0; state < 1_000_000; state++) {
      frontier.append(Int32Array.of(state % 1000));
      frontier.forget(state - 10);
    }
    expect(frontier.bytes).toBeLessThan(2 ** 20);
    expect(frontier.component(0, 0)).toBe(undefined);
    expect(frontier.component(999_999, 0)).toBe(999);
  });
});
