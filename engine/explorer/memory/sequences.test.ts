import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { SequenceTable } from './sequences.ts';

test('equal sequences have one number, different ones different numbers, in the order of first sight', () => {
  const sequence = fc.array(fc.integer({ min: -2, max: 3 }), { maxLength: 5 });
  fc.assert(
    fc.property(fc.array(sequence, { maxLength: 2000 }), (sequences) => {
      const table = new SequenceTable();
      const model = new Map<string, number>();
      for (const one of sequences) {
        const key = one.join();
        expect(table.find(one)).toBe(model.get(key) ?? -1);
        if (!model.has(key)) model.set(key, model.size);
        expect(table.intern(one)).toBe(model.get(key));
      }
      expect(table.size).toBe(model.size);
      for (const [key, number] of model) {
        expect(Array.from(table.get(number)).join()).toBe(key);
        expect(table.length(number)).toBe(table.get(number).length);
        table.get(number).forEach((value, i) => {
          expect(table.at(number, i)).toBe(value);
        });
      }
    }),
  );
});
