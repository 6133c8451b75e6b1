import { describe, expect, it } from 'vitest';
import type { Operation } from '../history.ts';
import { decide, partsOf } from './decide.ts';
import { linearize } from './search/search.ts';
import { RoleSpecification } from './specification/role.ts';
import { mutatedTimes, randomNumbers, rightHistory } from './testing/histories.ts';
import { logObject, queueObject, registerObject, stackObject, textObject } from './testing/objects.ts';
import { numbered, type PlainObject, type PlainOperation } from './testing/plain.ts';
import { contextFor, operationsOf } from './testing/specifications.ts';

function specificationOf(name: string, declarations = ''): RoleSpecification {
  const { context, role } = contextFor(name, declarations);
  return new RoleSpecification(context, role);
}

type Ask = (random: () => number, index: number) => Pick<PlainOperation, 'name' | 'input'>;
const either =
  (insert: string, take: string): Ask =>
  (random, index) =>
    random() < 0.5 ? { name: insert, input: index } : { name: take, input: null };
const roles: readonly { readonly name: string; readonly object: PlainObject<never>; readonly ask: Ask }[] = [
  { name: 'Register', object: registerObject as PlainObject<never>, ask: either('write', 'read') },
  {
    name: 'CasRegister',
    object: registerObject as PlainObject<never>,
    ask: (random) => {
      const number = (): number => Math.floor(random() * 3);
      return random() < 0.5
        ? { name: 'cas', input: [number(), number()] }
        : random() < 0.5
          ? { name: 'write', input: number() }
          : { name: 'read', input: null };
    },
  },
  { name: 'Queue', object: queueObject as PlainObject<never>, ask: either('enqueue', 'dequeue') },
  { name: 'Stack', object: stackObject as PlainObject<never>, ask: either('push', 'pop') },
  {
    name: 'TextStore',
    object: textObject as PlainObject<never>,
    ask: (random, index) => {
      const name = random() < 0.5 ? 'read' : random() < 0.8 ? 'append' : 'write';
      return { name, input: name === 'read' ? null : 'ab'.repeat(1 + (index % 2)) };
    },
  },
  { name: 'AppendLog', object: logObject as PlainObject<never>, ask: either('append', 'read') },
];

describe('specifications of the standard library', () => {
  it.each(roles)('$name decides as the object written down plainly, on two objects at once', ({ name, object, ask }) => {
    const role = specificationOf(name);
    const random = randomNumbers(29);
    const count = { linearizable: 0, violated: 0 };
    for (let round = 0; round < 300; round++) {
      const operations = round % 6 === 0 ? 60 : 8;
      const parts = ['x', 'y'].map((key) => {
        const right = rightHistory(object, { operations, processes: 3, open: round % 2 === 0 ? 0.05 : 0, ask }, random);
        return { key, history: mutatedTimes(right, round % 4, random) };
      });
      const plain = parts.map(({ history }) => {
        const { specification, intervals } = numbered(object, history);
        return linearize(specification, intervals, 50_000).kind;
      });
      if (plain.includes('gaveUp')) continue;
      const decision = decide(
        role,
        parts.flatMap(({ key, history }) => operationsOf(history, key)),
      );
      const expected = plain.includes('stuck') ? 'violated' : 'linearizable';
      expect(decision.kind).toBe(expected);
      count[expected]++;
    }
    expect(Math.min(count.linearizable, count.violated)).toBeGreaterThan(15);
  });
});

describe('what is read off a specification', () => {
  const operation = (name: string, key: string): Operation => ({
    process: 0,
    name,
    arguments: [key],
    outcome: 'open',
    invoked: 0,
    event: 0,
  });

  it('looks at objects one by one where operations on one do not touch another', () => {
    const store = specificationOf('KeyValue');
    expect(partsOf(store, [operation('read', 'x'), operation('delete', 'y')])).toEqual([[0], [1]]);
    expect(partsOf(store, [operation('read', 'x'), operation('scan', 'y')])).toEqual([[0, 1]]);
    const total = specificationOf('Total', 'role Total { var sum: Int = 0\n on increment(key) { sum += 1\n reply sum } }');
    expect(partsOf(total, [operation('increment', 'x'), operation('increment', 'y')])).toEqual([[0, 1]]);
    expect(partsOf(specificationOf('Lock'), [operation('lock', 'x'), operation('unlock', 'y')])).toEqual([[0], [1]]);
  });

  it('knows what changes nothing', () => {
    const register = specificationOf('CasRegister');
    expect(register.observes('read', 1)).toBe(true);
    expect(register.observes('read', undefined)).toBe(true);
    expect(register.observes('cas', false)).toBe(true);
    expect(register.observes('cas', true)).toBe(false);
    expect(register.observes('cas', undefined)).toBe(false);
    expect(register.observes('write', null)).toBe(false);
    expect(specificationOf('Queue').observes('dequeue', null)).toBe(false);
    expect(specificationOf('SetObject').observes('contains', true)).toBe(true);
  });
});
