/** Stores that keep a level by construction, and histories of what transactions that run on them at once would see. */
import type { TraceValue } from '../../../trace/model.ts';
import type { MicroOperation, TransactionHistory, TransactionRecord } from '../transactions.ts';

export interface Workload {
  /** `serial`: one after the other. `snapshot`: reads of the state at the begin, the first committer wins. `committed`: reads of what is committed just now. */
  readonly store: 'serial' | 'snapshot' | 'committed';
  readonly transactions: number;
  readonly operations: number;
  readonly keys: number;
  readonly clients: number;
  readonly lists: boolean;
  /** How many of the operations write. */
  readonly writes?: number;
  /** After so many appends a key is used no more and another takes its place, as Elle's generator does. */
  readonly longest?: number;
}

interface Running {
  readonly client: number;
  readonly begin: number;
  readonly snapshot: ReadonlyMap<string, TraceValue> | undefined;
  readonly written: Map<string, TraceValue[]>;
  readonly operations: MicroOperation[];
  left: number;
}

export function runStore(random: () => number, workload: Workload): TransactionHistory {
  const pick = (n: number): number => Math.floor(random() * n);
  const state = new Map<string, TraceValue>();
  const changed = new Map<string, number>();
  const names = Array.from({ length: workload.keys }, (_, i) => `k${i}`);
  const used = names.map(() => 0);
  const running = new Map<number, Running>();
  const done: { readonly record: TransactionRecord; readonly begin: number }[] = [];
  let [now, next, fresh] = [0, 1, names.length];
  const listOf = (value: TraceValue | undefined): readonly TraceValue[] => (Array.isArray(value) ? value : []);

  const step = (one: Running): void => {
    const index = pick(names.length);
    const key = names[index] ?? '';
    const own = one.written.get(key) ?? [];
    // A list that shows what is not committed at its end must not grow before it: writers lock.
    const locked = workload.store === 'committed' && [...running.values()].some((other) => other !== one && other.written.has(key));
    if (random() < (workload.writes ?? 0.5) && !locked) {
      const value = next++;
      one.written.set(key, workload.lists ? [...own, value] : [value]);
      one.operations.push({ kind: workload.lists ? 'append' : 'write', key, value, event: now });
      used[index] = (used[index] ?? 0) + 1;
      if ((used[index] ?? 0) >= (workload.longest ?? Number.POSITIVE_INFINITY)) {
        names[index] = `k${fresh++}`;
        used[index] = 0;
      }
    } else {
      const base = one.snapshot === undefined ? state.get(key) : one.snapshot.get(key);
      const value = workload.lists ? [...listOf(base), ...own] : (own[0] ?? base ?? null);
      one.operations.push({ kind: 'read', key, value, event: now });
    }
    one.left--;
  };
  const commit = (one: Running): void => {
    const lost = workload.store === 'snapshot' && [...one.written.keys()].some((key) => (changed.get(key) ?? -1) > one.begin);
    if (!lost) {
      for (const [key, values] of one.written) {
        state.set(key, workload.lists ? [...listOf(state.get(key)), ...values] : (values.at(-1) ?? null));
        changed.set(key, now);
      }
    }
    const name = `t${done.length + 1}`;
    const record = {
      name,
      process: one.client,
      status: lost ? 'aborted' : 'committed',
      operations: one.operations,
      begin: one.begin,
      end: now,
      event: one.begin,
    } as const;
    done.push({ record, begin: one.begin });
  };

  while (done.length < workload.transactions) {
    now++;
    const client = pick(workload.clients);
    const one = running.get(client) ?? {
      client,
      begin: now,
      snapshot: workload.store === 'snapshot' ? new Map(state) : undefined,
      written: new Map(),
      operations: [],
      left: 1 + pick(workload.operations),
    };
    running.set(client, one);
    if (workload.store === 'serial') while (one.left > 0) step(one);
    if (one.left > 0) {
      step(one);
      continue;
    }
    now++;
    commit(one);
    running.delete(client);
  }
  return { transactions: done.sort((a, b) => a.begin - b.begin).map(({ record }) => record) };
}

/** One read changed to what another read of the key saw, or to what somebody wrote. */
export function mutate(random: () => number, history: TransactionHistory): TransactionHistory {
  const reads = history.transactions.flatMap(({ operations }, t) =>
    operations.flatMap((micro, i) => (micro.kind === 'read' ? [{ t, i, micro }] : [])),
  );
  const chosen = reads[Math.floor(random() * reads.length)];
  const others = reads.filter(({ micro }) => chosen !== undefined && micro.key === chosen.micro.key);
  const written = history.transactions.flatMap(({ operations }) =>
    operations.flatMap((micro) => (micro.kind === 'write' && micro.key === chosen?.micro.key ? [micro.value] : [])),
  );
  const candidates = [...others.map(({ micro }) => micro.value), ...written];
  const other = candidates[Math.floor(random() * candidates.length)];
  if (chosen === undefined || other === undefined) return history;
  const transactions = history.transactions.map((record, t): TransactionRecord => {
    if (t !== chosen.t) return record;
    const operations = record.operations.map(
      (micro, i): MicroOperation => (i === chosen.i && micro.kind === 'read' ? { ...micro, value: other } : micro),
    );
    return { ...record, operations };
  });
  return { ...history, transactions };
}
