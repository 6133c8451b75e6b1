import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreesWithDefinition, calls, context, environmentMove, eventMove, play, runs, somePair, traceOf } from '../testing/definition.ts';
import { atomicity } from './atomicity.ts';
import { commitValidity } from './commit-validity.ts';
import { nonBlocking } from './non-blocking.ts';
import { stability } from './stability.ts';

const transactions = ['t1', 't2'];
const decisions = [eventMove('commit', transactions), eventMove('abort', transactions)];
const votes = eventMove('vote', transactions, [true, true, false]);

describe('atomicity', () => {
  it('is what the definition says', () => {
    agreesWithDefinition(atomicity, [...decisions, environmentMove], (events) =>
      somePair(calls(events, 'commit', 'abort'), (a, b) => a.name !== b.name && a.node !== b.node && a.arguments[0] === b.arguments[0]),
    );
  });

  it('names both decisions, and shows what led to them', () => {
    const trace = traceOf(
      play([
        { kind: 'event', node: 1, name: 'vote', arguments: ['t1', true] },
        { kind: 'event', node: 0, name: 'commit', arguments: ['t1'] },
        { kind: 'crash', node: 1 },
        { kind: 'recover', node: 1 },
        { kind: 'event', node: 1, name: 'abort', arguments: ['t1'] },
      ]),
    );
    expect(atomicity.check(trace, true, context)).toEqual({
      message: 'p2 aborts t1, but p1 committed it at step 2',
      event: 4,
      witnesses: [0, 1, 2],
    });
  });
});

describe('stability', () => {
  it('is what the definition says', () => {
    agreesWithDefinition(stability, decisions, (events) =>
      somePair(calls(events, 'commit', 'abort'), (a, b) => a.name !== b.name && a.node === b.node && a.arguments[0] === b.arguments[0]),
    );
  });

  it('speaks of the node itself', () => {
    const trace = traceOf(
      play([
        { kind: 'event', node: 0, name: 'abort', arguments: ['t1'] },
        { kind: 'event', node: 0, name: 'commit', arguments: ['t1'] },
      ]),
    );
    expect(stability.check(trace, true, context)?.message).toBe('p1 commits t1, but itself aborted it at step 1');
  });
});

describe('commitValidity', () => {
  it('is what the definition says', () => {
    const oneTransaction = [eventMove('vote', ['t1'], [true, true, true, false]), eventMove('commit', ['t1']), eventMove('abort', ['t1'])];
    agreesWithDefinition(
      commitValidity,
      [...oneTransaction, ...oneTransaction, votes, environmentMove],
      (events, roster) =>
        calls(events, 'commit', 'abort').some((decision) => {
          const tx = decision.arguments[0];
          const allVoted = roster
            .nodesThatCall('vote')
            .every((node) =>
              calls(events, 'vote').some(
                (vote) => vote.at < decision.at && vote.node === node && vote.arguments[0] === tx && vote.arguments[1] === true,
              ),
            );
          if (decision.name === 'commit') return !allVoted;
          const firstAbort = !calls(events, 'abort').some((other) => other.at < decision.at && other.arguments[0] === tx);
          const cause = events
            .slice(0, decision.at)
            .some((event) => ['crash', 'lose', 'partition', 'pause', 'timeout'].includes(event.kind));
          return allVoted && firstAbort && !cause;
        }),
      { runs: 800 },
    );
  });

  it('says whose vote is missing, and who voted no', () => {
    const trace = traceOf(
      play([
        { kind: 'event', node: 0, name: 'vote', arguments: ['t1', true] },
        { kind: 'event', node: 1, name: 'vote', arguments: ['t1', false] },
        { kind: 'event', node: 0, name: 'commit', arguments: ['t1'] },
      ]),
    );
    expect(commitValidity.check(trace, true, context)).toEqual({
      message: 'p1 commits t1, but p2 voted no at step 2 and p3 has not voted',
      event: 2,
      witnesses: [0, 1],
    });
  });

  it('finds the abort that nothing excuses', () => {
    const vote = (node: number) => ({ kind: 'event' as const, node, name: 'vote' as const, arguments: ['t1', true] });
    const abort = { kind: 'event' as const, node: 2, name: 'abort' as const, arguments: ['t1'] };
    expect(commitValidity.check(traceOf(play([vote(0), vote(1), vote(2), abort])), true, context)?.message).toBe(
      'p3 aborts t1, but every participant voted yes (p1, p2 and p3), nothing failed and no timer fired',
    );
    const excused = play([vote(0), vote(1), { kind: 'timeout', node: 0 }, vote(2), abort]);
    expect(commitValidity.check(traceOf(excused), true, context)).toBeUndefined();
  });
});

describe('nonBlocking', () => {
  it('asks about those who voted yes and have not decided', () => {
    fc.assert(
      fc.property(runs([votes, ...decisions, environmentMove], 15), (steps) => {
        const trace = traceOf(steps);
        const monitor = nonBlocking.monitor(context);
        let state = monitor.initial;
        for (const happening of steps.flatMap((step) => step.happenings)) {
          const next = monitor.next(state, happening);
          if (next === 'violated') throw new Error('a monitor of what is pending is never violated');
          state = next;
        }
        const inDoubt = (node: number): boolean =>
          transactions.some((tx) => {
            const mine = calls(trace.events, 'vote', 'commit', 'abort').filter((call) => call.node === node && call.arguments[0] === tx);
            return mine.some((call) => call.name === 'vote' && call.arguments[1] === true) && mine.every((call) => call.name === 'vote');
          });
        const up = (node: number): boolean => steps.at(-1)?.world.nodes[node]?.up ?? true;
        for (const node of [0, 1, 2]) expect(nonBlocking.owes(context, state, node)).toBe(inDoubt(node));
        const waits = [0, 1, 2].some((node) => inDoubt(node) && up(node));
        const finding = nonBlocking.check(trace, true, context);
        expect(typeof finding === 'object').toBe(waits);
        expect(nonBlocking.check(trace, false, context)).toBe(waits ? 'undecided' : undefined);
        for (const node of [0, 1, 2].filter(inDoubt))
          expect(nonBlocking.explain(trace, node, context).message).toMatch(/can neither commit nor abort/);
      }),
      { numRuns: 500 },
    );
  });

  it('names who knows, and the locks kept meanwhile', () => {
    const trace = traceOf(
      play([
        { kind: 'event', node: 0, name: 'acquire', arguments: ['row 7', 0] },
        { kind: 'event', node: 0, name: 'vote', arguments: ['t1', true] },
        { kind: 'event', node: 1, name: 'commit', arguments: ['t1'] },
        { kind: 'crash', node: 1 },
      ]),
    );
    expect(nonBlocking.explain(trace, 0, context)).toEqual({
      message:
        'p1 voted yes on t1 and can neither commit nor abort: no message would let it decide; p2 has committed it (step 3); meanwhile it keeps the lock "row 7"',
      event: 1,
      witnesses: [0, 2],
    });
  });
});
