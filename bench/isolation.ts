/**
 * How fast levels of isolation are decided, and how the time grows: `node bench/isolation.ts [transactions …]`. Histories are made by stores that keep a
 * level by construction, 50 clients over keys that are replaced after 32 appends, as Elle's generator makes them; right ones, and one with a read of
 * something older than the transaction has seen.
 */
import { IsolationAnalysis } from '../engine/checkers/isolation/analysis.ts';
import type { Level } from '../engine/checkers/isolation/levels.ts';
import { generator } from '../engine/checkers/isolation/testing/histories.ts';
import { runStore, type Workload } from '../engine/checkers/isolation/testing/stores.ts';
import type { TransactionHistory } from '../engine/checkers/isolation/transactions.ts';

const asked = process.argv.slice(2).map(Number);
const sizes = asked.length > 0 ? asked : [1_000, 5_000, 20_000, 80_000];
const repetitions = 3;

interface Subject {
  readonly name: string;
  readonly workload: Omit<Workload, 'transactions'>;
  readonly levels: readonly Level[];
  readonly expected: 'holds' | 'violated';
  readonly sizes?: readonly number[];
}
const appends = { operations: 5, keys: 20, clients: 50, lists: true, longest: 32 } as const;
const registers = { operations: 5, keys: 20, clients: 50, lists: false, longest: 32 } as const;
const subjects: readonly Subject[] = [
  { name: 'appends, serial store', workload: { ...appends, store: 'serial' }, levels: ['strictSerializable'], expected: 'holds' },
  { name: 'appends, snapshot store', workload: { ...appends, store: 'snapshot' }, levels: ['snapshotIsolation'], expected: 'holds' },
  { name: 'appends, snapshot store', workload: { ...appends, store: 'snapshot' }, levels: ['serializable'], expected: 'violated' },
  { name: 'appends, committed store', workload: { ...appends, store: 'committed' }, levels: ['snapshotIsolation'], expected: 'violated' },
  { name: 'registers, serial store', workload: { ...registers, store: 'serial' }, levels: ['serializable'], expected: 'holds' },
  { name: 'registers, snapshot store', workload: { ...registers, store: 'snapshot' }, levels: ['snapshotIsolation'], expected: 'holds' },
  { name: 'registers, committed store', workload: { ...registers, store: 'committed' }, levels: ['readCommitted'], expected: 'holds' },
  { name: 'registers, committed store', workload: { ...registers, store: 'committed' }, levels: ['repeatableRead'], expected: 'violated' },
];

/** The best of a few runs, in milliseconds. */
function measured(history: TransactionHistory, { levels, expected, name }: Subject): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < repetitions; i++) {
    const began = performance.now();
    const analysis = new IsolationAnalysis(history);
    for (const level of levels) {
      const verdict = analysis.level(level);
      if (verdict.kind !== expected)
        throw new Error(`${name}: ${level} ${verdict.kind} ${verdict.kind === 'undecided' ? verdict.reason : ''}`);
    }
    best = Math.min(best, performance.now() - began);
  }
  return best;
}

/** The exponent of the growth: the slope of a line through the logarithms (least squares). */
function growth(points: readonly (readonly [size: number, ms: number])[]): number {
  const logs = points.map(([size, ms]) => [Math.log(size), Math.log(ms)] as const);
  const mean = (of: (point: readonly [number, number]) => number): number => logs.reduce((sum, point) => sum + of(point), 0) / logs.length;
  const [x, y] = [mean(([a]) => a), mean(([, b]) => b)];
  const covariance = mean(([a, b]) => (a - x) * (b - y));
  return covariance / mean(([a]) => (a - x) ** 2);
}

console.log(
  `${''.padEnd(28)}${'level'.padEnd(20)}${'verdict'.padEnd(10)}${sizes.map((size) => size.toLocaleString('en-US').padStart(10)).join('')}   growth`,
);
for (const subject of subjects) {
  const points = sizes.map(
    (size) => [size, measured(runStore(generator(1), { ...subject.workload, transactions: size }), subject)] as const,
  );
  const times = points.map(([, ms]) => `${ms.toFixed(0)} ms`.padStart(10)).join('');
  console.log(
    `${subject.name.padEnd(28)}${subject.levels.join().padEnd(20)}${subject.expected.padEnd(10)}${times}   n^${growth(points).toFixed(2)}`,
  );
}
