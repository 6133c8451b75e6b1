/**
 * The direct serialization graph (Adya 1999): who wrote over whom (ww), who read from whom (wr), who read what another then overwrote (rw). Where the
 * history leaves open which version came first, or which of equal ones was read, edges are there under conditions.
 */
import type { Anomaly, Dependency, DependencyKind } from './anomalies.ts';
import type { ListOrder, ListRead } from './lists.ts';
import { type Literal, not } from './solver.ts';
import type { SourcedRead, Sources } from './sources.ts';
import type { Key, KeyRead, Version } from './versions.ts';

export type Variable =
  /** `first` is an older version of their key than `second`. */
  | { readonly kind: 'order'; readonly first: Version; readonly second: Version }
  /** The read saw this version. */
  | { readonly kind: 'source'; readonly read: KeyRead; readonly version: number }
  /** A transaction of unknown fate has committed. */
  | { readonly kind: 'committed'; readonly transaction: number };

export interface ConditionalDependency {
  readonly dependency: Dependency;
  readonly when: readonly Literal[];
}

export interface Dependencies {
  readonly fixed: readonly Dependency[];
  readonly conditional: readonly ConditionalDependency[];
  readonly variables: readonly Variable[];
  readonly clauses: readonly (readonly Literal[])[];
  /** There would be more conditions than can be looked at. */
  readonly tooMany: boolean;
}

/** What occurs in one order of versions: the anomaly, and the choices that make it occur. */
export interface Occurrence {
  readonly anomaly: (everyOrder: boolean) => Anomaly;
  readonly because: readonly Literal[];
}

/** More conditional edges than this are not written down. */
const mostConditions = 2_000_000;

export interface DependencyOptions {
  /**
   * Also choose the order of list elements that nobody read. Where only cycles count, it need not be chosen: any topological order of the rest gives one
   * that closes no cycle, since these elements have no readers and so lead nowhere but to each other.
   */
  readonly unreadElements: boolean;
  /**
   * One variable for each key and pair of transactions, not one for each pair. Two transactions that overwrite each other both ways are a dirty write,
   * which all levels forbid, so levels need not look at it.
   */
  readonly everyKeyApart: boolean;
}

export function dependenciesOf(sources: Sources, options: DependencyOptions): Dependencies {
  const builder = new Builder(sources, options);
  const listReadsOf = Map.groupBy(sources.lists.reads, ({ read }) => read.key);
  for (const order of sources.lists.orders) builder.list(order, listReadsOf.get(order.key) ?? []);
  const readsOf = Map.groupBy(sources.reads, ({ read }) => read.key);
  for (const key of sources.versions.keys) if (!key.list) builder.register(key, readsOf.get(key.index) ?? []);
  return builder;
}

class Builder implements Dependencies {
  readonly fixed: Dependency[] = [];
  readonly conditional: ConditionalDependency[] = [];
  readonly variables: Variable[] = [];
  readonly clauses: (readonly Literal[])[] = [];
  tooMany = false;
  readonly #sources: Sources;
  readonly #options: DependencyOptions;
  readonly #orders = new Map<string, number>();
  readonly #committed = new Map<number, Literal>();

  constructor(sources: Sources, options: DependencyOptions) {
    this.#sources = sources;
    this.#options = options;
  }

