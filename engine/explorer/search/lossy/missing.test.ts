import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { twoPhaseCommit } from '../../../../bench/models/two-phase-commit.ts';
import { protocol } from '../../../testing/protocols.ts';
import { systemOf } from '../../../testing/system.ts';
import { explore } from '../../explore.ts';
import type { ExploreOptions } from '../../questions.ts';
import { contextOf } from '../../testing/context.ts';
import { claims, questionsOf } from '../../testing/questions.ts';

// So few bits that even small protocols have states which are taken for others.
vi.mock(import('./visited.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    Bits: class extends real.Bits {
      constructor() {
        super(2 ** 12);
      }
    },
  };
});

function explored(text: string, options: ExploreOptions) {
  const system = systemOf(text);
  const context = contextOf(system);
  return explore(system, context, questionsOf(system, context), options);
}

test('a lossy exploration that misses states says so, and what it finds is true all the same', { timeout: 120_000 }, () => {
  let [missed, found] = [0, 0];
  const compare = (text: string): void => {
    const exact = explored(text, {});
    const lossy = explored(text, { lossy: 'bitstate' });
    expect(lossy.states).toBeLessThanOrEqual(exact.states);
    expect(lossy.limit).toContain('taken for others and missed, by estimate');
    if (lossy.states < exact.states) missed++;
    lossy.answers.forEach((answer, index) => {
      if (answer.kind !== 'undecided') {
        found++;
        expect(answer.kind).toBe(exact.answers[index]?.kind);
      }
    });
  };
  compare(twoPhaseCommit(5, ['check atomicity', 'invariant uncommitted: all p in nodes(Participant): p.state != committed']));
  expect(missed).toBe(1);
  fc.assert(
    fc.property(
      claims.chain((lines) => protocol({ claims: lines })),
      (text) => {
        if (explored(text, { maxStates: 5000 }).limit === undefined) compare(text);
      },
    ),
    { numRuns: 30 },
  );
  expect(found).toBeGreaterThan(10);
});
