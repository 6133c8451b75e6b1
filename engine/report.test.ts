import { expect, test } from 'vitest';
import { statesText } from './report.ts';

test('states are told as they are, or with what they stand for where that is known', () => {
  expect(statesText({ states: 1 })).toBe('1 state');
  expect(statesText({ states: 1349 })).toBe('1,349 states');
  expect(statesText({ states: 29_249, reduced: { standsFor: 170_009 } })).toBe('29,249 states (for 170,009)');
  expect(statesText({ states: 1245, reduced: {} })).toBe('1,245 states (reduced)');
});
