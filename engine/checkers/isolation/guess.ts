/**
 * One order of versions, tried before any search: that in which transactions ended. Databases mostly install versions in it, so a history that is right
 * is found right in linear time. That it does not do proves nothing.
 */
import type { Dependency, DependencyKind } from './anomalies.ts';
import type { Sources } from './sources.ts';
import type { Version } from './versions.ts';

interface Place {
  readonly transaction: number;
  readonly operation: number;
}

/**
 * The dependencies that are not in every order anyway: between versions of registers and unread elements, by the rank of their transactions. Nothing where
 * values repeat, so that sources would have to be chosen too.
 */
export function guessedDependencies(sources: Sources, rank: (transaction: number) => number): readonly Dependency[] | undefined {
  const { versions, parts, reads, lists } = sources;
  if (reads.some(({ candidates }) => candidates.length > 1) || parts.includes('optional')) return undefined;
  const found: Dependency[] = [];
  const add = (kind: DependencyKind, from: Place, to: Place | undefined): void => {
    if (to === undefined || from.transaction === to.transaction) return;
    found.push({ from: from.transaction, to: to.transaction, kind, fromOperation: from.operation, toOperation: to.operation });
  };
  const ranked = (all: readonly Version[]): readonly Version[] => all.toSorted((a, b) => rank(a.transaction) - rank(b.transaction));
  const next = new Map<number, Version>();
  const first = new Map<number, Version>();
  for (const key of versions.keys) {
    if (key.list) continue;
    const order = ranked(key.versions.filter(({ intermediate, transaction }) => !intermediate && parts[transaction] === 'in'));
    for (const [i, version] of order.entries()) {
      const after = order[i + 1];
      add('ww', version, after);
      if (i === 0) first.set(key.index, version);
      if (after !== undefined) next.set(version.index, after);
    }
  }
  const listReads = Map.groupBy(lists.reads, ({ read }) => read.key);
  for (const { key, read: known, unread } of lists.orders) {
    const order = ranked(unread);
    for (const [i, version] of order.entries()) add('ww', version, order[i + 1]);
    // Whoever read all that anybody read comes before the first element that nobody read.
    for (const { read, length } of listReads.get(key) ?? []) {
      if (!known.slice(length).some(({ transaction }) => parts[transaction] === 'in'))
        add(read.absent ? 'predicate-rw' : 'rw', read, order[0]);
    }
  }
  for (const { read, candidates } of reads) {
    const seen = versions.versions[candidates[0] ?? -1];
    const after = seen === undefined ? first.get(read.key) : next.get(seen.index);
    if (!read.absent) add('rw', read, after);
    if (!read.scanned) continue;
    // The next version that a search would have told from what it found.
    let change = after;
    while (change !== undefined && (change.value === null) === read.absent) change = next.get(change.index);
    add('predicate-rw', read, change);
  }
  return found;
}
