/**
 * Isolation by its definitions, by trying everything: every fate of the transactions whose fate is unknown, every version that each read may have seen,
 * every order of the versions of each key, and, for snapshot isolation, every order of the starts and commits. Slow, and nothing shared with what it
 * is compared with.
 */
import type { Level } from '../levels.ts';
import type { Phenomenon } from '../phenomena.ts';
import { matchesPrefix, type TransactionHistory, textOf } from '../transactions.ts';

export type Edge = readonly [from: number, to: number, kind: 'ww' | 'wr' | 'rw' | 'predicate-rw'];
/** A whole way in which the history can have come about. */
export interface Explanation {
  readonly committed: readonly number[];
  readonly edges: readonly Edge[];
  /** How much was read that was aborted or intermediate. */
  readonly dirty: number;
  /** [reader, key, version] of the last read before the reader's own write of it. */
  readonly updates: readonly (readonly [number, string, string])[];
}

interface Write {
  readonly id: string;
  readonly transaction: number;
  readonly operation: number;
  readonly key: string;
  readonly text: string;
  readonly append: boolean;
}
const none = textOf(null);

/** Every way; none where a transaction contradicts itself or somebody read what nobody wrote. */
export function* explanations(history: TransactionHistory): Generator<Explanation> {
  const unknown = history.transactions.flatMap(({ status }, t) => (status === 'unknown' ? [t] : []));
  for (let mask = 0; mask < 1 << unknown.length; mask++) {
    const committed = history.transactions.flatMap(({ status }, t) =>
      status === 'committed' || (status === 'unknown' && ((mask >> unknown.indexOf(t)) & 1) === 1) ? [t] : [],
    );
    yield* withFates(history, committed);
  }
}

