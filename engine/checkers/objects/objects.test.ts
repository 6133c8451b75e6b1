import { describe, expect, it } from 'vitest';
import { randomNumbers } from '../linearizability/testing/histories.ts';
import { contextFor } from '../linearizability/testing/specifications.ts';
import type { SafetyProperty } from '../property.ts';
import { causal } from './causal.ts';
import { sequential } from './sequential.ts';
import { monotonicReads, monotonicWrites, readYourWrites, writesFollowReads } from './sessions.ts';
import { type Asked, anyReadsAndWrites, misread, operationsOf, runStore, verdictOn } from './testing/histories.ts';
import { type Guarantee, isCausal, isSequential, keeps, type Small, smallOf } from './testing/oracles.ts';

const { context, role: spec } = contextFor('Register');
const guarantees: Readonly<Record<Guarantee, SafetyProperty>> = { readYourWrites, monotonicReads, monotonicWrites, writesFollowReads };

interface Tried {
  readonly property: SafetyProperty;
  /** Whether values may be written twice. */
  readonly repeats: boolean;
  readonly holds: (operations: readonly Small[]) => boolean;
}
const properties: readonly Tried[] = [
  { property: sequential.with({ spec, on: [] }), repeats: true, holds: isSequential },
  { property: causal, repeats: false, holds: isCausal },
  ...Object.entries(guarantees).map(([name, property]): Tried => {
    return { property, repeats: false, holds: (operations) => keeps(name as Guarantee, operations) };
  }),
];
const named = properties.map((tried) => [tried.property.name, tried] as const);

function agrees({ property, holds }: Tried, asked: readonly Asked[]): 'holds' | 'violated' {
  const expected = holds(smallOf(operationsOf(asked))) ? 'holds' : 'violated';
  expect(verdictOn(property, context, asked), JSON.stringify(asked)).toBe(expected);
  return expected;
}

describe('properties of what clients saw', () => {
  it.each(named)('%s is what its definition says, of many small histories', (_, tried) => {
    const random = randomNumbers(17);
    const count = { holds: 0, violated: 0 };
    for (let round = 0; round < 14_000; round++) count[agrees(tried, anyReadsAndWrites(random, tried.repeats && round % 2 === 0))]++;
    expect(count.violated).toBeGreaterThan(300);
    expect(count.holds).toBeGreaterThan(3_000);
  });

  it.each(named)('%s is kept by one copy of the data; of misread values it says what its definition says', (_, tried) => {
    const random = randomNumbers(19);
    let violated = 0;
    for (let round = 0; round < 4_000; round++) {
      const right = runStore(random, 'one copy', 4 + (round % 3));
      expect(verdictOn(tried.property, context, right)).toBe('holds');
      if (agrees(tried, misread(random, right)) === 'violated') violated++;
    }
    expect(violated).toBeGreaterThan(10);
  });

  it('finds that replicas to which writes come in causal order are causal, and no more', () => {
    const random = randomNumbers(23);
    const [inOrder] = properties;
    let more = 0;
    for (let round = 0; round < 4_000; round++) {
      const right = runStore(random, 'causal', 5 + (round % 3));
      expect(verdictOn(causal, context, right)).toBe('holds');
      if (inOrder !== undefined && agrees(inOrder, right) === 'violated') more++;
      agrees({ property: causal, repeats: false, holds: isCausal }, misread(random, right));
    }
    expect(more).toBeGreaterThan(20);
  });

  it('cannot tell where the same value was written twice', () => {
    const write = (process: number): Asked => ({ process, name: 'write', arguments: ['x', 1], result: null });
    const asked: readonly Asked[] = [write(0), write(1), { process: 2, name: 'read', arguments: ['x'], result: 1 }];
    expect(verdictOn(causal, context, asked)).toBe('undecided');
  });
});
