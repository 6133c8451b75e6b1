import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ddmin } from './ddmin.ts';

describe('delta debugging', () => {
  const anyItems = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 30 });

  it('finds exactly the items that fail together', () => {
    fc.assert(
      fc.property(anyItems, fc.func(fc.boolean()), (items, chosen) => {
        const needed = items.filter(chosen);
        const result = ddmin(items, (part) => needed.every((item) => part.includes(item)), 10_000);
        expect(result).toEqual(needed);
      }),
    );
  });

  it('leaves nothing that could be left out, whatever fails', () => {
    fc.assert(
      fc.property(anyItems, fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 200 }), (items, modulus, least) => {
        // Not monotonic: a part of what fails need not fail.
        const fails = (part: readonly number[]) => {
          const sum = part.reduce((total, item) => total + item, 0);
          return part.length === items.length || (sum >= least && sum % modulus === 0);
        };
        const result = ddmin(items, fails, 10_000);
        expect(fails(result)).toBe(true);
        for (const item of result) expect(fails(result.filter((other) => other !== item))).toBe(false);
      }),
    );
  });

  it('stops when its trials are used up, with something that fails', () => {
    const items = Array.from({ length: 64 }, (_, i) => i);
    let trials = 0;
    const fails = (part: readonly number[]) => {
      trials++;
      return part.includes(5) && part.includes(40);
    };
    const result = ddmin(items, fails, 6);
    expect(trials).toBe(6);
    expect(result).toContain(5);
    expect(result).toContain(40);
    expect(result.length).toBeLessThanOrEqual(64);
  });
});
