/** How anomalies speak of transactions, keys and operations, in the names of the history. */
import type { TraceValue } from '../../trace/model.ts';
import { spokenText, valueText } from '../../trace/values.ts';
import type { Key, KeyRead, Version, Versions } from './versions.ts';

export function transactionName(versions: Versions, transaction: number): string {
  return versions.history.transactions[transaction]?.name ?? `transaction ${transaction + 1}`;
}

export function keyName(key: Key | undefined): string {
  return key === undefined ? '' : spokenText(key.name);
}

/** `x = 1`, `x = [1, 2]`; `no x` of what a scan did not find. */
export function seenText(versions: Versions, read: KeyRead): string {
  const key = keyName(versions.keys[read.key]);
  if (read.absent) return `no ${key}`;
  if (read.other) return `${key} other than ${valueText(read.value)}`;
  return `${key} = ${valueText(read.value)}`;
}

/** `wrote x = 2`, `appended 2 to x`, `deleted x`. */
export function wroteText(versions: Versions, version: Version): string {
  const key = keyName(versions.keys[version.key]);
  const micro = versions.history.transactions[version.transaction]?.operations[version.operation];
  if (micro?.kind === 'delete') return `deleted ${key}`;
  if (micro?.kind === 'append') return `appended ${valueText(version.value)} to ${key}`;
  return `wrote ${key} = ${valueText(version.value)}`;
}

export function elementsOf(value: TraceValue): readonly TraceValue[] | undefined {
  if (value === null) return [];
  return isList(value) ? value : undefined;
}
function isList(value: TraceValue): value is readonly TraceValue[] {
  return Array.isArray(value);
}
