import * as fc from 'fast-check';
import { test } from 'vitest';
import { simulate } from '../simulator/simulate.ts';
import { protocol } from './protocols.ts';
import { systemOf } from './system.ts';

test('random protocols are correct programs, and their runs end or are cut', () => {
  fc.assert(
    fc.property(protocol({ timed: true }), (text) => {
      const run = simulate(systemOf(text), 1, { maxSteps: 500 });
      return run.steps.length > 0;
    }),
    { numRuns: 100 },
  );
});
