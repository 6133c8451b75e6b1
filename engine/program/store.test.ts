import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  mapGet,
  mapMerge,
  mapRemove,
  mapSet,
  setDifference,
  setHas,
  setInsert,
  setIntersection,
  setRemove,
  setUnion,
} from './collections.ts';
import { ConsTable } from './cons-table.ts';
import { ValueTooLargeError } from './errors.ts';
import { ConsingStore } from './store.ts';
import { build, canonical, type Plain, plainValue } from './testing/values.ts';
import type { Value } from './values.ts';

describe('hash-consing', () => {
  test('values are the same object exactly where their content is equal', () => {
    fc.assert(
      fc.property(plainValue, plainValue, (a, b) => {
        const store = new ConsingStore();
        expect(build(store, a)).toBe(build(store, a));
        expect(build(store, a) === build(store, b)).toBe(canonical(a) === canonical(b));
      }),
      { numRuns: 1000 },
    );
  });

  test('ids are unique, also when the table grows', () => {
    const store = new ConsingStore();
    const values = Array.from({ length: 10_000 }, (_, i) => store.list([i, `${i % 7}`]));
    expect(new Set(values.map((value) => value.id)).size).toBe(values.length);
    for (const [i, value] of values.entries()) expect(store.list([i, `${i % 7}`])).toBe(value);
  });

  test('the table tells apart what has the same hash', () => {
    const table = new ConsTable<{ n: number }>((a, b) => a.n === b.n, 4);
    const kept = Array.from({ length: 50 }, (_, n) => table.intern({ n }, 12));
    expect(table.size).toBe(50);
    expect(kept.map(({ n }) => table.intern({ n }, 12))).toEqual(kept);
    expect(table.size).toBe(50);
  });

  test('a value that nobody could compare or print is refused', () => {
    const store = new ConsingStore();
    let value: Value = 1;
    const grow = (parts: (value: Value) => Value[]): void => {
      for (let i = 0; i < 1000; i++) value = store.list(parts(value));
    };
    expect(() => grow((inner) => [inner, inner])).toThrow(ValueTooLargeError);
    value = 1;
    expect(() => grow((inner) => [inner])).toThrow('nested more than 500 levels deep');
  });
});

describe('the order of values', () => {
  const sign = (n: number): number => Math.sign(n);

  test('is total, and 0 only for the same value', () => {
    fc.assert(
      fc.property(plainValue, plainValue, plainValue, (x, y, z) => {
        const store = new ConsingStore();
        const [a, b, c] = [build(store, x), build(store, y), build(store, z)];
        expect(store.compare(a, b) === 0).toBe(a === b);
        expect(sign(store.compare(a, b))).toBe(-sign(store.compare(b, a)) + 0);
        if (store.compare(a, b) <= 0 && store.compare(b, c) <= 0) expect(store.compare(a, c)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 1000 },
    );
  });

  test('does not depend on the order in which values were made', () => {
    fc.assert(
      fc.property(plainValue, plainValue, (x, y) => {
        const one = new ConsingStore();
        const first = one.compare(build(one, x), build(one, y));
        const other = new ConsingStore();
        build(other, y);
        expect(sign(first)).toBe(sign(other.compare(build(other, x), build(other, y))));
      }),
    );
  });

  test('is the documented one', () => {
    const store = new ConsingStore();
    const ascending = [
      null,
      false,
      true,
      -1,
      0,
      7,
      '',
      'a',
      'b',
      store.enumMember(0, 0),
      store.enumMember(0, 1),
      store.node(0),
      store.node(1),
      store.list([]),
      store.list([1]),
      store.list([1, 2]),
      store.list([2]),
      store.set([]),
      store.set([1, 2]),
      store.map([]),
      store.map([['a', 1]]),
      store.map([['a', 2]]),
      store.struct(0, [1, 'x']),
      store.struct(0, [2, 'a']),
      store.request(0, 0, 0, []),
    ];
    expect([...ascending].reverse().sort((a, b) => store.compare(a, b))).toEqual(ascending);
  });
});

describe('sets and maps against a naive model', () => {
  const elements = fc.array(plainValue, { maxLength: 6 });
  const model = (plain: readonly Plain[]): Map<string, Plain> => new Map(plain.map((element) => [canonical(element), element]));

  test('sets', () => {
    fc.assert(
      fc.property(elements, elements, plainValue, (xs, ys, element) => {
        const store = new ConsingStore();
        const [a, b] = [store.set(xs.map((x) => build(store, x))), store.set(ys.map((y) => build(store, y)))];
        const value = build(store, element);
        const [left, right] = [model(xs), model(ys)];
        const expected = (kept: Iterable<Plain>): Value => store.set([...kept].map((plain) => build(store, plain)));
        expect(a.elements).toHaveLength(left.size);
        expect(setHas(a, value)).toBe(left.has(canonical(element)));
        expect(setUnion(store, a, b)).toBe(expected([...xs, ...ys]));
        expect(setDifference(store, a, b)).toBe(expected([...left].filter(([key]) => !right.has(key)).map(([, plain]) => plain)));
        expect(setIntersection(store, a, b)).toBe(expected([...left].filter(([key]) => right.has(key)).map(([, plain]) => plain)));
        expect(setInsert(store, a, value)).toBe(expected([...xs, element]));
        left.delete(canonical(element));
        expect(setRemove(store, a, value)).toBe(expected(left.values()));
      }),
    );
  });

  test('maps', () => {
    const entries = fc.array(fc.tuple(plainValue, fc.integer()), { maxLength: 6 });
    fc.assert(
      fc.property(entries, entries, plainValue, fc.integer(), (xs, ys, key, number) => {
        const store = new ConsingStore();
        const made = (pairs: readonly (readonly [Plain, number])[]) => store.map(pairs.map(([k, v]) => [build(store, k), v]));
        const map = made(xs);
        const expected = new Map(xs.map(([k, v]) => [canonical(k), v]));
        const at = build(store, key);
        expect(map.keys).toHaveLength(expected.size);
        expect(mapGet(map, at)).toBe(expected.get(canonical(key)));
        expect(mapSet(store, map, at, number)).toBe(made([...xs, [key, number]]));
        expect(mapRemove(store, map, at)).toBe(made(xs.filter(([k]) => canonical(k) !== canonical(key))));
        expect(mapMerge(store, map, made(ys))).toBe(made([...xs, ...ys]));
      }),
    );
  });
});
