import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from './parse.ts';
import { print } from './print.ts';
import { samples } from './testing/samples.ts';
import { sourceTree } from './testing/trees.ts';
import { rangeFaults, withoutRanges } from './testing/walk.ts';

describe('printing', () => {
  test.each(Object.entries(samples))('the sample "%s" comes back as it was', (_, text) => {
    const { tree } = parse(text);
    const printed = print(tree);
    const again = parse(printed);
    expect(again.problems).toEqual([]);
    expect(withoutRanges(again.tree)).toEqual(withoutRanges(tree));
    expect(print(again.tree)).toBe(printed);
  });

  test('every tree comes back as it was, with ranges that nest', () => {
    fc.assert(
      fc.property(sourceTree, (tree) => {
        const printed = print(tree);
        const again = parse(printed);
        expect(again.problems, printed).toEqual([]);
        expect(withoutRanges(again.tree), printed).toEqual(withoutRanges(tree));
        expect(rangeFaults(again.tree, printed.length)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
