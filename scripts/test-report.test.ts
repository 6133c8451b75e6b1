import { expect, test } from 'vitest';
import { addTotals } from './test-report.ts';

test('totals of several runs add up', () => {
  const unit = { passed: 3, failed: 0, skipped: 1 };
  const e2e = { passed: 2, failed: 4, skipped: 0 };
  expect(addTotals([unit, e2e])).toEqual({ passed: 5, failed: 4, skipped: 1 });
});
