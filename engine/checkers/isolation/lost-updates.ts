/** Lost updates (P4 of Berenson et al. 1995): two transactions read the same version of a key, and then both write it. */
import type { Anomaly } from './anomalies.ts';
import type { Dependencies, Occurrence } from './dependencies.ts';
import type { Literal } from './solver.ts';
import type { Sources } from './sources.ts';
import { textOf } from './transactions.ts';
import { initialVersion, type KeyRead, type Version } from './versions.ts';
import { keyName, seenText, transactionName, wroteText } from './words.ts';

interface Update {
  readonly read: KeyRead;
  readonly write: Version;
  readonly because: readonly Literal[];
}

/** One that occurs in an assignment. What counts is the last read before a transaction's first write: whoever looks again has seen the update. */
export function lostUpdates(sources: Sources, dependencies: Dependencies, holds: (literal: Literal) => boolean): Occurrence | undefined {
  const { versions, parts } = sources;
  const committed = new Map<number, Literal>();
  const chosen = new Map<string, { readonly version: number; readonly literal: Literal }>();
  for (const [index, variable] of dependencies.variables.entries()) {
    if (!holds(2 * index)) continue;
    if (variable.kind === 'committed') committed.set(variable.transaction, 2 * index);
    if (variable.kind === 'source') chosen.set(readId(variable.read), { version: variable.version, literal: 2 * index });
  }
  const listReads = new Map(sources.lists.reads.map(({ read, length }) => [readId(read), length]));
  const sourced = new Map(sources.reads.map(({ read, candidates }) => [readId(read), candidates]));
  const seen = new Map<string, Update>();
  for (const [transaction, part] of parts.entries()) {
    if (part === 'out' || (part === 'optional' && !committed.has(transaction))) continue;
    for (const write of versions.writes[transaction] ?? []) {
      if (write.earlier !== undefined) continue;
      const read = lastReadBefore(sources, write);
      if (read === undefined) continue;
      const id = readId(read);
      const choice = chosen.get(id);
      const version = listReads.get(id) ?? choice?.version ?? sourced.get(id)?.[0];
      if (version === undefined) continue;
      const mine = { read, write, because: [choice?.literal, committed.get(transaction)].filter((literal) => literal !== undefined) };
      const same = `${write.key} ${version}`;
      const other = seen.get(same);
      if (other === undefined) seen.set(same, mine);
      else return { anomaly: () => lostUpdate(sources, other, mine, version), because: [...other.because, ...mine.because] };
    }
  }
  return undefined;
}

function lastReadBefore({ versions }: Sources, write: Version): KeyRead | undefined {
  return versions.reads[write.transaction]?.findLast(
    ({ key, operation, absent }) => key === write.key && operation < write.operation && !absent,
  );
}

/** Reads of one transaction that saw the same value are one. */
function readId({ transaction, key, absent, other, value }: KeyRead): string {
  return `${transaction} ${key} ${absent} ${other} ${textOf(value)}`;
}

function lostUpdate({ versions }: Sources, first: Update, second: Update, version: number): Anomaly {
  const [a, b] = [first, second].map(({ read }) => transactionName(versions, read.transaction));
  const key = versions.keys[first.write.key];
  const writer = key?.list === true || version === initialVersion ? undefined : versions.versions[version];
  const from = writer === undefined ? '' : ` of ${transactionName(versions, writer.transaction)}`;
  const message = `${a} and ${b} both read ${seenText(versions, first.read)}${from}; then ${a} ${wroteText(versions, first.write)} and ${b} ${wroteText(versions, second.write)}: whichever came second overwrote a version of ${keyName(key)} that it had not seen`;
  const operations = [first, second].flatMap(({ read, write }) => [
    [read.transaction, read.operation] as const,
    [write.transaction, write.operation] as const,
  ]);
  return { kind: 'lostUpdate', message, cycle: [], operations };
}
