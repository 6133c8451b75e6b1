import { describe, expect, test } from 'vitest';
import { baselineTwoPhaseCommit } from '../../bench/baseline/two-phase-commit.ts';
import { twoPhaseCommit } from '../../bench/models/two-phase-commit.ts';
import { systemOf } from '../testing/system.ts';
import { naiveExplore } from '../world/testing/naive.ts';
import { explore } from './explore.ts';
import { contextOf } from './testing/context.ts';
import { questionsOf } from './testing/questions.ts';

function explored(participants: number) {
  const system = systemOf(
    twoPhaseCommit(participants, ['check atomicCommit', 'possible done: all p in nodes(Participant): p.state == committed']),
  );
  const context = contextOf(system);
  const questions = questionsOf(system, context);
  return { system, questions, ...explore(system, context, questions) };
}

describe('two-phase commit', () => {
  test.each([1, 2, 3])('with %i participants has the states that the naive search finds', (participants) => {
    const { states, transitions, system } = explored(participants);
    const naive = naiveExplore(system);
    expect({ states, transitions }).toEqual({ states: naive.states.size, transitions: naive.transitions });
  });

  test.each([4, 6])('with %i participants has the states that a search by hand finds', (participants) => {
    const { states, transitions } = explored(participants);
    const { states: expected, transitions: edges } = baselineTwoPhaseCommit(participants);
    expect({ states, transitions }).toEqual({ states: expected, transitions: edges });
  });

  test('keeps its promises, and blocks when the coordinator dies', () => {
    const { answers, questions } = explored(3);
    const answer = (name: string) => answers[questions.findIndex((question) => question.name === name)];
    expect(answer('atomicity')).toEqual({ kind: 'holds' });
    // Everybody votes yes and hears of it: the beginning, then per participant a Prepare, a Vote and a Decision.
    const done = answer('done');
    expect(done?.kind === 'holds' && done.path?.steps.filter(({ action }) => action.kind !== 'start')).toHaveLength(1 + 3 * 3);
  });
});
