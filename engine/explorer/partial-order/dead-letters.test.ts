import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { twoPhaseCommit } from '../../../bench/models/two-phase-commit.ts';
import { checkedProperties } from '../../checkers/registry.ts';
import { protocol } from '../../testing/protocols.ts';
import { claims } from '../testing/questions.ts';
import { both, explored, summary } from '../testing/reductions.ts';

/** Claims of which a search without every order can tell. */
const tellable = claims.map((lines) => lines.filter((line) => !line.startsWith('eventually')));

test('random protocols: the same answers with messages to the dead and without, by runs as short', { timeout: 300_000 }, () => {
  const seen = { reduced: 0, kept: 0, full: 0 };
  fc.assert(
    fc.property(
      tellable.chain((lines) => protocol({ claims: [...lines, 'invariant last: true'], crashes: true })),
      fc.subarray([...checkedProperties], { maxLength: 4 }),
      (text, names) => {
        const { full, reduced } = both(text, names, { symmetry: false, maxStates: 2500 });
        if (full.limit !== undefined || reduced.limit !== undefined) return;
        expect(summary(reduced)).toEqual(summary(full));
        expect(reduced.states).toBeLessThanOrEqual(full.states);
        if (reduced.reduced === undefined || reduced.states === full.states) return;
        seen.reduced++;
        seen.kept += reduced.states;
        seen.full += full.states;
      },
    ),
    { numRuns: 250 },
  );
  expect(seen.reduced).toBeGreaterThan(40);
  expect(seen.kept).toBeLessThan(0.9 * seen.full);
});

describe('a coordinator that dies for good', () => {
  const text = (participants: number) =>
    twoPhaseCommit(participants, ['always possible all: all p in nodes(Participant): p.state != waiting']);

  test('is sent votes that nobody waits for any more', () => {
    const { full, reduced } = both(text(4), ['atomicity', 'nonBlocking'], { symmetry: false });
    expect(summary(reduced)).toEqual(summary(full));
    expect(reduced.states).toBeLessThan(0.65 * full.states);
  });

  test('is sent them for commitValidity, which reads of losses', () => {
    const { full, reduced } = both(text(3), ['commitValidity'], { symmetry: false });
    expect(reduced.states).toBe(full.states);
  });

  test('comes back: then it may get them', () => {
    const back = text(3).replace('1 crash of c', '1 crash with recovery of c');
    expect(both(back, [], { symmetry: false }).reduced.reduced).toBeUndefined();
  });

  test('they are dropped only if that is asked for', () => {
    expect(explored(text(3), [], { symmetry: false, partialOrder: false, reduceFrom: 0 }).reduced).toBeUndefined();
  });
});
