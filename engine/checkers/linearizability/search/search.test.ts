import { describe, expect, it } from 'vitest';
import { mutatedTimes, randomNumbers, rightHistory } from '../testing/histories.ts';
import { lockObject, logObject, queueObject, registerObject, stackObject } from '../testing/objects.ts';
import { hasLinearization, whyNot } from '../testing/oracle.ts';
import { numbered, type PlainObject, type PlainOperation } from '../testing/plain.ts';
import { linearize } from './search.ts';

const small = (random: () => number): number => Math.floor(random() * 3);
const of = <T>(random: () => number, ...choices: readonly T[]): T => choices[Math.floor(random() * choices.length)] as T;
type Ask = (random: () => number, index: number) => Pick<PlainOperation, 'name' | 'input'>;

const objects: readonly { readonly name: string; readonly object: PlainObject<never>; readonly ask: Ask }[] = [
  {
    name: 'registers',
    object: registerObject as PlainObject<never>,
    ask: (random) => {
      const name = of(random, 'read', 'write', 'cas');
      return { name, input: name === 'read' ? null : name === 'write' ? small(random) : [small(random), small(random)] };
    },
  },
  { name: 'queues', object: queueObject as PlainObject<never>, ask: (random) => insertOrTake(random, 'enqueue', 'dequeue') },
  { name: 'stacks', object: stackObject as PlainObject<never>, ask: (random) => insertOrTake(random, 'push', 'pop') },
  {
    name: 'logs',
    object: logObject as PlainObject<never>,
    ask: (random) => {
      const name = of(random, 'read', 'read', 'append', 'append', 'write');
      return { name, input: name === 'read' ? null : small(random) };
    },
  },
  { name: 'locks', object: lockObject as PlainObject<never>, ask: (random) => ({ name: of(random, 'lock', 'unlock'), input: null }) },
];

function insertOrTake(random: () => number, insert: string, take: string): Pick<PlainOperation, 'name' | 'input'> {
  return random() < 0.5 ? { name: insert, input: small(random) } : { name: take, input: null };
}

describe('the general search', () => {
  it.each(objects)('says of small histories of $name what the definition says', ({ object, ask }) => {
    const random = randomNumbers(7);
    const count = { right: 0, wrong: 0 };
    for (let round = 0; round < 8_000; round++) {
      const shape = { operations: 3 + Math.floor(random() * 4), processes: 2 + Math.floor(random() * 3), open: of(random, 0, 0.4), ask };
      const right = rightHistory(object, shape, random);
      const changed = mutatedTimes(right, 1 + (round % 5), random);
      for (const history of [right, changed]) {
        const expected = history === right || hasLinearization(object, history);
        const { specification, intervals } = numbered(object, history);
        const found = linearize(specification, intervals);
        expect(found.kind, JSON.stringify(history)).toBe(expected ? 'linearizable' : 'stuck');
        if (found.kind === 'linearizable')
          expect(whyNot(object, history, found.order), JSON.stringify([history, found.order])).toBe(undefined);
        count[expected ? 'right' : 'wrong']++;
      }
    }
    expect(count.wrong).toBeGreaterThan(400);
  });

  it('is never stuck later than at the first return that no order explains', () => {
    const random = randomNumbers(3);
    let stuck = 0;
    for (let round = 0; round < 3_000; round++) {
      const { object, ask } = of(random, ...objects);
      const shape = { operations: 6, processes: 3, open: 0.2, ask };
      const history = mutatedTimes(rightHistory(object, shape, random), 2, random);
      const { specification, intervals } = numbered(object, history);
      const found = linearize(specification, intervals);
      if (found.kind !== 'stuck') continue;
      stuck++;
      const until = history[found.operation]?.returned ?? 0;
      const upTo = (time: number) =>
        history
          .filter(({ invoked }) => invoked <= time)
          .map(
            (operation): PlainOperation => (operation.returned <= time ? operation : { ...operation, returned: Number.POSITIVE_INFINITY }),
          );
      expect(hasLinearization(object, upTo(until - 0.5))).toBe(true);
    }
    expect(stuck).toBeGreaterThan(300);
  });

  it('gives up when asked to', () => {
    const history = Array.from(
      { length: 9 },
      (_, value): PlainOperation => ({ name: 'write', input: value, output: null, invoked: value, returned: 20 + value }),
    );
    const { specification, intervals } = numbered(registerObject, [
      ...history,
      { name: 'read', input: null, output: 99, invoked: 0, returned: 60 },
    ]);
    expect(linearize(specification, intervals, 100).kind).toBe('gaveUp');
    expect(linearize(specification, intervals).kind).toBe('stuck');
  });
});
