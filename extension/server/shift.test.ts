import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shiftBetween } from './shift.ts';

test('what stands before an edit stays, what stands behind it moves, what it touches is dropped', () => {
  const shift = shiftBetween('one two three', 'one 2 three');
  expect(shift({ start: 0, end: 3 })).toEqual({ start: 0, end: 3 });
  expect(shift({ start: 8, end: 13 })).toEqual({ start: 6, end: 11 });
  expect(shift({ start: 4, end: 7 })).toBeUndefined();
  expect(shift({ start: 0, end: 13 })).toBeUndefined();
});

test('a range that survives covers the same text as before', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 12 });
  fc.assert(
    fc.property(text, text, fc.nat(12), fc.nat(12), (before, after, from, length) => {
      const start = Math.min(from, before.length);
      const end = Math.min(start + length, before.length);
      const moved = shiftBetween(before, after)({ start, end });
      if (moved !== undefined) expect(after.slice(moved.start, moved.end)).toBe(before.slice(start, end));
    }),
  );
});
