import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitOf, join, overlap, sameType, showType } from './relations.ts';
import type { Type } from './types.ts';

const simple: fc.Arbitrary<Type> = fc.constantFrom<Type>(
  { kind: 'bool' },
  { kind: 'int' },
  { kind: 'string' },
  { kind: 'value' },
  { kind: 'node' },
  { kind: 'node', role: 'A' },
  { kind: 'node', role: 'B' },
  { kind: 'enum', name: 'E' },
  { kind: 'struct', name: 'S' },
  { kind: 'none' },
);
const { type } = fc.letrec<{ type: Type }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    simple,
    tie('type').map(
      (inner): Type => (inner.kind === 'optional' || inner.kind === 'value' || inner.kind === 'none' ? inner : { kind: 'optional', inner }),
    ),
    tie('type').map((element): Type => ({ kind: 'set', element })),
    tie('type').map((element): Type => ({ kind: 'list', element })),
    fc.tuple(tie('type'), tie('type')).map(([key, value]): Type => ({ kind: 'map', key, value })),
  ),
}));

describe('types', () => {
  test('fit where they are wanted themselves', () => {
    fc.assert(fc.property(type, (t) => fitOf(t, t) === 'yes' && sameType(t, t)));
  });
  test('fit transitively', () => {
    fc.assert(
      fc.property(type, type, type, (a, x, y) => {
        const b = join(a, x);
        const c = b && join(b, y);
        if (c) expect(fitOf(a, c)).toBe('yes');
      }),
    );
  });
  test('are the same if each fits the other', () => {
    fc.assert(
      fc.property(type, type, (a, b) => {
        if (fitOf(a, b) === 'yes' && fitOf(b, a) === 'yes') expect(sameType(a, b)).toBe(true);
      }),
    );
  });
  test('have what they join to in common', () => {
    fc.assert(
      fc.property(type, type, (a, b) => {
        const joined = join(a, b);
        if (!joined) return;
        expect([fitOf(a, joined), fitOf(b, joined)]).toEqual(['yes', 'yes']);
        expect(overlap(a, joined)).toBe(true);
      }),
    );
  });
  test('overlap both ways round', () => {
    fc.assert(fc.property(type, type, (a, b) => overlap(a, b) === overlap(b, a)));
  });
  test('overlap where one fits the other', () => {
    fc.assert(fc.property(type, type, (a, b) => fitOf(a, b) === 'no' || overlap(a, b)));
  });
  test('are written differently if they are different', () => {
    fc.assert(fc.property(type, type, (a, b) => (showType(a) === showType(b)) === sameType(a, b)));
  });
});
