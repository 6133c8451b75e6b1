import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { protocol } from '../../testing/protocols.ts';
import { systemOf } from '../../testing/system.ts';
import { interpretedSuccessors } from '../model/detours.ts';
import { Model } from '../model/model.ts';
import { Canonical } from './canonical.ts';
import { symmetryOf } from './interchangeable.ts';
import { identity, type Permutation } from './permutations.ts';

/** Some reachable states. */
function statesOf(model: Model, most: number): readonly Int32Array[] {
  const states = new Map(
    model
      .starts()
      .map((steps) => model.start(steps))
      .map((state) => [state.join(), state]),
  );
  for (const state of states.values()) {
    if (states.size >= most) break;
    for (const { vector } of interpretedSuccessors(model, state)) states.set(vector.join(), vector);
  }
  return [...states.values()].slice(0, most);
}

/** All members of a group. */
function membersOf({
  nodes,
  classes,
}: {
  readonly nodes: number;
  readonly classes: readonly (readonly number[])[];
}): readonly Permutation[] {
  return classes.reduce<readonly Permutation[]>(
    (all, members) =>
      all.flatMap((permutation) =>
        orders(members).map((order) => {
          const image = permutation.slice();
          members.forEach((node, i) => {
            image[node] = order[i] as number;
          });
          return image;
        }),
      ),
    [identity(nodes)],
  );
}
function orders(items: readonly number[]): readonly (readonly number[])[] {
  return items.length === 0
    ? [[]]
    : items.flatMap((item) => orders(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}

test('random protocols: a state and all that it becomes by renaming have one canonical state, and stabilisers are counted right', {
  timeout: 240_000,
}, () => {
  let compared = 0;
  let moved = 0;
  fc.assert(
    fc.property(protocol({ alike: 'even' }), (text) => {
      const system = systemOf(text);
      const group = symmetryOf(system, []);
      if (group === undefined) return;
      const model = new Model(system, []);
      const canonical = new Canonical(model, group);
      const members = membersOf(group);
      for (const state of statesOf(model, 40)) {
        canonical.find(state);
        const kept = canonical.state.slice();
        // It is what the permutation that is given makes of the state.
        expect(canonical.renamed(state, canonical.permutations.get(canonical.permutation))).toEqual(kept);
        const images = members.map((member) => canonical.renamed(state, member));
        for (const image of images) {
          canonical.find(image);
          expect(canonical.state).toEqual(kept);
          if (image.join() !== state.join()) moved++;
        }
        const fixed = images.filter((image) => image.join() === state.join()).length;
        expect(canonical.stabiliserOf(state)).toBe(fixed);
        compared++;
      }
    }),
    { numRuns: 100 },
  );
  expect(compared).toBeGreaterThan(500);
  expect(moved).toBeGreaterThan(500);
});
