/** What is wrong with a single read, whatever the order of versions. */
import type { Anomaly, AnomalyKind } from './anomalies.ts';
import { textOf } from './transactions.ts';
import { isAborted, type KeyRead, type Version, type Versions } from './versions.ts';
import { seenText, transactionName, wroteText } from './words.ts';

/** A read of a register for which there is no version that it may have seen. */
export function impossibleRead(versions: Versions, read: KeyRead): Anomaly {
  const name = transactionName(versions, read.transaction);
  const seen = seenText(versions, read);
  const key = versions.keys[read.key];
  const same = read.other ? [] : (key?.byText.get(textOf(read.value)) ?? []);
  const intermediate = same.find((version) => version.transaction !== read.transaction && !isAborted(versions, version.transaction));
  if (intermediate !== undefined) return intermediateRead(versions, read, intermediate);
  const aborted = same.find((version) => version.transaction !== read.transaction);
  if (aborted !== undefined) return abortedRead(versions, read, aborted);
  const own = same[0];
  if (own !== undefined) {
    return readAnomaly('internal', read, `${name} reads ${seen} before it ${wroteText(versions, own)} itself, and nobody else did`, own);
  }
  return readAnomaly('unwritten', read, `${name} reads ${seen}, which nobody wrote`);
}

export function abortedRead(versions: Versions, read: KeyRead, version: Version): Anomaly {
  const [name, writer] = [transactionName(versions, read.transaction), transactionName(versions, version.transaction)];
  const message = `${name} reads ${seenText(versions, read)}: ${writer} ${wroteText(versions, version)}, but ${writer} aborted`;
  return readAnomaly('G1a', read, message, version);
}

export function intermediateRead(versions: Versions, read: KeyRead, version: Version): Anomaly {
  const [name, writer] = [transactionName(versions, read.transaction), transactionName(versions, version.transaction)];
  const final = versions.writes[version.transaction]?.findLast((other) => other.key === version.key) ?? version;
  const message = `${name} reads ${seenText(versions, read)}: ${writer} ${wroteText(versions, version)}, but later it ${wroteText(versions, final)}, and nobody else may see what was before`;
  return readAnomaly('G1b', read, message, version);
}

/** A read that does not see what its own transaction did before. */
export function internalAnomaly(versions: Versions, read: KeyRead): Anomaly {
  const own = read.own.at(-1);
  const did = own === undefined ? '' : ` after it ${wroteText(versions, own)} itself`;
  return readAnomaly('internal', read, `${transactionName(versions, read.transaction)} reads ${seenText(versions, read)}${did}`, own);
}

export function readAnomaly(kind: AnomalyKind, read: KeyRead, message: string, version?: Version): Anomaly {
  const operations = [...(version === undefined ? [] : [[version.transaction, version.operation] as const])];
  return { kind, message, cycle: [], operations: [...operations, [read.transaction, read.operation]] };
}
