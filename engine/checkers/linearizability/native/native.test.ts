import { describe, expect, it } from 'vitest';
import { linearize } from '../search/search.ts';
import { mutatedTimes, randomNumbers, rightHistory } from '../testing/histories.ts';
import { collectionOperations, listOperations, membershipOperations, registerOperations, textOperations } from '../testing/natives.ts';
import { logObject, memberObject, queueObject, registerObject, stackObject, textObject } from '../testing/objects.ts';
import { hasLinearization, whyNot } from '../testing/oracle.ts';
import { numbered, type PlainObject, type PlainOperation } from '../testing/plain.ts';
import { checkGrowing } from './growing.ts';
import { checkQueue } from './queue.ts';
import { checkRegister } from './register.ts';
import { checkMembership } from './set.ts';
import { checkStack } from './stack.ts';
import type { NativeVerdict } from './verdict.ts';

type Ask = (random: () => number, index: number) => Pick<PlainOperation, 'name' | 'input'>;
type Check = (history: readonly PlainOperation[]) => NativeVerdict;
const objects: readonly {
  readonly name: string;
  readonly object: PlainObject<never>;
  readonly ask: Ask;
  readonly check: Check;
  readonly guesses?: true;
}[] = [
  {
    name: 'registers',
    object: registerObject as PlainObject<never>,
    ask: (random, index) => (random() < 0.4 ? { name: 'write', input: index + 1 } : { name: 'read', input: null }),
    check: (history) => checkRegister(registerOperations(history), 0),
  },
  {
    name: 'queues',
    object: queueObject as PlainObject<never>,
    ask: (random, index) => (random() < 0.5 ? { name: 'enqueue', input: index } : { name: 'dequeue', input: null }),
    check: (history) => checkQueue(collectionOperations(history, 'enqueue')),
  },
  {
    name: 'stacks',
    object: stackObject as PlainObject<never>,
    ask: (random, index) => (random() < 0.5 ? { name: 'push', input: index } : { name: 'pop', input: null }),
    check: (history) => checkStack(collectionOperations(history, 'push')),
  },
  ...[0, 8].map((alike) => ({
    name: `texts, ${alike === 0 ? 'distinct' : 'some'} values${alike === 0 ? '' : ' repeated'}`,
    ...(alike === 0 ? {} : { guesses: true as const }),
    object: textObject as PlainObject<never>,
    ask: (random: () => number, index: number) =>
      growingAsk(random, `${alike > 0 && random() < 0.3 ? Math.floor(random() * alike) : index};`),
    check: (history: readonly PlainOperation[]) => {
      const operations = textOperations(history);
      return operations && checkGrowing(operations, []);
    },
  })),
  {
    name: 'lists',
    object: logObject as PlainObject<never>,
    ask: growingAsk,
    check: (history) => checkGrowing(listOperations(history), []),
  },
  ...[false, true].map((initially) => ({
    name: `the values of a set, ${initially ? 'in' : 'not in'} it at first`,
    object: memberObject(initially) as PlainObject<never>,
    ask: (random: () => number, index: number) => {
      const name = index === 1 && (!initially || random() < 0.1) ? 'add' : random() < 0.25 ? 'remove' : 'contains';
      return { name, input: null };
    },
    check: (history: readonly PlainOperation[]) => checkMembership(membershipOperations(history), initially),
  })),
];

function growingAsk(random: () => number, input: unknown): Pick<PlainOperation, 'name' | 'input'> {
  const name = random() < 0.45 ? 'read' : random() < 0.75 ? 'append' : 'write';
  return { name, input: name === 'read' ? null : input };
}

describe('algorithms for distinct values', () => {
  it.each(objects)('say of small histories of $name what the general search and the definition say', ({ object, ask, check }) => {
    const random = randomNumbers(11);
    const count = { right: 0, wrong: 0, unsaid: 0 };
    for (let round = 0; round < 12_000; round++) {
      const open = random() < 0.5 ? 0 : 0.3;
      const operations = 2 + Math.floor(random() * (round % 10 === 0 ? 9 : 6));
      const right = rightHistory(object, { operations, processes: 2 + Math.floor(random() * 4), open, ask }, random);
      for (const history of [right, mutatedTimes(right, 1 + (round % 5), random)]) {
        const verdict = check(history);
        if (verdict === undefined) {
          count.unsaid++;
          continue;
        }
        const { specification, intervals } = numbered(object, history);
        const expected = linearize(specification, intervals).kind === 'linearizable';
        if (operations < 7) expect(hasLinearization(object, history)).toBe(expected);
        expect(verdict.linearizable, JSON.stringify(history)).toBe(expected);
        count[expected ? 'right' : 'wrong']++;
        if (!verdict.linearizable) {
          const culprits = new Set(verdict.culprits);
          const alone = numbered(
            object,
            history.filter((_, index) => culprits.has(index)),
          );
          expect(linearize(alone.specification, alone.intervals).kind, JSON.stringify([history, verdict])).toBe('stuck');
        }
        if (verdict.linearizable) expect(whyNot(object, history, verdict.order), JSON.stringify([history, verdict])).toBe(undefined);
      }
    }
    expect(count.wrong).toBeGreaterThan(1_000);
    expect(count.unsaid).toBeLessThan(count.right);
  });

  it.each(objects)('say of long histories of $name what the general search says', ({ object, ask, check, guesses }) => {
    const random = randomNumbers(5);
    const count = { right: 0, wrong: 0 };
    for (let round = 0; round < 60; round++) {
      const right = rightHistory(object, { operations: 120, processes: 3, ask }, random);
      for (const history of [right, mutatedTimes(right, 1 + (round % 5), random)]) {
        const { specification, intervals } = numbered(object, history);
        const expected = linearize(specification, intervals, 20_000);
        if (expected.kind === 'gaveUp') continue;
        const verdict = check(history);
        if (verdict === undefined) continue;
        expect(verdict.linearizable).toBe(expected.kind === 'linearizable');
        if (verdict.linearizable) expect(whyNot(object, history, verdict.order)).toBe(undefined);
        count[expected.kind === 'linearizable' ? 'right' : 'wrong']++;
      }
    }
    // A guess proves nothing wrong.
    expect(guesses ? count.right : Math.min(count.right, count.wrong)).toBeGreaterThan(10);
  });
});
