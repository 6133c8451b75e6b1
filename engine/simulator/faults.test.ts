import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { protocol } from '../testing/protocols.ts';
import { systemOf } from '../testing/system.ts';
import { simulate } from './simulate.ts';

const options = { maxSteps: 300 };

test('a run whose faults are all allowed is the same run; without any, nothing strikes', { timeout: 60_000 }, () => {
  let struckInAll = 0;
  fc.assert(
    fc.property(protocol({ timed: true }), fc.integer({ min: 1, max: 50 }), (text, seed) => {
      const system = systemOf(text);
      const run = simulate(system, seed, options);
      struckInAll += run.struck.length;
      expect(new Set(run.struck).size).toBe(run.struck.length);
      expect(simulate(system, seed, { ...options, faults: new Set(run.struck) })).toEqual(run);
      const calm = simulate(system, seed, { ...options, faults: new Set() });
      expect(calm.struck).toEqual([]);
      expect(calm.steps.some(({ action }) => 'budget' in action && action.budget !== undefined)).toBe(false);
      const dice = calm.steps.flatMap(({ happenings }) => happenings.filter((one) => one.kind === 'lose' && one.reason === 'network'));
      expect(dice).toEqual([]);
    }),
    { numRuns: 200 },
  );
  expect(struckInAll).toBeGreaterThan(50);
});
