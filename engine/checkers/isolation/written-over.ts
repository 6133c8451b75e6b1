/**
 * Dirty writes as Berenson et al. (1995) tell of them: where no read tells which of two versions came first, the one that was written first did. That is how a store that
 * writes in place goes about it. A store that keeps writes back until the commit need not, so this is asked only of histories of which each write's place in
 * time is known.
 */
import type { Anomaly, Dependency } from './anomalies.ts';
import { dependenciesOf } from './dependencies.ts';
import { occurrence } from './phenomena.ts';
import { type Literal, not } from './solver.ts';
import type { Sources } from './sources.ts';

/** An operation of a transaction. */
interface Place {
  readonly transaction: number;
  readonly operation?: number | undefined;
}

/** Nothing where reads contradict that order. `precedes`: by their events, whether one operation was over before another was asked. */
export function writtenOver(sources: Sources, precedes: (one: number, other: number) => boolean): Anomaly | undefined {
  const dependencies = dependenciesOf(sources, { unreadElements: true, everyKeyApart: true });
  if (dependencies.tooMany) return undefined;
  const { transactions } = sources.versions.history;
  const eventOf = ({ transaction, operation = -1 }: Place): number => transactions[transaction]?.operations[operation]?.event ?? -1;
  const comesFirst = (from: Place, to: Place): boolean => precedes(eventOf(from), eventOf(to));
  const holds = (literal: Literal): boolean => {
    const variable = dependencies.variables[literal >> 1];
    if (variable?.kind !== 'order') return false;
    const { first, second } = variable;
    return (literal & 1) === 0 ? comesFirst(first, second) : comesFirst(second, first);
  };
  const isReversed = ({ kind, from, to, fromOperation, toOperation }: Dependency): boolean =>
    kind === 'ww' && comesFirst({ transaction: to, operation: toOperation }, { transaction: from, operation: fromOperation });
  if (dependencies.fixed.some(isReversed)) return undefined;
  if (dependencies.clauses.some((clause) => clause.every((literal) => holds(not(literal))))) return undefined;
  const found = occurrence(sources, dependencies, 'dirtyWrite', holds);
  if (found === undefined || found === 'unknown') return undefined;
  const anomaly = found.anomaly(false);
  if (readsContradict(sources, anomaly.cycle, comesFirst, (of, read) => precedes(transactions[of]?.event ?? -1, eventOf(read))))
    return undefined;
  return { ...anomaly, message: `${anomaly.message}, if the versions came in the order of the writes (no read tells of another)` };
}

/** Whether somebody saw an older version of a key in the cycle after the transaction that wrote a newer one had ended. */
function readsContradict(
  { versions, reads, parts }: Sources,
  cycle: readonly Dependency[],
  comesFirst: (from: Place, to: Place) => boolean,
  endedBefore: (transaction: number, read: Place) => boolean,
): boolean {
  const keys = new Set(
    cycle.flatMap(({ from, fromOperation }) =>
      (versions.writes[from] ?? []).filter(({ operation }) => operation === fromOperation).map(({ key }) => key),
    ),
  );
  return reads.some(({ read, candidates }) => {
    if (!keys.has(read.key) || read.own.length > 0) return false;
    return candidates.every((candidate) => {
      const seen = versions.versions[candidate];
      return versions.keys[read.key]?.versions.some(
        (newer) =>
          newer !== seen &&
          !newer.intermediate &&
          parts[newer.transaction] === 'in' &&
          (seen === undefined || comesFirst(seen, newer)) &&
          endedBefore(newer.transaction, read),
      );
    });
  });
}
