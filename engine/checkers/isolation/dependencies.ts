/**
 * The direct serialization graph (Adya 1999): who wrote over whom (ww), who read from whom (wr), who read what another then overwrote (rw). Where the
 * history leaves open which version came first, or which of equal ones was read, edges are there under conditions.
 */
import type { Anomaly, Dependency, DependencyKind } from './anomalies.ts';
import type { ListOrder, ListRead } from './lists.ts';
import { type Literal, not } from './solver.ts';
import type { SourcedRead, Sources } from './sources.ts';
import { initialVersion, type KeyRead, type Version } from './versions.ts';

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
  /** Something is left to choose, whether or not it is written down. */
  readonly open: boolean;
}

/** What occurs in one order of versions: the anomaly, and the choices that make it occur. */
export interface Occurrence {
  readonly anomaly: (everyOrder: boolean) => Anomaly;
  readonly because: readonly Literal[];
}

/** More edges between all versions of a key and each other, or all its reads, are not written down. */
const mostEdges = 2_000_000;

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
  /** Write down only what is there whatever is chosen, which is far less where no read tells of most orders. */
  readonly fixedOnly?: boolean;
}

export function dependenciesOf(sources: Sources, options: DependencyOptions): Dependencies {
  const listReadsOf = Map.groupBy(sources.lists.reads, ({ read }) => read.key);
  const lists = sources.lists.orders.map((order) => ({ order, reads: listReadsOf.get(order.key) ?? [] }));
  const readsOf = Map.groupBy(sources.reads, ({ read }) => read.key);
  const registers = sources.versions.keys.flatMap((key) => {
    if (key.list) return [];
    const writes = key.versions.filter((version) => !version.intermediate && sources.parts[version.transaction] !== 'out');
    return [{ writes, reads: readsOf.get(key.index) ?? [] }];
  });
  const edges = sum([
    ...lists.map(({ order: { read, unread }, reads }) => {
      // Who saw less than all that anybody read is overwritten by the next of that.
      const last = read.findLastIndex(({ transaction }) => sources.parts[transaction] === 'in');
      const overwritten = reads.filter(({ length }) => length > last).length;
      return unread.length * ((options.unreadElements ? unread.length : 0) + overwritten);
    }),
    ...registers.map(({ writes, reads }) => writes.length * (writes.length + reads.length)),
  ]);
  const builder = new Builder(sources, options, edges > mostEdges);
  for (const { order, reads } of lists) builder.list(order, reads);
  for (const { writes, reads } of registers) builder.register(writes, reads);
  return builder;
}

class Builder implements Dependencies {
  readonly fixed: Dependency[] = [];
  readonly conditional: ConditionalDependency[] = [];
  readonly variables: Variable[] = [];
  readonly clauses: (readonly Literal[])[] = [];
  readonly tooMany: boolean;
  open: boolean;
  readonly #sources: Sources;
  readonly #options: DependencyOptions;
  readonly #fixedOnly: boolean;
  /** How many edges there are so far to all versions of a key. */
  #spread = 0;
  /** By key (where keys are apart), and then by the two transactions as one number. */
  readonly #orders = new Map<number, Map<number, Literal>>();
  readonly #committed = new Map<number, Literal>();

  constructor(sources: Sources, options: DependencyOptions, tooMany: boolean) {
    this.#sources = sources;
    this.#options = options;
    this.tooMany = tooMany;
    this.open = tooMany;
    this.#fixedOnly = tooMany || options.fixedOnly === true;
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
    if (!this.#hasRoomFor(unread)) return;
    for (const version of unread) {
      const chosen = own !== undefined && this.#options.unreadElements && version !== own;
      if (chosen && this.#skips()) continue;
      this.#when(kind, { transaction, operation }, version, chosen ? [this.#before(version, own)] : []);
    }
  }

  register(writes: readonly Version[], reads: readonly SourcedRead[]): void {
    if (this.#fixedOnly) {
      this.#certain(writes, reads);
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

  /** What does not depend on the order of versions nor on sources: of reads that can only have seen one version. */
  #certain(writes: readonly Version[], reads: readonly SourcedRead[]): void {
    const { parts, versions } = this.#sources;
    if (writes.length > 1 || writes.some(({ transaction }) => parts[transaction] === 'optional')) this.open = true;
    for (const { read, candidates } of reads) {
      const [source = initialVersion] = candidates;
      if (candidates.length > 1 || parts[read.transaction] !== 'in') {
        this.open = true;
        continue;
      }
      const seen = versions.versions[source];
      if (seen !== undefined) {
        this.#fixed('wr', seen, read);
      } else if (this.#hasRoomFor(writes) && !writes.some(({ transaction }) => transaction === read.transaction)) {
        // Whatever was written came after what the key held at first.
        for (const version of writes) if (parts[version.transaction] === 'in') this.#overwritten(read, version, []);
      }
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
      this.#overwritten(read, version, later);
    }
  }

  #overwritten(read: KeyRead, version: Version, when: readonly Literal[]): void {
    // A search that found nothing is not disturbed by a key that is deleted again; one that found the key is.
    const changes = (version.value === null) !== read.absent;
    if (!read.absent) this.#when('rw', read, version, when);
    if (read.scanned && changes) this.#when('predicate-rw', read, version, when);
  }

  /** Whether what depends on a choice is left out. */
  #skips(): boolean {
    this.open = true;
    return this.#fixedOnly;
  }

  /** For edges to all of these versions. Where there is none the answer remains open: it says that there are too many orders, if nothing else tells. */
  #hasRoomFor({ length }: readonly Version[]): boolean {
    this.#spread += length;
    if (this.#spread <= mostEdges) return true;
    this.open = true;
    return false;
  }

  #pairs(versions: readonly Version[]): void {
    if (versions.length > 1 && this.#skips()) return;
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
    const group = this.#options.everyKeyApart ? first.key : 0;
    const orders = this.#orders.get(group) ?? new Map<number, Literal>();
    this.#orders.set(group, orders);
    const pair = first.transaction * this.#sources.parts.length + second.transaction;
    const literal = orders.get(pair) ?? this.#variable({ kind: 'order', first, second });
    orders.set(pair, literal);
    return literal;
  }

  #isCommitted(transaction: number): readonly Literal[] {
    if (this.#sources.parts[transaction] !== 'optional') return [];
    const literal = this.#committed.get(transaction) ?? this.#variable({ kind: 'committed', transaction });
    this.#committed.set(transaction, literal);
    return [literal];
  }

  #variable(variable: Variable): Literal {
    this.open = true;
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

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

interface Place {
  readonly transaction: number;
  readonly operation: number;
}