  list({ read, unread }: ListOrder, reads: readonly ListRead[]): void {
    const chain = read.filter(({ transaction }) => this.#sources.parts[transaction] === 'in');
    for (const [i, version] of chain.entries()) {
      const next = chain[i + 1];
      if (next !== undefined) this.#fixed('ww', version, next);
    }
    const last = chain.at(-1);
    for (const version of unread) if (last !== undefined) this.#fixed('ww', last, version);
    if (this.#options.unreadElements) this.#pairs(unread);
    for (const { read: seen, length } of reads) this.#listRead(seen, length, read, unread);
  }

  #listRead(read: KeyRead, length: number, order: readonly Version[], unread: readonly Version[]): void {
    const { transaction, operation } = read;
    const source = order[length - 1];
    if (source !== undefined && this.#sources.parts[source.transaction] === 'in') this.#fixed('wr', source, { transaction, operation });
    const kind = read.absent ? 'predicate-rw' : 'rw';
    const next = order.slice(length).find((version) => this.#sources.parts[version.transaction] === 'in');
    if (next !== undefined) {
      this.#fixed(kind, { transaction, operation }, next);
      return;
    }
    // All that nobody read is newer. Of what comes after an element of its own the reader is no reader any more, but a writer.
    const own = unread.find((version) => version.transaction === transaction);
    for (const version of unread) {
      const chosen = own !== undefined && this.#options.unreadElements && version !== own;
      this.#when(kind, { transaction, operation }, version, chosen ? [this.#before(version, own)] : []);
    }
  }

  register(key: Key, reads: readonly SourcedRead[]): void {
    const writes = key.versions.filter((version) => !version.intermediate && this.#sources.parts[version.transaction] !== 'out');
    if (this.conditional.length + writes.length * (writes.length + reads.length) > mostConditions) {
      this.tooMany = true;
      this.#certain(reads);
      return;
    }
    this.#pairs(writes);
    for (const { read, candidates } of reads) {
      const reader = this.#isCommitted(read.transaction);
      const chosen = candidates.length > 1 || reader.length > 0;
      const sources = chosen ? candidates.map((version) => this.#variable({ kind: 'source', read, version })) : [];
      if (chosen) this.clauses.push([...reader.map(not), ...sources]);
      for (const [i, candidate] of candidates.entries()) this.#readFrom(read, candidate, sources[i], writes);
    }
  }

  /** Of reads that can only have seen one version: whom they read from. */
  #certain(reads: readonly SourcedRead[]): void {
    for (const { read, candidates } of reads) {
      const seen = this.#sources.versions.versions[candidates[0] ?? -1];
      if (seen === undefined || candidates.length > 1 || this.#sources.parts[read.transaction] !== 'in') continue;
      this.#fixed('wr', seen, read);
    }
  }

  /** Edges of a read, had it seen this version. */
  #readFrom(read: KeyRead, source: number, chosen: Literal | undefined, writes: readonly Version[]): void {
    const { transaction, operation } = read;
    const seen = this.#sources.versions.versions[source];
    const when = chosen === undefined ? [] : [chosen];
    if (seen !== undefined) {
      const committed = this.#isCommitted(seen.transaction);
      if (chosen !== undefined && committed.length > 0) this.clauses.push([not(chosen), ...committed]);
      this.#when('wr', seen, { transaction, operation }, when);
    }
    const own = writes.find((version) => version.transaction === transaction);
    for (const version of writes) {
      if (version === seen || version === own) continue;
      const later = [
        ...when,
        ...(seen === undefined ? [] : [this.#before(seen, version)]),
        ...(own === undefined ? [] : [this.#before(version, own)]),
        ...this.#isCommitted(version.transaction),
      ];
      // A search that found nothing is not disturbed by a key that is deleted again; one that found the key is.
      const changes = (version.value === null) !== read.absent;
      if (!read.absent) this.#when('rw', { transaction, operation }, version, later);
      if (read.scanned && changes) this.#when('predicate-rw', { transaction, operation }, version, later);
    }
  }

  #pairs(versions: readonly Version[]): void {
    for (const [i, first] of versions.entries()) {
      for (const second of versions.slice(i + 1)) {
        const order = this.#before(first, second);
        const both = [...this.#isCommitted(first.transaction), ...this.#isCommitted(second.transaction)];
        this.#when('ww', first, second, [order, ...both]);
        this.#when('ww', second, first, [not(order), ...both]);
      }
    }
  }

  /** The literal that says so. */
  #before(first: Version, second: Version): Literal {
    if (first.index > second.index) return not(this.#before(second, first));
    const pair = `${this.#options.everyKeyApart ? first.key : ''} ${first.transaction} ${second.transaction}`;
    const known = this.#orders.get(pair);
    if (known !== undefined) return known;
    const literal = this.#variable({ kind: 'order', first, second });
    this.#orders.set(pair, literal);
    return literal;
  }

  #isCommitted(transaction: number): readonly Literal[] {
    if (this.#sources.parts[transaction] !== 'optional') return [];
    const literal = this.#committed.get(transaction) ?? this.#variable({ kind: 'committed', transaction });
    this.#committed.set(transaction, literal);
    return [literal];
  }

  #variable(variable: Variable): Literal {
    this.variables.push(variable);
    return 2 * (this.variables.length - 1);
  }

  #fixed(kind: DependencyKind, from: Place, to: Place): void {
    this.#when(kind, from, to, []);
  }

  #when(kind: DependencyKind, from: Place, to: Place, when: readonly Literal[]): void {
    if (from.transaction === to.transaction) return;
    const dependency = {
      from: from.transaction,
      to: to.transaction,
      kind,
      fromOperation: from.operation,
      toOperation: to.operation,
    };
    if (when.length === 0) this.fixed.push(dependency);
    else this.conditional.push({ dependency, when });
  }
}

interface Place {
  readonly transaction: number;
  readonly operation: number;
}
