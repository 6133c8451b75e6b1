import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { simulate } from '../simulator/simulate.ts';
import { protocol } from './protocols.ts';
import { systemOf } from './system.ts';

test('random protocols with clients are correct programs, and their operations return or stay open', () => {
  let returned = 0;
  let open = 0;
  fc.assert(
    fc.property(protocol({ timed: true, clients: true }), (text) => {
      const { steps } = simulate(systemOf(text), 1, { maxSteps: 500 });
      const kinds = steps.flatMap(({ happenings }) => happenings.map(({ kind }) => kind));
      const returns = kinds.filter((kind) => kind === 'return').length;
      returned += returns;
      open += kinds.filter((kind) => kind === 'invoke').length - returns;
    }),
    { numRuns: 100 },
  );
  expect(returned).toBeGreaterThan(50);
  expect(open).toBeGreaterThan(20);
});

test('random protocols are correct programs, and their runs end or are cut', () => {
  fc.assert(
    fc.property(protocol({ timed: true }), (text) => {
      const run = simulate(systemOf(text), 1, { maxSteps: 500 });
      return run.steps.length > 0;
    }),
    { numRuns: 100 },
  );
});
