import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventQueue } from './queue.ts';

test('gives the earliest first, ties in the order in which they were scheduled', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer({ min: 0, max: 9 }), { nil: 'next' as const })), (operations) => {
      const queue = new EventQueue<number>();
      const model: { timeMs: number; entry: number }[] = [];
      operations.forEach((operation, entry) => {
        if (operation === 'next') {
          const [first] = model.toSorted((a, b) => a.timeMs - b.timeMs);
          if (first) model.splice(model.indexOf(first), 1);
          const next = queue.next();
          expect(next && { timeMs: next.timeMs, entry: next.entry }).toEqual(first);
        } else {
          queue.add(operation, entry);
          model.push({ timeMs: operation, entry });
        }
      });
    }),
  );
});
