import { afterEach, expect, test, vi } from 'vitest';
import { twoPhaseCommit } from '../../../bench/models/two-phase-commit.ts';
import { systemOf } from '../../testing/system.ts';
import { explore } from '../explore.ts';
import type { ExploreOptions, ExploreProgress } from '../questions.ts';
import { contextOf } from '../testing/context.ts';
import { questionsOf } from '../testing/questions.ts';

const claims = [
  'possible done: all p in nodes(Participant): p.state == committed',
  'always possible over: not up(c) or c.phase in {committed, aborted}',
  'eventually ended: not up(c) or c.phase in {committed, aborted}',
];
const plain = { symmetry: false, partialOrder: false };

function explored(options: ExploreOptions, asked = claims) {
  const system = systemOf(twoPhaseCommit(5, asked));
  return explore(system, contextOf(system), questionsOf(system, contextOf(system), []), { ...plain, ...options });
}

afterEach(() => vi.restoreAllMocks());

test('claims about the whole graph hold the same by generated code and without', () => {
  const kinds = ['holds', 'holds', 'holds'];
  for (const generateFrom of [1, Number.POSITIVE_INFINITY]) {
    const { answers, limit } = explored({ generateFrom });
    expect(limit).toBeUndefined();
    expect(answers.map(({ kind }) => kind)).toEqual(kinds);
  }
});

test('what has no room for the edges is undecided, though every state was found', () => {
  const whole = explored({});
  const { answers, limit, states, bytes } = explored({ maxBytes: whole.bytes + 2 ** 17 });
  expect(states).toBe(whole.states);
  expect(bytes).toBe(whole.bytes);
  expect(limit).toMatch(/^\d MiB of memory, checking always possible over, eventually ended: 7,753 states, depth \d+$/);
  expect(answers.map(({ kind }) => kind)).toEqual(['holds', 'undecided', 'undecided']);
  expect(answers[1]).toEqual({ kind: 'undecided', reason: `not exhausted: ${limit}` });
});

test('progress says what is being checked, and it can be cancelled', () => {
  let now = 1_000_000;
  vi.spyOn(Date, 'now').mockImplementation(() => {
    now += 200;
    return now;
  });
  const told: ExploreProgress[] = [];
  const { limit, answers } = explored({
    onProgress: (progress) => told.push(progress),
    isCancelled: () => told.at(-1)?.checking === 'eventually ended',
  });
  expect(told[0]).not.toHaveProperty('checking');
  expect(told[0]?.statesPerSecond).toBeGreaterThan(0);
  expect(told.map(({ checking }) => checking)).toContain('always possible over, eventually ended');
  expect(told.at(-1)).toMatchObject({ states: 7753, frontier: 0, checking: 'eventually ended' });
  expect(limit).toMatch(/^cancelled, checking eventually ended: 7,753 states/);
  // What was answered before stays so.
  expect(answers.map(({ kind }) => kind)).toEqual(['holds', 'holds', 'undecided']);
});
