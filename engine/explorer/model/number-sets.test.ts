import { expect, test } from 'vitest';
import { systemOf } from '../../testing/system.ts';
import { NumberSets } from './number-sets.ts';

const { values } = systemOf(`
  role Store { on read(key) { reply 1 } }
  scenario "s" { node s = Store
    explore
    invariant i: true }`).machine;
const requests = (client: number, ...numbers: readonly number[]) => numbers.map((number) => values.request(client, number, 0, []));

test('sets are numbered by their content, the empty one 0; unions and least free numbers', () => {
  const sets = new NumberSets();
  expect(sets.of(0, requests(1, 0, 2))).toBe(0);
  const set = sets.of(1, [...requests(1, 2, 0), ...requests(0, 1)]);
  expect(sets.of(1, requests(1, 0, 2, 2))).toBe(set);
  const other = sets.of(1, requests(1, 1));
  expect(sets.union(set, other)).toBe(sets.of(1, requests(1, 0, 1, 2)));
  expect(sets.union(set, 0)).toBe(set);
  expect([0, set, other].map((one) => sets.leastFree(one, []))).toEqual([0, 1, 0]);
  expect(sets.leastFree(set, requests(1, 1))).toBe(3);
});
