/** The versions of every key, and which of them each read can have seen. */
import type { TraceValue } from '../../trace/model.ts';
import { type MicroOperation, matchesPrefix, type TransactionHistory, textOf } from './transactions.ts';

/** What one write, append or delete made of a key. */
export interface Version {
  /** Its index in `Versions.versions`. */
  readonly index: number;
  readonly key: number;
  readonly transaction: number;
  readonly operation: number;
  /** Of an append: the element. */
  readonly value: TraceValue;
  readonly text: string;
  /** Not the last that its transaction made of the key: nobody else may see it. */
  intermediate: boolean;
  /** What the same transaction made of the key before. */
  readonly earlier: Version | undefined;
}

export interface Key {
  readonly index: number;
  readonly name: TraceValue;
  /** Appended to: its versions are the prefixes of one list. */
  readonly list: boolean;
  /** Also written or deleted as a whole, though it is a list: versions cannot be told apart. */
  readonly mixed: boolean;
  readonly initial: TraceValue;
  /** In the order of the history. */
  readonly versions: readonly Version[];
  /** By `text`. */
  readonly byText: ReadonlyMap<string, readonly Version[]>;
}

/** The version that a key has before anybody writes it. */
export const initialVersion = -1;

/** One read of one key (a scan reads all keys that match), not of the transaction's own writes. */
export interface KeyRead {
  readonly transaction: number;
  readonly operation: number;
  readonly key: number;
  readonly value: TraceValue;
  /** It saw any other value than this. */
  readonly other: boolean;
  readonly orNone: boolean;
  /** Through a predicate only: the key was not among what the scan found. */
  readonly absent: boolean;
  /** Through a predicate. */
  readonly scanned: boolean;
  /** What the transaction itself had written to the key before: it must see the last of it, or, of a list, all of it at the end. */
  readonly own: readonly Version[];
}

export interface Versions {
  readonly history: TransactionHistory;
  readonly keys: readonly Key[];
  readonly versions: readonly Version[];
  /** Of each transaction, in order. */
  readonly reads: readonly (readonly KeyRead[])[];
  readonly writes: readonly (readonly Version[])[];
}

type MutableKey = Omit<Key, 'versions' | 'byText' | 'list' | 'mixed'> & {
  list: boolean;
  mixed: boolean;
  readonly versions: Version[];
  readonly byText: Map<string, Version[]>;
};

export function versionsOf(history: TransactionHistory): Versions {
  const keys = new Keys(history);
  const versions: Version[] = [];
  const writes: Version[][] = [];
  for (const [transaction, record] of history.transactions.entries()) {
    const mine: Version[] = [];
    for (const [operation, micro] of record.operations.entries()) {
      if (micro.kind === 'read' || micro.kind === 'readOther') keys.of(micro.key);
      if (micro.kind === 'scan') for (const [key] of micro.found) keys.of(key);
      const value = writtenBy(micro);
      if (value === undefined || !('key' in micro)) continue;
      const key = keys.of(micro.key);
      if (micro.kind === 'append') key.list = true;
      else key.mixed = true;
      const earlier = mine.findLast((other) => other.key === key.index);
      const text = textOf(value);
      const version = { index: versions.length, key: key.index, transaction, operation, value, text, intermediate: false, earlier };
      if (earlier !== undefined) earlier.intermediate = true;
      versions.push(version);
      mine.push(version);
      key.versions.push(version);
      const same = key.byText.get(version.text);
      if (same === undefined) key.byText.set(version.text, [version]);
      else same.push(version);
    }
    writes.push(mine);
  }
  for (const key of keys.all) key.mixed &&= key.list;
  const reads = history.transactions.map((_, transaction) => readsOf(history, transaction, keys, writes[transaction] ?? []));
  // Nobody wrote the key, and who reads an empty list sees what it holds at first.
  for (const { key, value } of reads.flat()) {
    const read = keys.all[key];
    if (read?.versions.length === 0 && Array.isArray(value)) read.list = true;
  }
  return { history, keys: keys.all, versions, reads, writes };
}

/** The value that the operation writes; nothing where it writes none. */
function writtenBy(micro: MicroOperation): TraceValue | undefined {
  if (micro.kind === 'write' || micro.kind === 'append') return micro.value;
  return micro.kind === 'delete' ? null : undefined;
}

function readsOf(history: TransactionHistory, transaction: number, keys: Keys, writes: readonly Version[]): readonly KeyRead[] {
  const reads: KeyRead[] = [];
  const own = (key: MutableKey, operation: number): readonly Version[] =>
    writes.length === 0 ? writes : writes.filter((version) => version.key === key.index && version.operation < operation);
  for (const [operation, micro] of (history.transactions[transaction]?.operations ?? []).entries()) {
    if (micro.kind === 'read' || micro.kind === 'readOther') {
      const key = keys.of(micro.key);
      const other = micro.kind === 'readOther';
      const orNone = micro.kind === 'read' && micro.orNone === true;
      const seen = { transaction, operation, key: key.index, value: micro.value, other, orNone, absent: false, scanned: false };
      reads.push({ ...seen, own: own(key, operation) });
    } else if (micro.kind === 'scan') {
      const found = new Map(micro.found.map(([key, value]) => [keys.of(key).index, value]));
      for (const key of keys.matching(micro.prefix, found)) {
        const value = found.get(key.index) ?? null;
        const absent = !found.has(key.index);
        const seen = { transaction, operation, key: key.index, value, other: false, orNone: false, absent, scanned: true };
        reads.push({ ...seen, own: own(key, operation) });
      }
    }
  }
  return reads;
}

class Keys {
  readonly all: MutableKey[] = [];
  readonly #byText = new Map<string, MutableKey>();
  readonly #initial: ReadonlyMap<string, TraceValue>;

  constructor(history: TransactionHistory) {
    this.#initial = new Map((history.initial ?? []).map(([key, value]) => [textOf(key), value]));
    for (const [key] of history.initial ?? []) this.of(key);
  }

  of(name: TraceValue): MutableKey {
    const text = textOf(name);
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const initial = this.#initial.get(text) ?? null;
    const key = { index: this.all.length, name, list: false, mixed: false, initial, versions: [], byText: new Map() };
    this.all.push(key);
    this.#byText.set(text, key);
    return key;
  }

  /** The keys that a scan speaks of, those that it found besides its prefix included. */
  matching(prefix: string, found: ReadonlyMap<number, TraceValue>): readonly MutableKey[] {
    return this.all.filter(({ name, index }) => matchesPrefix(name, prefix) || found.has(index));
  }
}

export function isAborted(versions: Versions, transaction: number): boolean {
  return versions.history.transactions[transaction]?.status === 'aborted';
}

/**
 * What part a transaction plays: it counts as committed, it does not, or (`optional`) it is of unknown fate and was read by somebody who may as well
 * have read from another.
 */
export type Part = 'in' | 'optional' | 'out';
