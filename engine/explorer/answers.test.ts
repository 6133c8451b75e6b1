import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { protocol } from '../testing/protocols.ts';
import { systemOf } from '../testing/system.ts';
import { enabled, isFair } from '../world/enabled.ts';
import { initialWorld } from '../world/initial.ts';
import { worldKey } from '../world/key.ts';
import { replay } from '../world/replay.ts';
import type { Step, System } from '../world/world.ts';
import { explore } from './explore.ts';
import type { Answer, Path } from './questions.ts';
import { actionKey, bruteForce, type Expected, wholeGraph } from './testing/brute-force.ts';
import { contextOf } from './testing/context.ts';
import { goingRound } from './testing/going-round.ts';
import { claims, questionsOf } from './testing/questions.ts';

/** Steps behind the starts up to the state that the answer is about. */
function depthOf(path: Path): number {
  const starts = path.steps.filter(({ action }) => action.kind === 'start').length;
  return (path.cycleFrom ?? path.steps.length) - starts;
}

function summary(answer: Answer): Expected {
  if (answer.kind === 'undecided') throw new Error(`undecided: ${answer.reason}`);
  const path = answer.path === undefined || answer.path.steps.length === 0 ? undefined : answer.path;
  return { kind: answer.kind, ...(path && { depth: depthOf(path) }) };
}

/** The cycle comes back to where it began, and each fair action is taken in it or disabled somewhere on it. */
function verifyLasso(system: System, { steps, cycleFrom }: Path): void {
  if (cycleFrom === undefined) return;
  const replayed = replay(system, { steps });
  const worldBefore = (i: number) => (i === 0 ? initialWorld(system) : (replayed[i - 1] as Step).world);
  expect(worldKey(system, worldBefore(steps.length))).toBe(worldKey(system, worldBefore(cycleFrom)));
  const taken = replayed.slice(cycleFrom).map((step, i) => actionKey(worldBefore(cycleFrom + i), step.action));
  const always = replayed.slice(cycleFrom).map((_, i) => {
    const world = worldBefore(cycleFrom + i);
    return new Set(enabled(system, world).flatMap((action) => (isFair(action) ? [actionKey(world, action)] : [])));
  });
  for (const action of always[0] ?? []) {
    if (always.every((here) => here.has(action))) expect(taken).toContain(action);
  }
}

/** Asks everything of the protocols and compares; gives how often each answer came up, and how many runs went round. */
function compare(
  protocols: fc.Arbitrary<string>,
  numRuns: number,
): { readonly seen: ReadonlyMap<string, number>; readonly cycles: number } {
  const seen = new Map<string, number>();
  let cycles = 0;
  fc.assert(
    fc.property(protocols, (text) => {
      const system = systemOf(text);
      const context = contextOf(system);
      const questions = questionsOf(system, context);
      const graph = wholeGraph(system, context, questions, 250);
      if (graph === undefined) return;
      const { answers } = explore(system, context, questions);
      const expected = bruteForce(graph, context, questions);
      questions.forEach((question, i) => {
        const answer = answers[i] as Answer;
        expect({ name: question.name, ...summary(answer) }).toEqual({ name: question.name, ...expected[i] });
        const key = `${question.kind === 'liveness' || question.kind === 'monitor' ? question.name : question.kind} ${answer.kind}`;
        seen.set(key, (seen.get(key) ?? 0) + 1);
        if (answer.kind !== 'violated') return;
        verifyLasso(system, answer.path);
        if (answer.path.cycleFrom !== undefined) cycles++;
      });
    }),
    { numRuns },
  );
  return { seen, cycles };
}

/** Neither answer is missing: the comparison was about something. */
function expectBoth(seen: ReadonlyMap<string, number>, names: readonly string[]): void {
  for (const name of names) {
    for (const kind of ['holds', 'violated']) expect(seen.get(`${name} ${kind}`) ?? 0, `${name} ${kind}`).toBeGreaterThan(0);
  }
}

test('random protocols: every answer and the depth of its run are what the definitions say', { timeout: 120_000 }, () => {
  const { seen } = compare(
    claims.chain((lines) => protocol({ claims: lines })),
    300,
  );
  expectBoth(seen, ['invariant', 'possible', 'alwaysPossible', 'eventually', 'commitValidity']);
});

test('protocols that go round: liveness is what the definitions say, and lassos are fair', { timeout: 120_000 }, () => {
  const { seen, cycles } = compare(claims.chain(goingRound), 300);
  expectBoth(seen, ['invariant', 'possible', 'alwaysPossible', 'eventually', 'termination', 'nonBlocking']);
  expect(cycles).toBeGreaterThan(50);
});
