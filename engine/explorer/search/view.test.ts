import { expect, test } from 'vitest';
import { depthOf } from './view.ts';

test('the depth of a state is that of its level, also while the level is still being found', () => {
  expect([0, 1, 3].map((state) => depthOf(state, [0], 1))).toEqual([0, 1, 1]);
  expect([0, 3, 4, 8, 9, 12].map((state) => depthOf(state, [0, 1, 4], 9))).toEqual([0, 1, 2, 2, 3, 3]);
  // Before its expansion has begun, and after its end.
  expect([4, 8].map((state) => depthOf(state, [0, 1, 4], 4))).toEqual([2, 2]);
  expect(depthOf(0, [0], 0)).toBe(0);
});
