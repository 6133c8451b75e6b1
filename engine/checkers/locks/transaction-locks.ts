/** What transactions lock by their operations, and who waits for whom. */

/** An object, or, of a scan, all whose names begin so. Equal keys are the same; strings may be the beginnings of others. */
export interface Locked<K> {
  /** The store: nodes that can hear of each other may be one, as replicas are; others are not. */
  readonly store: number;
  readonly scanned: boolean;
  readonly key: K;
}

/** A transaction that has not ended. */
export interface Participant<K> {
  /** The lifeline of its client. */
  readonly line: number;
  readonly locks: readonly Locked<K>[];
  /** What the operation that it waits for is about. */
  readonly waits?: Locked<K> | undefined;
}

/** What an operation locks: its object is its first argument. Nothing where it has none, as `commit`. */
export function lockedBy<K>(operation: string, args: readonly K[], store: number): Locked<K> | undefined {
  const [key] = args;
  return key === undefined ? undefined : { store, scanned: operation === 'scan', key };
}

/** Once it is answered. */
export function endsTransaction(operation: string): boolean {
  return operation === 'commit' || operation === 'abort';
}

export function meet<K>(a: Locked<K>, b: Locked<K>): boolean {
  if (a.store !== b.store) return false;
  return a.key === b.key || (a.scanned && begins(b.key, a.key)) || (b.scanned && begins(a.key, b.key));
}
function begins(name: unknown, prefix: unknown): boolean {
  return typeof name === 'string' && typeof prefix === 'string' && name.startsWith(prefix);
}

/** By lifeline: those that have locked what it waits for. */
export function waitingFor<K>(participants: readonly Participant<K>[]): (line: number) => readonly number[] {
  return (line) => {
    const waits = participants.find((one) => one.line === line)?.waits;
    if (waits === undefined) return [];
    return participants.flatMap((other) => (other.line !== line && other.locks.some((lock) => meet(lock, waits)) ? [other.line] : []));
  };
}
