import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { twoPhaseCommit } from '../../../../bench/models/two-phase-commit.ts';
import { protocol } from '../../../testing/protocols.ts';
import { systemOf } from '../../../testing/system.ts';
import { explore } from '../../explore.ts';
import type { Answer, ExploreOptions } from '../../questions.ts';
import { contextOf } from '../../testing/context.ts';
import { claims, questionsOf } from '../../testing/questions.ts';

function explored(text: string, options: ExploreOptions) {
  const system = systemOf(text);
  const context = contextOf(system);
  const questions = questionsOf(system, context);
  return { ...explore(system, context, questions, options), questions };
}
/** Answers that a reachable state gives; a run that shows it can be replayed, or the explorer throws. */
const shown = (answer: Answer | undefined) =>
  answer?.kind === 'undecided' || answer?.path === undefined ? undefined : answer.path.steps.length;

describe('a lossy exploration', () => {
  test('random protocols: with memory enough it finds what there is to be found, by shortest runs, and calls nothing proved', {
    timeout: 120_000,
  }, () => {
    let [found, open] = [0, 0];
    fc.assert(
      fc.property(
        claims.chain((lines) => protocol({ claims: lines })),
        fc.constantFrom('fingerprint', 'bitstate'),
        (text, lossy) => {
          const exact = explored(text, { maxStates: 2000 });
          const { answers, states, transitions, failures, limit, questions } = explored(text, {
            maxStates: 2000,
            maxBytes: 2 ** 26,
            lossy,
          });
          expect(limit).toContain('lossy: of the states that it came by less than 0.0001 % taken for others and missed, by estimate');
          if (exact.limit === undefined) expect({ states, transitions }).toEqual({ states: exact.states, transitions: exact.transitions });
          expect(failures.map(({ failure, path }) => [failure, path.steps.length])).toEqual(
            exact.failures.map(({ failure, path }) => [failure, path.steps.length]),
          );
          questions.forEach(({ kind }, index) => {
            const [answer, known] = [answers[index], exact.answers[index]];
            const bySingleState = kind === 'monitor' || kind === 'invariant' || kind === 'possible';
            const length = bySingleState && shown(known) !== 0 ? shown(known) : undefined;
            if (length === undefined) open++;
            else found++;
            if (length === undefined && shown(known) !== 0) expect(answer?.kind).toBe('undecided');
            if (length !== undefined) expect(shown(answer)).toBe(length);
          });
        },
      ),
      { numRuns: 60 },
    );
    expect(found).toBeGreaterThan(20);
    expect(open).toBeGreaterThan(20);
  });

  test('claims that need every state are undecided', () => {
    const { answers, questions } = explored(twoPhaseCommit(3, []), { lossy: 'fingerprint' });
    const whole = answers.filter((_, index) => questions[index]?.kind === 'liveness');
    expect(whole.length).toBeGreaterThan(1);
    for (const answer of whole) expect(answer).toEqual({ kind: 'undecided', reason: expect.stringContaining('every state') });
  });

  test('heeds the limits', () => {
    const text = twoPhaseCommit(6, []);
    const states = explored(text, { lossy: 'fingerprint', maxStates: 5000 });
    expect(states.states).toBe(5000);
    expect(states.limit).toMatch(/^5,000 states, depth \d+; lossy/);
    expect(explored(text, { lossy: 'fingerprint', maxDepth: 4 }).depth).toBe(4);
    expect(explored(text, { lossy: 'bitstate', maxBytes: 2 ** 21 }).limit).toMatch(/^2 MiB of memory: [\d,]+ states, depth \d+; lossy/);
    expect(explored(text, { lossy: 'bitstate', isCancelled: () => true }).limit).toMatch(/^cancelled: /);
  });
});
