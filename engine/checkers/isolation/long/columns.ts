/**
 * Transactions on registers in columns: some thirty bytes an operation, where objects take kilobytes. Transactions, operations, keys and sessions are numbers from
 * 0 on, in the order of the file.
 */
export interface TransactionColumns {
  /** The operations of transaction `t`: from `first[t]` up to but not including `first[t + 1]`. */
  readonly first: Int32Array;
  readonly session: Int32Array;
  /** 1 where it has aborted; all others have committed. */
  readonly aborted: Uint8Array;
  /** By operation: 1 for a write, 0 for a read. */
  readonly writes: Uint8Array;
  readonly key: Int32Array;
  readonly value: Float64Array;
  /** How many keys and sessions there are. */
  readonly keys: number;
  readonly sessions: number;
  /** What every key holds at first; `undefined` where it is no number, so that no operation has it. */
  readonly initial: number | undefined;
}

export function transactionsIn({ session }: TransactionColumns): number {
  return session.length;
}
