/**
 * From where each read may have its value, and which transactions of unknown fate must have committed, because somebody read from them.
 *
 * Values that were written once tell the version that was read. Where they were written several times, all versions that fit are kept: an order of
 * versions is admissible with any of them.
 */
import type { Anomaly } from './anomalies.ts';
import { impossibleRead, internalAnomaly } from './impossible.ts';
import { type ListOrders, listOrders } from './lists.ts';
import { textOf } from './transactions.ts';
import { initialVersion, isAborted, type KeyRead, type Part, type Version, type Versions } from './versions.ts';

/** A read of a register and the versions that it can have seen: indices of versions, or `initialVersion`. */
export interface SourcedRead {
  readonly read: KeyRead;
  readonly candidates: readonly number[];
}

export interface Sources {
  readonly versions: Versions;
  /** Of each transaction: whether it counts as committed. */
  readonly parts: readonly Part[];
  /** Reads of registers by transactions that count. */
  readonly reads: readonly SourcedRead[];
  readonly lists: ListOrders;
  /** Anomalies of single reads. */
  readonly anomalies: readonly Anomaly[];
  /** Why the history does not tell what was read, where it does not. */
  readonly ambiguity?: string;
}

export function sourcesOf(versions: Versions): Sources {
  const bad = new Set<number>();
  for (;;) {
    const search = new Search(versions, bad);
    const found = search.run();
    // A transaction of unknown fate that cannot have read what it read has not committed, unless somebody can only have read from it.
    const worse = found.impossible.filter((transaction) => !bad.has(transaction));
    if (worse.length === 0) return found.sources;
    for (const transaction of worse) bad.add(transaction);
  }
}

class Search {
  readonly #versions: Versions;
  readonly #bad: ReadonlySet<number>;
  readonly #parts: Part[];
  readonly #queue: number[] = [];
  readonly #reads: SourcedRead[] = [];
  readonly #listReads: KeyRead[] = [];
  readonly #anomalies: Anomaly[] = [];
  readonly #impossible: number[] = [];

  constructor(versions: Versions, bad: ReadonlySet<number>) {
    this.#versions = versions;
    this.#bad = bad;
    this.#parts = versions.history.transactions.map(({ status }) => (status === 'committed' ? 'in' : 'out'));
  }

  run(): { readonly sources: Sources; readonly impossible: readonly number[] } {
    this.#parts.forEach((part, transaction) => {
      if (part === 'in') this.#queue.push(transaction);
    });
    this.#follow();
    // What only may have been read is looked at last: by then it is known what must have been.
    for (let at = 0; at < this.#reads.length; at++) {
      for (const candidate of this.#reads[at]?.candidates ?? []) {
        const writer = this.#versions.versions[candidate]?.transaction;
        if (writer === undefined || this.#parts[writer] !== 'out') continue;
        this.#parts[writer] = 'optional';
        this.#queue.push(writer);
        this.#follow();
      }
    }
    const lists = listOrders(this.#versions, this.#parts, this.#listReads);
    const sources: Sources = {
      versions: this.#versions,
      parts: this.#parts,
      reads: this.#reads,
      lists,
      anomalies: [...this.#anomalies, ...lists.anomalies],
      ...(lists.ambiguity === undefined ? {} : { ambiguity: lists.ambiguity }),
    };
    return { sources, impossible: this.#impossible };
  }

  #follow(): void {
    for (let transaction = this.#queue.pop(); transaction !== undefined; transaction = this.#queue.pop()) {
      const optional = this.#parts[transaction] === 'optional';
      const seen = new Set<string>();
      for (const read of this.#versions.reads[transaction] ?? []) {
        const key = this.#versions.keys[read.key];
        if (key?.list === true) {
          this.#listReads.push(read);
          this.#ownersOf(read);
          continue;
        }
        if (read.own.length > 0) {
          if (!seesOwn(read)) this.#fail(transaction, optional, () => internalAnomaly(this.#versions, read));
          continue;
        }
        // The same value again is the same version again: that asks for the least.
        const same = `${read.key} ${read.absent} ${read.other} ${textOf(read.value)}`;
        if (seen.has(same)) continue;
        seen.add(same);
        this.#source(read, optional);
      }
    }
  }

  #source(read: KeyRead, optional: boolean): void {
    const all = candidatesOf(this.#versions, read);
    const good = all.filter((candidate) => !this.#bad.has(this.#versions.versions[candidate]?.transaction ?? -1));
    const candidates = good.length > 0 || optional ? good : all;
    if (candidates.length === 0) {
      this.#fail(read.transaction, optional, () => impossibleRead(this.#versions, read));
      return;
    }
    this.#reads.push({ read, candidates });
    const [only] = candidates;
    if (candidates.length === 1 && only !== undefined && !optional) this.#include(this.#versions.versions[only]?.transaction);
  }

  /** Elements of a list are told apart, so whoever appended one that was read has committed. */
  #ownersOf(read: KeyRead): void {
    const key = this.#versions.keys[read.key];
    if (key === undefined || !Array.isArray(read.value)) return;
    for (const element of read.value) {
      const owners = key.byText.get(textOf(element)) ?? [];
      const [owner] = owners;
      if (owners.length === 1 && owner !== undefined) this.#include(owner.transaction);
    }
  }

  #include(transaction: number | undefined): void {
    if (transaction === undefined || this.#parts[transaction] !== 'out' || isAborted(this.#versions, transaction)) return;
    this.#parts[transaction] = 'in';
    this.#queue.push(transaction);
  }

  #fail(transaction: number, optional: boolean, anomaly: () => Anomaly): void {
    if (optional) this.#impossible.push(transaction);
    else this.#anomalies.push(anomaly());
  }
}

function seesOwn(read: KeyRead): boolean {
  return (read.own.at(-1)?.text === textOf(read.value)) !== read.other;
}

/** The versions that the read can have seen without seeing what is not, or not yet, committed. */
function candidatesOf(versions: Versions, read: KeyRead): readonly number[] {
  const key = versions.keys[read.key];
  if (key === undefined) return [];
  const text = textOf(read.value);
  const fits = (version: Version): boolean =>
    !version.intermediate && version.transaction !== read.transaction && !isAborted(versions, version.transaction);
  const writes = read.other ? key.versions.filter((version) => version.text !== text) : (key.byText.get(text) ?? []);
  const found = writes.filter(fits).map(({ index }) => index);
  const initial = (textOf(key.initial) === text) !== read.other || (read.orNone && key.initial === null);
  return initial ? [initialVersion, ...found] : found;
}