function* withFates(history: TransactionHistory, committed: readonly number[]): Generator<Explanation> {
  const { transactions } = history;
  const writes = transactions.flatMap(({ operations }, transaction) =>
    operations.flatMap((micro, operation): Write[] => {
      if (micro.kind !== 'write' && micro.kind !== 'append' && micro.kind !== 'delete') return [];
      const text = micro.kind === 'delete' ? none : textOf(micro.value);
      return [{ id: `${transaction}.${operation}`, transaction, operation, key: textOf(micro.key), text, append: micro.kind === 'append' }];
    }),
  );
  const keyValue = new Map<string, string | number>();
  const note = (key: unknown): void => {
    if (typeof key === 'string' || typeof key === 'number') keyValue.set(textOf(key), key);
  };
  for (const { operations } of transactions) {
    for (const micro of operations) {
      if (micro.kind === 'scan') for (const [key] of micro.found) note(key);
      else note(micro.key);
    }
  }
  for (const [key] of history.initial ?? []) note(key);
  const initial = new Map((history.initial ?? []).map(([key, value]) => [textOf(key), textOf(value)]));
  const keys = [...keyValue.keys()];
  const lists = new Set(writes.filter(({ append }) => append).map(({ key }) => key));
  const finals = (key: string): readonly Write[] =>
    writes.filter(
      (write) =>
        write.key === key &&
        committed.includes(write.transaction) &&
        !writes.some((other) => other.key === key && other.transaction === write.transaction && other.operation > write.operation),
    );

  /** One read of one key: what it saw, as a text; of lists the elements. */
  interface Read {
    readonly transaction: number;
    readonly operation: number;
    readonly key: string;
    readonly text: string;
    readonly elements?: readonly string[];
    readonly item: boolean;
    readonly scanned: boolean;
    readonly not: boolean;
  }
  const reads: Read[] = [];
  for (const transaction of committed) {
    for (const [operation, micro] of (transactions[transaction]?.operations ?? []).entries()) {
      const elements = (value: unknown): { elements?: readonly string[] } =>
        Array.isArray(value) || value === null ? { elements: ((value as readonly number[] | null) ?? []).map((each) => textOf(each)) } : {};
      if (micro.kind === 'read' || micro.kind === 'readOther') {
        const not = micro.kind === 'readOther';
        const key = textOf(micro.key);
        // A list that nobody appends to is empty, which may be written as none.
        const empty = Array.isArray(micro.value) && micro.value.length === 0;
        const text = empty ? none : textOf(micro.value);
        reads.push({ transaction, operation, key, text, ...elements(micro.value), item: true, scanned: false, not });
      } else if (micro.kind === 'scan') {
        for (const [key, name] of keyValue) {
          const found = micro.found.find(([other]) => textOf(other) === key);
          if (!matchesPrefix(name, micro.prefix) && found === undefined) continue;
          const value = found === undefined ? null : found[1];
          reads.push({
            transaction,
            operation,
            key,
            text: textOf(value),
            ...elements(value),
            item: found !== undefined,
            scanned: true,
            not: false,
          });
        }
      }
    }
  }

  const listKeys = keys.filter((key) => lists.has(key));
  const registerKeys = keys.filter((key) => !lists.has(key));
  for (const orders of products(registerKeys.map((key) => [...permutations(finals(key))]))) {
    for (const listOrders of products(listKeys.map((key) => [...listInterleavings(writes, key, committed)]))) {
      const choices = reads.map((read): readonly (Write | 'initial' | 'own' | number)[] => {
        const own = writes.findLast(
          (write) => write.transaction === read.transaction && write.key === read.key && write.operation < read.operation,
        );
        if (lists.has(read.key)) {
          const order = listOrders[listKeys.indexOf(read.key)] ?? [];
          const length = read.elements?.length ?? -1;
          const mine = writes.filter(
            (write) => write.transaction === read.transaction && write.key === read.key && write.operation < read.operation,
          );
          const prefix = order.slice(0, length);
          const fits = prefix.length === length && prefix.every(({ text }, i) => text === read.elements?.[i]);
          const ownAtEnd = mine.every((write, i) => prefix[length - mine.length + i] === write);
          const noneElse = prefix.slice(0, length - mine.length).every(({ transaction }) => transaction !== read.transaction);
          return fits && ownAtEnd && noneElse ? [length - mine.length] : [];
        }
        if (own !== undefined) return (own.text === read.text) !== read.not ? ['own'] : [];
        const seen = writes.filter(
          (write) => write.key === read.key && write.transaction !== read.transaction && (write.text === read.text) !== read.not,
        );
        return [...seen, ...(((initial.get(read.key) ?? none) === read.text) !== read.not ? (['initial'] as const) : [])];
      });
      for (const sources of products(choices)) yield explanation(sources);

      function explanation(sources: readonly (Write | 'initial' | 'own' | number)[]): Explanation {
        const edges: Edge[] = [];
        let dirty = 0;
        const updates: (readonly [number, string, string])[] = [];
        const edge = (from: number, to: number | undefined, kind: Edge[2]): void => {
          if (to !== undefined && from !== to) edges.push([from, to, kind]);
        };
        const isLastBeforeWrite = (read: Read): boolean => {
          const first = writes.find((write) => write.transaction === read.transaction && write.key === read.key);
          if (!read.item || first === undefined || first.operation < read.operation) return false;
          return !reads.some(
            (other) =>
              other.item &&
              other.transaction === read.transaction &&
              other.key === read.key &&
              other.operation > read.operation &&
              other.operation < first.operation,
          );
        };
        const chain = (order: readonly Write[]): void => {
          for (const [i, write] of order.entries()) edge(write.transaction, order[i + 1]?.transaction, 'ww');
        };
        for (const order of orders) chain(order);
        for (const order of listOrders) {
          const real = order.filter(({ transaction }) => committed.includes(transaction));
          chain(real);
        }
        for (const [i, read] of reads.entries()) {
          const source = sources[i];
          if (source === 'own' || source === undefined) continue;
          if (typeof source === 'number') {
            const order = listOrders[listKeys.indexOf(read.key)] ?? [];
            const seen = order.slice(0, source);
            dirty += seen.filter(({ transaction }) => !committed.includes(transaction)).length;
            const last = seen.at(-1);
            if (last !== undefined && order.slice(source).some((write) => write.transaction === last.transaction)) {
              dirty++;
              continue;
            }
            if (last !== undefined) edges.push([last.transaction, read.transaction, 'wr']);
            const next = order.slice(source).find(({ transaction }) => committed.includes(transaction));
            edge(read.transaction, next?.transaction, read.item ? 'rw' : 'predicate-rw');
            if (isLastBeforeWrite(read)) updates.push([read.transaction, read.key, `${source}`]);
            continue;
          }
          if (source !== 'initial') {
            if (!committed.includes(source.transaction) || !finals(read.key).includes(source)) {
              dirty++;
              continue;
            }
            edge(source.transaction, read.transaction, 'wr');
          }
          if (isLastBeforeWrite(read)) updates.push([read.transaction, read.key, source === 'initial' ? 'initial' : source.id]);
          const order = orders[registerKeys.indexOf(read.key)] ?? [];
          const later = source === 'initial' ? order : order.slice(order.indexOf(source) + 1);
          if (read.item) edge(read.transaction, later[0]?.transaction, 'rw');
          if (read.scanned) {
            // A later version changes the matches if the key is there before it and not after it, or the other way round.
            let there = read.text !== none;
            for (const write of later) {
              if ((write.text !== none) !== there) edge(read.transaction, write.transaction, 'predicate-rw');
              there = write.text !== none;
            }
          }
        }
        return { committed, edges, dirty, updates };
      }
    }
  }
}

