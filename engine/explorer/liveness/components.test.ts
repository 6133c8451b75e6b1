import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { EdgeList, type Edges } from '../search/edges.ts';
import { Limits } from '../search/limits.ts';
import { Scratch } from '../search/scratch.ts';
import { allGoals, reachGoals } from './backward.ts';
import { ComponentFinder } from './components.ts';

const scratch = new Scratch(new Limits({}), { states: 0, transitions: 0, frontier: 0, depth: 0, bytes: 0 });

const STATES = 12;
const state = fc.integer({ min: 0, max: STATES - 1 });
const graphs = fc.array(fc.tuple(state, state), { maxLength: 30 }).map((pairs) => pairs.sort(([a], [b]) => a - b));
const parts = fc.uniqueArray(state).map((states) => new Set(states));

function edgesOf(pairs: readonly (readonly [number, number])[]): Edges {
  const list = new EdgeList(STATES, scratch, { labels: false, permutations: false });
  for (const [from, to] of pairs) list.add(from, to, 1);
  return list.finish();
}

/** States reachable in at least one step. */
function beyond(pairs: readonly (readonly [number, number])[], from: number, inside: (state: number) => boolean): ReadonlySet<number> {
  const found = new Set<number>();
  const visit = (at: number) => {
    for (const [a, b] of pairs) {
      if (a !== at || !inside(b) || found.has(b)) continue;
      found.add(b);
      visit(b);
    }
  };
  visit(from);
  return found;
}

test('components are the states that reach each other and themselves, time after time', () => {
  fc.assert(
    fc.property(graphs, parts, (pairs, part) => {
      const all = Int32Array.from({ length: STATES }, (_, each) => each);
      const finder = new ComponentFinder(edgesOf(pairs), scratch);
      for (const inside of [() => true, (each: number) => part.has(each), () => true]) {
        const found = finder.cyclic(all, inside);
        const sets = Array.from({ length: found.count }, (_, number) => [...found.at(number)]);
        const expected = [...all].filter(inside).flatMap((each) => {
          const there = beyond(pairs, each, inside);
          const together = [...all].filter((other) => there.has(other) && beyond(pairs, other, inside).has(each));
          return together[0] === each ? [together] : [];
        });
        expect(sets.sort(([a = 0], [b = 0]) => a - b)).toEqual(expected);
      }
    }),
  );
});

test('goals are pulled back as far as they can be reached from', () => {
  fc.assert(
    fc.property(graphs, fc.array(fc.tuple(state, fc.integer({ min: 0, max: 30 }))), (pairs, goals) => {
      const reached = new Int32Array(STATES);
      for (const [at, goal] of goals) reached[at] = (reached[at] as number) | (1 << goal);
      const expected = Array.from(reached, (own, each) =>
        [...beyond(pairs, each, () => true)].reduce((bits, other) => bits | (reached[other] as number), own),
      );
      reachGoals(edgesOf(pairs), allGoals(31), reached, undefined, scratch);
      expect([...reached]).toEqual(expected);
    }),
  );
});
