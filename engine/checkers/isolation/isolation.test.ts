/** Levels and phenomena against their definitions, by trying everything, on many thousands of small histories. */
import { describe, expect, it } from 'vitest';
import { IsolationAnalysis } from './analysis.ts';
import { levels } from './levels.ts';
import { phenomena } from './phenomena.ts';
import { cleanest, type Explanation, explanations, keeps, occurs } from './testing/definition.ts';
import { generator, randomHistory, type Shape } from './testing/histories.ts';
import { mutate, runStore, type Workload } from './testing/stores.ts';
import type { MicroOperation, TransactionHistory, TransactionRecord } from './transactions.ts';

type Counts = Map<string, number>;

/** Every level and every phenomenon; counts what was seen. */
function agrees(history: TransactionHistory, counts: Counts): void {
  const analysis = new IsolationAnalysis(history);
  const ways = [...explanations(history)];
  const count = (name: string): void => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  };
  const tell = (claim: string): string => `${claim} of ${JSON.stringify(history)}`;
  for (const level of levels) {
    const expected = ways.some((way) => keeps(level, history, way)) ? 'holds' : 'violated';
    const verdict = analysis.level(level);
    count(`${level} ${expected}`);
    expect(verdict.kind, tell(level)).toBe(expected);
    if (verdict.kind === 'violated') wellFormed(verdict.anomaly, history);
  }
  const clean: readonly Explanation[] = cleanest(ways);
  for (const phenomenon of phenomena) {
    const verdict = analysis.without(phenomenon);
    if (clean.length === 0) {
      expect(verdict.kind, tell(`no ${phenomenon}`)).not.toBe('holds');
      continue;
    }
    const expected = clean.some((way) => !occurs(phenomenon, way)) ? 'holds' : 'violated';
    count(`no ${phenomenon} ${verdict.kind}`);
    if (verdict.kind === 'undecided') expect(verdict.reason).toContain('no order of versions explains the history');
    else expect(verdict.kind, tell(`no ${phenomenon}`)).toBe(expected);
    if (verdict.kind === 'violated') wellFormed(verdict.anomaly, history);
  }
}

function wellFormed(
  {
    message,
    cycle,
    operations,
  }: { message: string; cycle: readonly { from: number; to: number }[]; operations: readonly (readonly [number, number])[] },
  history: TransactionHistory,
): void {
  expect(message).not.toMatch(/undefined|\[object|NaN/);
  cycle.forEach(({ to }, i) => {
    expect(cycle[(i + 1) % cycle.length]?.from).toBe(to);
  });
  for (const [transaction, operation] of operations) expect(history.transactions[transaction]?.operations[operation]).toBeDefined();
}

const registers: Shape = {
  transactions: 3,
  operations: 4,
  keys: ['x', 'y'],
  distinct: true,
  lists: false,
  scans: false,
  deletes: false,
  unsure: true,
};
/** How many histories of each. */
const shapes: Readonly<Record<string, Shape & { readonly histories?: number }>> = {
  'a few reads and writes': { ...registers, operations: 2, histories: 6_000 },
  'a few reads and writes of values that repeat': { ...registers, operations: 2, distinct: false, deletes: true, histories: 4_000 },
  'a few appends': { ...registers, operations: 2, lists: true, histories: 5_000 },
  registers,
  'registers whose values repeat': { ...registers, operations: 3, distinct: false, deletes: true },
  searches: { ...registers, operations: 3, scans: true, deletes: true, unsure: false },
  lists: { ...registers, lists: true },
  'lists and searches': { ...registers, operations: 3, lists: true, scans: true, unsure: false },
};

describe('isolation', () => {
  it.each(Object.entries(shapes))('is what its definitions say: %s', { timeout: 60_000 }, (_, shape) => {
    const counts: Counts = new Map();
    for (let seed = 0; seed < (shape.histories ?? 800); seed++) agrees(randomHistory(generator(seed), shape), counts);
    for (const level of levels)
      for (const verdict of ['holds', 'violated']) expect(counts.get(`${level} ${verdict}`), `${level} ${verdict}`).toBeGreaterThan(50);
  });

  const small = { transactions: 3, operations: 4, keys: 2, clients: 3 } as const;
  const stores: readonly Workload[] = (['serial', 'snapshot', 'committed'] as const).flatMap((store) => [
    { ...small, store, lists: true },
    { ...small, store, lists: false },
  ]);
  it('is what its definitions say of what stores let happen, and of mutations of it', { timeout: 60_000 }, () => {
    const counts: Counts = new Map();
    for (const workload of stores) {
      for (let seed = 0; seed < 500; seed++) {
        const random = generator(seed);
        const history = runStore(random, workload);
        agrees(history, counts);
        agrees(mutate(random, history), counts);
      }
    }
    for (const phenomenon of ['readSkew', 'lostUpdate', 'writeSkew'])
      expect(counts.get(`no ${phenomenon} violated`), phenomenon).toBeGreaterThan(10);
  });

  it('finds nothing wrong with a store that keeps the level', () => {
    for (const lists of [true, false]) {
      for (let seed = 0; seed < 20; seed++) {
        const workload = { transactions: 150, operations: 5, keys: 6, clients: 5, lists } as const;
        const serial = new IsolationAnalysis(runStore(generator(seed), { ...workload, store: 'serial' }));
        expect(serial.level('strictSerializable')).toEqual({ kind: 'holds' });
        const snapshot = new IsolationAnalysis(runStore(generator(seed), { ...workload, store: 'snapshot' }));
        expect(snapshot.level('snapshotIsolation')).toEqual({ kind: 'holds' });
        expect(snapshot.without('lostUpdate')).toEqual({ kind: 'holds' });
        const committed = new IsolationAnalysis(runStore(generator(seed), { ...workload, store: 'committed' }));
        expect(committed.level('readCommitted')).toEqual({ kind: 'holds' });
        if (lists) expect(committed.level('snapshotIsolation').kind).toBe('violated');
      }
    }
  });

  it('decides what it can of histories that leave millions of orders open', () => {
    const record = (index: number, micro: MicroOperation): TransactionRecord => {
      return {
        name: `t${index}`,
        process: index,
        status: 'committed',
        operations: [micro],
        begin: 2 * index,
        end: 2 * index + 1,
        event: index,
      };
    };
    for (const kind of ['append', 'write'] as const) {
      const seen = kind === 'append' ? [] : null;
      const reads = Array.from({ length: 20 }, (_, i) => record(i, { kind: 'read', key: 'x', value: seen, event: i }));
      const writes = Array.from({ length: 2_000 }, (_, i) => record(reads.length + i, { kind, key: 'x', value: i, event: 0 }));
      const right = new IsolationAnalysis({ transactions: [...reads, ...writes] });
      for (const level of levels) expect(right.level(level), `${kind} ${level}`).toEqual({ kind: 'holds' });
      // Whoever reads nothing once all have written can only have come before them.
      const late = record(reads.length + writes.length, { kind: 'read', key: 'x', value: seen, event: 0 });
      const wrong = new IsolationAnalysis({ transactions: [...reads, ...writes, late] });
      expect(wrong.level('serializable')).toEqual({ kind: 'holds' });
      expect(wrong.level('strictSerializable').kind).toBe('violated');
      expect(wrong.without('dirtyWrite').kind).toBe('undecided');
    }
  });
});