/** Whether a level holds by this way. */
export function keeps(level: Level, history: TransactionHistory, way: Explanation): boolean {
  if (way.dirty > 0) return false;
  const only = (...kinds: readonly Edge[2][]): readonly Edge[] => way.edges.filter(([, , kind]) => kinds.includes(kind));
  switch (level) {
    case 'readCommitted':
      return !hasCycle(only('ww', 'wr'));
    case 'repeatableRead':
      return !hasCycle(only('ww', 'wr', 'rw'));
    case 'serializable':
      return !hasCycle(way.edges);
    case 'strictSerializable':
      return !hasCycle([...way.edges, ...realTime(history, way)]);
    case 'snapshotIsolation':
      return hasStartPoints(way);
  }
}

function realTime({ transactions }: TransactionHistory, { committed }: Explanation): readonly Edge[] {
  return committed.flatMap((a) =>
    committed.flatMap((b): Edge[] => {
      const [end, begin] = [transactions[a]?.end, transactions[b]?.begin];
      return a !== b && transactions[a]?.status === 'committed' && end !== undefined && begin !== undefined && end < begin
        ? [[a, b, 'ww']]
        : [];
    }),
  );
}

/** Floyd and Warshall's closure. */
export function hasCycle(edges: readonly Edge[]): boolean {
  const nodes = [...new Set(edges.flatMap(([a, b]) => [a, b] as const))];
  const reach = new Set(edges.map(([a, b]) => `${a} ${b}`));
  for (const k of nodes)
    for (const i of nodes) for (const j of nodes) if (reach.has(`${i} ${k}`) && reach.has(`${k} ${j}`)) reach.add(`${i} ${j}`);
  return nodes.some((node) => reach.has(`${node} ${node}`));
}

/**
 * PL-SI (Adya 1999, 4.3): there are start and commit points such that whoever depends on another by ww or wr starts after its commit (G-SIa), and such
 * that no cycle with exactly one anti-dependency is closed by dependencies and start-dependencies (G-SIb).
 */
function hasStartPoints({ committed, edges }: Explanation): boolean {
  const depends = edges.filter(([, , kind]) => kind === 'ww' || kind === 'wr');
  const anti = edges.filter(([, , kind]) => kind === 'rw' || kind === 'predicate-rw');
  const place = (order: readonly number[]): boolean => {
    const start = (t: number): number => order.indexOf(2 * t);
    const commit = (t: number): number => order.indexOf(2 * t + 1);
    if (!depends.every(([a, b]) => commit(a) < start(b))) return false;
    const startEdges = committed.flatMap((a) => committed.flatMap((b): Edge[] => (commit(a) < start(b) ? [[a, b, 'ww']] : [])));
    return anti.every(([a, b]) => !reaches([...depends, ...startEdges], b, a));
  };
  const search = (order: readonly number[], rest: readonly number[]): boolean =>
    rest.length === 0
      ? place(order)
      : rest.some(
          (node) =>
            (node % 2 === 0 || order.includes(node - 1)) &&
            search(
              [...order, node],
              rest.filter((other) => other !== node),
            ),
        );
  return search(
    [],
    committed.flatMap((t) => [2 * t, 2 * t + 1]),
  );
}

