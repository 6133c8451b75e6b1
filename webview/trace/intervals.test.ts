import { array, assert, integer, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { IntervalIndex } from './intervals.ts';

const extent = record({ top: integer({ min: 0, max: 100 }), length: integer({ min: 0, max: 60 }) }).map(({ top, length }) => ({
  top,
  bottom: top + length,
}));

test('finds what a look at each of them finds', () => {
  assert(
    property(array(extent, { maxLength: 40 }), extent, (items, window) => {
      const found = new IntervalIndex(items).overlapping(window.top, window.bottom);
      const expected = items.filter((item) => item.top <= window.bottom && item.bottom >= window.top);
      expect(new Set(found)).toEqual(new Set(expected));
      expect(found).toHaveLength(expected.length);
    }),
  );
});
