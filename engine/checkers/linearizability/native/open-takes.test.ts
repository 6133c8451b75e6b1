import { describe, expect, it } from 'vitest';
import { linearize } from '../search/search.ts';
import { mutatedTimes, randomNumbers, rightHistory } from '../testing/histories.ts';
import { collectionOperations } from '../testing/natives.ts';
import { queueObject } from '../testing/objects.ts';
import { hasLinearization, whyNot } from '../testing/oracle.ts';
import { numbered, type PlainOperation } from '../testing/plain.ts';
import { checkQueue } from './queue.ts';

/** With dequeues of which so many in a hundred never returned, though they may have taken something. */
function queueHistory(random: () => number, operations: number, openPercent: number): readonly PlainOperation[] {
  const ask = (next: () => number, index: number) => (next() < 0.55 ? { name: 'enqueue', input: index } : { name: 'dequeue', input: null });
  const history = rightHistory(queueObject, { operations, processes: 4, ask }, random);
  return history.map((operation): PlainOperation => {
    if (operation.name !== 'dequeue' || random() * 100 >= openPercent) return operation;
    const { output: _, ...open } = operation;
    return { ...open, returned: Number.POSITIVE_INFINITY };
  });
}

const isLinearizable = (history: readonly PlainOperation[], most?: number) => {
  const { specification, intervals } = numbered(queueObject, history);
  return linearize(specification, intervals, most).kind;
};

describe('queues of which some dequeues never returned', () => {
  it('are always decided, as the general search and the definition do', () => {
    const random = randomNumbers(23);
    const count = { linearizable: 0, stuck: 0 };
    for (let round = 0; round < 4_000; round++) {
      const right = queueHistory(random, 3 + (round % 7), 50);
      for (const history of [right, mutatedTimes(right, 1 + (round % 3), random)]) {
        const verdict = checkQueue(collectionOperations(history, 'enqueue'));
        if (verdict === undefined) throw new Error(`undecided: ${JSON.stringify(history)}`);
        const expected = isLinearizable(history);
        if (history.length < 7) expect(hasLinearization(queueObject, history)).toBe(expected === 'linearizable');
        expect(verdict.linearizable, JSON.stringify(history)).toBe(expected === 'linearizable');
        if (verdict.linearizable) expect(whyNot(queueObject, history, verdict.order), JSON.stringify(history)).toBe(undefined);
        else {
          const culprits = new Set(verdict.culprits);
          const alone = history.filter((_, index) => culprits.has(index));
          expect(isLinearizable(alone), JSON.stringify([history, verdict])).toBe('stuck');
        }
        count[verdict.linearizable ? 'linearizable' : 'stuck']++;
      }
    }
    expect(Math.min(count.linearizable, count.stuck)).toBeGreaterThan(400);
  });

  it('are decided where the general search gives up', () => {
    const random = randomNumbers(7);
    const count = { linearizable: 0, violated: 0 };
    for (let round = 0; round < 20; round++) {
      const right = queueHistory(random, 2_000, 1);
      expect(isLinearizable(right, 20_000)).toBe('gaveUp');
      for (const history of [right, mutatedTimes(right, 3, random)]) {
        const verdict = checkQueue(collectionOperations(history, 'enqueue'));
        if (verdict === undefined) throw new Error('undecided');
        if (history === right) expect(verdict.linearizable).toBe(true);
        if (verdict.linearizable) expect(whyNot(queueObject, history, verdict.order)).toBe(undefined);
        else {
          const culprits = new Set(verdict.culprits);
          expect(isLinearizable(history.filter((_, index) => culprits.has(index)))).toBe('stuck');
        }
        count[verdict.linearizable ? 'linearizable' : 'violated']++;
      }
    }
    expect(count.violated).toBeGreaterThan(5);
  });
});
