/** Cycles named and put into words. */
import { spokenText, valueText } from '../../trace/values.ts';
import type { Anomaly, AnomalyKind, Dependency } from './anomalies.ts';
import type { MicroOperation } from './transactions.ts';
import type { Versions } from './versions.ts';
import { transactionName } from './words.ts';

/** `everyOrder`: other orders of the versions are possible, and have been tried. */
export function cycleAnomaly(versions: Versions, cycle: readonly Dependency[], everyOrder: boolean): Anomaly {
  const steps = cycle.map((edge, i) => {
    const yet = i > 0 && i === cycle.length - 1 ? 'yet ' : '';
    return `${yet}${transactionName(versions, edge.from)} comes before ${transactionName(versions, edge.to)} because ${reason(versions, edge)}`;
  });
  const others = everyOrder ? '. Other orders of the versions are possible, but each leads to a circle too' : '';
  const shown = new Map<string, readonly [number, number]>();
  for (const { from, to, fromOperation, toOperation } of cycle) {
    if (fromOperation !== undefined) shown.set(`${from} ${fromOperation}`, [from, fromOperation]);
    if (toOperation !== undefined) shown.set(`${to} ${toOperation}`, [to, toOperation]);
  }
  const operations = [...shown.values()].sort(([a, i], [b, j]) => a - b || i - j);
  return { kind: kindOf(versions, cycle), message: `${steps.join('; ')}${others}`, cycle, operations };
}

/** The anomaly that a cycle is. */
export function kindOf(versions: Versions, cycle: readonly Dependency[]): AnomalyKind {
  if (cycle.some(({ kind }) => kind === 'realTime')) return 'realTime';
  if (cycle.some(({ kind }) => kind === 'session')) return 'session';
  const anti = cycle.map(({ kind }) => kind === 'rw' || kind === 'predicate-rw');
  const count = anti.filter(Boolean).length;
  if (count === 0) return cycle.every(({ kind }) => kind === 'ww') ? 'G0' : 'G1c';
  if (cycle.some(({ kind }) => kind === 'predicate-rw')) return 'G2';
  if (isLostUpdate(versions, cycle)) return 'lostUpdate';
  if (count === 1) return 'G-single';
  const adjacent = anti.some((is, i) => is && anti[(i + 1) % anti.length] === true);
  return adjacent ? 'G2-item' : 'longFork';
}

/** Two transactions that wrote one key, of which one at least read it before the other wrote. */
function isLostUpdate(versions: Versions, cycle: readonly Dependency[]): boolean {
  const [first, second] = cycle;
  if (cycle.length !== 2 || first === undefined || second === undefined) return false;
  const keys = cycle.flatMap(({ to, toOperation }) => versions.writes[to]?.find(({ operation }) => operation === toOperation)?.key ?? -1);
  return keys[0] === keys[1] && keys[0] !== -1;
}

/** Why `from` comes before `to`. */
export function reason(versions: Versions, edge: Dependency): string {
  const [from, to] = [transactionName(versions, edge.from), transactionName(versions, edge.to)];
  const earlier = versions.history.transactions[edge.from]?.operations[edge.fromOperation ?? -1];
  const later = versions.history.transactions[edge.to]?.operations[edge.toOperation ?? -1];
  switch (edge.kind) {
    case 'session':
      return 'both belong to one session, in this order';
    case 'realTime':
      return `${from} ended before ${to} began`;
    case 'ww':
      return `${to} ${did(later)} after ${from} ${did(earlier)}`;
    case 'wr':
      return `${to} ${did(later, earlier)}, and ${from} ${did(earlier)}`;
    case 'rw':
    case 'predicate-rw':
      return `${from} ${did(earlier, later)}, before ${to} ${did(later)}`;
  }
}

/** What an operation did; of a scan, what it saw of the key that `about` speaks of. */
function did(micro: MicroOperation | undefined, about?: MicroOperation): string {
  switch (micro?.kind) {
    case 'read':
      return `read ${spokenText(micro.key)} = ${valueText(micro.value)}`;
    case 'readOther':
      return `read ${spokenText(micro.key)} other than ${valueText(micro.value)}`;
    case 'write':
      return `wrote ${spokenText(micro.key)} = ${valueText(micro.value)}`;
    case 'append':
      return `appended ${valueText(micro.value)} to ${spokenText(micro.key)}`;
    case 'delete':
      return `deleted ${spokenText(micro.key)}`;
    case 'scan': {
      const key = about !== undefined && about.kind !== 'scan' ? about.key : undefined;
      const found = micro.found.find(([name]) => key !== undefined && spokenText(name) === spokenText(key));
      if (key === undefined) return `searched for ${valueText(micro.prefix)}`;
      const what = found === undefined ? `no ${spokenText(key)}` : `${spokenText(key)} = ${valueText(found[1])}`;
      return `searched for ${valueText(micro.prefix)} and found ${what}`;
    }
    case undefined:
      return 'was there';
  }
}