export function reaches(edges: readonly Edge[], from: number, to: number): boolean {
  const seen = new Set([from]);
  for (const node of seen) for (const [a, b] of edges) if (a === node) seen.add(b);
  return seen.has(to);
}

function* permutations<T>(items: readonly T[]): Generator<readonly T[]> {
  if (items.length === 0) yield [];
  for (const [i, item] of items.entries()) for (const rest of permutations(items.toSpliced(i, 1))) yield [item, ...rest];
}

/** Orders of appends; those of one transaction in their order. What is aborted may have been there too, for a while. */
function* listInterleavings(writes: readonly Write[], key: string, committed: readonly number[]): Generator<readonly Write[]> {
  const all = writes.filter((write) => write.key === key);
  const fixed = all.filter(({ transaction }) => committed.includes(transaction));
  const lost = all.filter(({ transaction }) => !committed.includes(transaction));
  for (let mask = 0; mask < 1 << lost.length; mask++) {
    const here = [...fixed, ...lost.filter((_, i) => ((mask >> i) & 1) === 1)];
    for (const order of permutations(here)) {
      const inOrder = order.every((write, i) =>
        order.slice(i).every((other) => other.transaction !== write.transaction || other.operation >= write.operation),
      );
      if (inOrder) yield order;
    }
  }
}

function* products<T>(sets: readonly (readonly T[])[]): Generator<readonly T[]> {
  const [first, ...rest] = sets;
  if (first === undefined) yield [];
  else for (const item of first) for (const others of products(rest)) yield [item, ...others];
}

/** The ways in which as little as can be is dirty: that somebody read from a transaction of unknown fate shows that it committed. */
export function cleanest(ways: readonly Explanation[]): readonly Explanation[] {
  const least = Math.min(...ways.map(({ dirty }) => dirty));
  return ways.filter(({ dirty }) => dirty === least);
}

/** Whether a phenomenon occurs in this way. */
export function occurs(phenomenon: Phenomenon, way: Explanation): boolean {
  const anti = (kind: Edge[2]): boolean => kind === 'rw' || kind === 'predicate-rw';
  switch (phenomenon) {
    case 'dirtyWrite':
      return hasCycle(way.edges.filter(([, , kind]) => kind === 'ww'));
    case 'dirtyRead':
      return way.dirty > 0;
    case 'readSkew': {
      const rest = way.edges.filter(([, , kind]) => !anti(kind));
      return way.edges.some(([a, b, kind]) => anti(kind) && reaches(rest, b, a));
    }
    case 'phantom':
      return way.edges.some(([a, b, kind]) => kind === 'predicate-rw' && reaches(way.edges, b, a));
    case 'writeSkew':
      return simpleCycles(way.edges.filter(([, , kind]) => kind !== 'predicate-rw')).some(
        (cycle) => cycle.filter(([, , kind]) => kind === 'rw').length >= 2,
      );
    case 'lostUpdate':
      return way.updates.some(([a, key, version], i) =>
        way.updates.some(([b, otherKey, other], j) => i < j && a !== b && key === otherKey && version === other),
      );
  }
}

function simpleCycles(edges: readonly Edge[]): readonly (readonly Edge[])[] {
  const found: (readonly Edge[])[] = [];
  const extend = (way: readonly Edge[]): void => {
    const [first, last] = [way[0], way.at(-1)];
    if (first === undefined || last === undefined) return;
    if (last[1] === first[0]) {
      found.push(way);
      return;
    }
    if (way.some(([from]) => from === last[1])) return;
    for (const edge of edges) if (edge[0] === last[1]) extend([...way, edge]);
  };
  for (const edge of edges) extend([edge]);
  return found;
}
