/** Random histories of transactions. */
import fc from 'fast-check';
import type { TraceValue } from '../../../trace/model.ts';
import type { MicroOperation, TransactionHistory, TransactionRecord, TransactionStatus } from '../transactions.ts';

export interface Shape {
  readonly transactions: number;
  readonly operations: number;
  readonly keys: readonly string[];
  /** Values are written anew each time, or from a few that repeat. */
  readonly distinct: boolean;
  readonly lists: boolean;
  readonly scans: boolean;
  readonly deletes: boolean;
  readonly unsure: boolean;
}

/** What reads saw is drawn too, from what could be seen at all. */
export function randomHistory(random: () => number, shape: Shape): TransactionHistory {
  const pick = (n: number): number => Math.floor(random() * n);
  const of = <T>(items: readonly T[]): T => items[pick(items.length)] as T;
  let next = 1;
  const written = new Map<string, TraceValue[]>();
  const drafts = Array.from({ length: 1 + pick(shape.transactions) }, () =>
    Array.from({ length: 1 + pick(shape.operations) }, () => ({ key: of(shape.keys), what: random() })),
  );
  const nextValue = (): number => (shape.distinct ? next++ : 1 + pick(2));
  const values = drafts.map((operations) => operations.map(nextValue));
  drafts.forEach((operations, t) => {
    operations.forEach(({ key, what }, i) => {
      if (what < 0.5) written.set(key, [...(written.get(key) ?? []), values[t]?.[i] ?? 0]);
    });
  });
  const seen = (key: string): TraceValue => {
    const all = written.get(key) ?? [];
    if (!shape.lists) return random() < 0.3 || all.length === 0 ? null : of(all);
    const shuffled = [...all];
    if (random() < 0.25) shuffled.sort(() => random() - 0.5);
    return shuffled.slice(0, pick(shuffled.length + 1));
  };
  const transactions = drafts.map((operations, t): TransactionRecord => {
    const begin = pick(12);
    const parts = operations.map(({ key, what }, i): MicroOperation => {
      if (what < 0.5) {
        if (shape.deletes && what < 0.1) return { kind: 'delete', key, event: 0 };
        return { kind: shape.lists ? 'append' : 'write', key, value: values[t]?.[i] ?? 0, event: 0 };
      }
      if (shape.scans && what < 0.75) {
        const found = shape.keys.flatMap((each) => {
          const value = seen(each);
          return value === null || (Array.isArray(value) && value.length === 0) ? [] : [[each, value] as const];
        });
        return { kind: 'scan', prefix: '', found, event: 0 };
      }
      if (!shape.lists && !shape.distinct && what > 0.95) return { kind: 'readOther', key, value: seen(key), event: 0 };
      return { kind: 'read', key, value: seen(key), event: 0 };
    });
    const fate = random();
    const status: TransactionStatus = fate < 0.1 ? 'aborted' : shape.unsure && fate < 0.25 ? 'unknown' : 'committed';
    return { name: `t${t + 1}`, process: t, status, operations: parts, begin, end: begin + pick(5), event: t };
  });
  return { transactions, ...(random() < 0.2 && !shape.lists ? { initial: [[shape.keys[0] ?? 'x', 1]] } : {}) };
}

export const anySeed = fc.integer();

/** Mulberry32. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
