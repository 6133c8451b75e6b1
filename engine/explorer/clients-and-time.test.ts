import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { protocol } from '../testing/protocols.ts';
import { systemOf } from '../testing/system.ts';
import { naiveExplore } from '../world/testing/naive.ts';
import { explore } from './explore.ts';
import { contextOf } from './testing/context.ts';
import { conditionQuestion } from './testing/questions.ts';

const kinds = {
  'with clients': protocol({ clients: true }),
  'of a synchronous network': protocol().map((text) =>
    text.replace(/ {2}network \{[^}]*\}\n/, '').replace('  explore\n', '  network synchronous { delay 1ms..2ms }\n  explore\n'),
  ),
};

describe.each(Object.entries(kinds))('random protocols %s', (_, protocols) => {
  test('the search finds what the reference finds', { timeout: 120_000 }, () => {
    let compared = 0;
    fc.assert(
      fc.property(protocols, (text) => {
        const naive = naiveExplore(systemOf(text), { maxStates: 500 });
        fc.pre(naive.exhaustive);
        compared++;
        const system = systemOf(text);
        const questions = system.run.claims.flatMap(({ property }) => conditionQuestion(system, property));
        const { states, transitions, depth, failures } = explore(system, contextOf(system), questions);
        expect({ states, transitions }).toEqual({ states: naive.states.size, transitions: naive.transitions });
        expect(depth).toBe(Math.max(...[...naive.states.values()].map((state) => state.depth), ...failures.map(() => 0)));
        const places = new Set(naive.failures.map((steps) => JSON.stringify(steps.at(-1)?.failure?.place)));
        expect(failures.map(({ failure }) => JSON.stringify(failure.place)).toSorted()).toEqual([...places].toSorted());
      }),
      { numRuns: 50 },
    );
    expect(compared).toBeGreaterThan(15);
  });
});
