import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fits, looseLayout, pack, packedLayout } from './layout.ts';
import { RECORD_EXTRA, RECORD_PARENT, StateStore } from './state-store.ts';

const never = () => false;

/** Puts vectors into a store, in portions, each with the number of its portion as its parent. */
function fill(store: StateStore, vectors: readonly (readonly number[])[], portion: number): void {
  const stride = store.layout.words + RECORD_EXTRA;
  for (let from = 0; from < vectors.length; from += portion) {
    const some = vectors.slice(from, from + portion);
    const words = new Int32Array(some.length * stride);
    some.forEach((vector, i) => {
      pack(store.layout, vector, words, i * stride);
      words[i * stride + store.layout.words + RECORD_PARENT] = from / portion;
    });
    store.ensureRoom(some.length, never);
    expect(store.insert({ words, stride, end: words.length }, 0, store.room)).toBe(words.length);
  }
}

const vectors = (components: number) =>
  fc.array(fc.array(fc.nat(20), { minLength: components, maxLength: components }), { minLength: 1, maxLength: 3000, size: 'max' });

describe('the store', () => {
  test('keeps each state once, in the order of discovery, with its first parent, in every layout', () => {
    fc.assert(
      fc.property(vectors(4), fc.integer({ min: 1, max: 64 }), (all, portion) => {
        const store = new StateStore(looseLayout(4));
        const half = Math.floor(all.length / 2);
        fill(store, all.slice(0, half), portion);
        const layout = packedLayout([21, 21, 21, 21]);
        expect(layout.words).toBe(1);
        expect(store.relayout(layout, never)).toBe(true);
        fill(store, all.slice(half), portion);
        expect(store.relayout(looseLayout(4), never)).toBe(true);

        const model = new Map<string, number>();
        const parents: number[] = [];
        all.forEach((vector, i) => {
          if (model.has(vector.join())) return;
          model.set(vector.join(), model.size);
          parents.push(Math.floor((i < half ? i : i - half) / portion));
        });
        expect(store.count).toBe(model.size);
        for (const [key, state] of model) {
          expect([0, 1, 2, 3].map((component) => store.component(state, component)).join()).toBe(key);
          expect(store.parent(state)).toBe(parents[state]);
          const words = Int32Array.from(key.split(','), Number);
          expect(store.find(words, 0)).toBe(state);
        }
        expect(store.find(Int32Array.of(21, 0, 0, 0), 0)).toBe(-1);
      }),
      { numRuns: 40 },
    );
  });

  test('refuses the first new state beyond as many as there may be, and goes on from there', () => {
    const store = new StateStore(looseLayout(1));
    const stride = 1 + RECORD_EXTRA;
    const words = Int32Array.from([3, 3, 5, 3, 7, 9, 7].flatMap((value) => [value, ...new Array<number>(RECORD_EXTRA).fill(0)]));
    const records = { words, stride, end: words.length };
    expect(store.insert(records, 0, 2)).toBe(4 * stride);
    expect(store.count).toBe(2);
    expect(store.insert(records, 4 * stride, 2)).toBe(4 * stride);
    expect(store.insert(records, 4 * stride, 3)).toBe(5 * stride);
    expect(store.insert(records, 5 * stride, store.room)).toBe(words.length);
    expect(Array.from({ length: store.count }, (_, state) => store.component(state, 0))).toEqual([3, 5, 7, 9]);
  });

  test('grows from one state to many', () => {
    const store = new StateStore(packedLayout([1 << 18, 2]));
    const states = Array.from({ length: 150_000 }, (_, i) => [i, i % 2]);
    fill(store, states, 1000);
    expect(store.count).toBe(150_000);
    fill(store, states, 1000);
    expect(store.count).toBe(150_000);
    expect(store.component(149_999, 0)).toBe(149_999);
    expect(store.bytes / store.count).toBeLessThan(24);
  });

  test('an interrupted packing leaves the first states readable', () => {
    const states = Array.from({ length: 100_000 }, (_, i) => [i, i % 3, 1, 0, 0]);
    for (const [from, to] of [
      [looseLayout(5), packedLayout([1 << 17, 3, 2, 1, 1])],
      [packedLayout([1 << 17, 3, 2, 1, 1]), looseLayout(5)],
    ] as const) {
      const store = new StateStore(from);
      fill(store, states, 5000);
      expect(store.relayout(to, () => true)).toBe(false);
      expect(store.count).toBeGreaterThan(0);
      expect(store.count).toBeLessThan(100_000);
      for (const state of [0, 1, store.count >> 1, store.count - 1]) {
        expect([0, 1, 2].map((component) => store.component(state, component))).toEqual([state, state % 3, 1]);
        expect(store.parent(state)).toBe(Math.floor(state / 5000));
      }
    }
  });
});

test('a packed layout gives every component what it needs and some spare, in few words', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 40 }), (counts) => {
      const layout = packedLayout(counts);
      expect(fits(layout, (component) => (counts[component] as number) + 1)).toBe(true);
      const bits = counts.map((_, component) => 32 - Math.clz32(layout.mask[component] as number));
      expect(layout.words).toBeLessThanOrEqual(counts.length);
      const taken = new Array<number>(layout.words).fill(0);
      counts.forEach((_, component) => {
        const word = layout.word[component] as number;
        expect(layout.shift[component]).toBe(taken[word]);
        taken[word] = (taken[word] as number) + (bits[component] as number);
      });
      for (const sum of taken) expect(sum).toBeLessThanOrEqual(32);
    }),
  );
  expect(fits(packedLayout([3, 20]), (component) => [5, 20_000][component] as number)).toBe(true);
  expect(fits(packedLayout([3, 20]), () => 10_000)).toBe(false);
});
