import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { protocol } from '../testing/protocols.ts';
import { systemOf } from '../testing/system.ts';
import { naiveExplore } from '../world/testing/naive.ts';
import { explore } from './explore.ts';
import { contextOf } from './testing/context.ts';

test('random protocols: the same states, transitions and depth as the naive search', () => {
  let compared = 0;
  fc.assert(
    fc.property(protocol(), (text) => {
      const naive = naiveExplore(systemOf(text), { maxStates: 1500 });
      if (!naive.exhaustive) return;
      compared++;
      const system = systemOf(text);
      const found = explore(system, contextOf(system), []);
      expect({ states: found.states, transitions: found.transitions, depth: found.depth }).toEqual({
        states: naive.states.size,
        transitions: naive.transitions,
        depth: Math.max(0, ...[...naive.states.values()].map(({ depth }) => depth)),
      });
    }),
    { numRuns: 300 },
  );
  expect(compared).toBeGreaterThan(100);
});
