import { describe, expect, it } from 'vitest';
import { IsolationAnalysis } from '../../checkers/isolation/analysis.ts';
import { levels } from '../../checkers/isolation/levels.ts';
import { generator, randomHistory } from '../../checkers/isolation/testing/histories.ts';
import { mutate, runStore } from '../../checkers/isolation/testing/stores.ts';
import type { TransactionHistory } from '../../checkers/isolation/transactions.ts';
import { importedColumns } from '../../formats/columns/imported.ts';
import { TransactionGatherer } from '../../formats/columns/transactions.ts';
import type { ImportedColumns } from '../../formats/imported.ts';
import type { Verdict } from '../../report.ts';
import { parseTrace } from '../../trace/json/parse.ts';
import { printTrace } from '../../trace/json/print.ts';
import { programOf } from '../testing/program.ts';
import { checkColumns } from './columns.ts';

const claims = levels.filter((level) => level !== 'strictSerializable');
const program = programOf(`history "h" {\n  load "h.txt"\n  ${claims.map((level) => `check ${level}`).join('\n  ')}\n}`);

/** Of registers; keys are named by a letter and a number. */
function columnsOf({ transactions }: TransactionHistory, bySession: boolean): ImportedColumns {
  const gatherer = new TransactionGatherer(0);
  const order = bySession ? transactions.toSorted((a, b) => a.process - b.process) : transactions;
  for (const { process, status, operations } of order) {
    const transaction = gatherer.begin(process, status !== 'committed');
    for (const micro of operations) {
      if (micro.kind !== 'read' && micro.kind !== 'write') throw new Error(`there is no ${micro.kind} on registers`);
      gatherer.add(transaction, micro.kind === 'write', Number(String(micro.key).slice(1)), Number(micro.value ?? 0), 1);
    }
  }
  return importedColumns(gatherer.finish(), 0);
}

function verdictsOn(columns: ImportedColumns): readonly Verdict[] {
  const [history] = program.histories;
  if (history === undefined) throw new Error('the history is missing');
  const [{ place } = { place: history.place }] = history.loads;
  const report = checkColumns(program, history, columns, place);
  for (const trace of report.traces) expect(parseTrace(printTrace(trace))).toEqual(trace);
  return report.claims.map(({ verdict }) => verdict);
}

/** The same without the values that stand for nothing at first. */
function numbered({ transactions }: TransactionHistory): TransactionHistory {
  return {
    transactions: transactions.map((record) => ({
      ...record,
      operations: record.operations.map((micro) => (micro.kind === 'read' ? { ...micro, value: micro.value ?? 0 } : micro)),
    })),
    initial: Array.from({ length: 40 }, (_, key) => [`k${key}`, 0] as const),
  };
}

describe('transactions in columns', () => {
  it.each([
    [
      'at random',
      (random: () => number) =>
        randomHistory(random, {
          ...{
            transactions: 6,
            operations: 4,
            keys: ['k0', 'k1', 'k2'],
            distinct: true,
            lists: false,
            scans: false,
            deletes: false,
            unsure: false,
          },
        }),
    ],
    ...(['serial', 'snapshot', 'committed'] as const).flatMap((store) =>
      [3, 12].map(
        (keys) =>
          [
            `of a ${store} store with ${keys} keys`,
            (random: () => number) => {
              const history = runStore(random, { store, transactions: 25, operations: 4, keys, clients: 5, lists: false });
              return random() < 0.3 ? history : mutate(random, history);
            },
          ] as const,
      ),
    ),
  ] as const)('%s: are never said to keep or to break a level that they do not', { timeout: 120_000 }, (_, make) => {
    const random = generator(7);
    const count = { holds: 0, violated: 0, undecided: 0 };
    for (let round = 0; round < 120; round++) {
      const history = numbered(make(random));
      const found = verdictsOn(columnsOf(history, round % 2 === 0));
      const analysis = new IsolationAnalysis(history);
      for (const [index, level] of claims.entries()) {
        const kind = found[index]?.kind ?? 'undecided';
        count[kind]++;
        if (kind !== 'undecided') expect(kind, `${level} ${JSON.stringify(history.transactions)}`).toBe(analysis.level(level).kind);
      }
    }
    expect(count.holds).toBeGreaterThan(20);
    expect(count.violated).toBeGreaterThan(20);
    expect(count.undecided).toBeLessThan(count.holds + count.violated);
  });

  it('are found to keep what their store keeps, if they stand in the order of time', () => {
    const random = generator(3);
    for (const [store, kept] of [
      ['serial', claims],
      ['snapshot', ['readCommitted', 'snapshotIsolation']],
    ] as const) {
      for (let round = 0; round < 30; round++) {
        const workload = { store, transactions: 100, operations: 5, keys: 2 + round, clients: 10, lists: false };
        const found = verdictsOn(columnsOf(numbered(runStore(random, workload)), false));
        for (const [index, level] of claims.entries()) if (kept.some((each) => each === level)) expect(found[index]?.kind).toBe('holds');
      }
    }
  });
});
