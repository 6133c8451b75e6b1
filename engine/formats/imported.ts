/** What the import of a file gives: a history of operations or of transactions, or traces. */
import type { Operation } from '../checkers/history.ts';
import type { TransactionColumns } from '../checkers/isolation/long/columns.ts';
import type { TransactionRecord } from '../checkers/isolation/transactions.ts';
import type { Trace, TraceValue } from '../trace/model.ts';

export type Imported = ImportedHistory | ImportedColumns | ImportedTraces;

export interface ImportedHistory {
  readonly kind: 'history';
  /** By `Operation.process`: what the file calls it. */
  readonly processes: readonly string[];
  /**
   * In the order in which they were asked. `event` is a position among the invocations and returns of these operations, and so are `invoked` and
   * `returned`. A transaction is a `begin`, its parts and a `commit` or `abort`.
   */
  readonly operations: readonly Operation[];
  /** The same, only of a history of transactions, in the order in which they began. */
  readonly transactions?: readonly TransactionRecord[];
  /** What the objects hold at first, none where nothing is said. */
  readonly initial: readonly (readonly [key: TraceValue, value: TraceValue])[];
  /** The sequential specification that operations of these names are usually checked against; a role of the standard library. */
  readonly specification?: string;
  /** Whether the file tells the order in time; without, positions mean nothing but the order of each process. */
  readonly timed: boolean;
  /** By `Operation.event` and `TransactionRecord.event`: the line of the file, counted from 1. */
  readonly lines: readonly number[];
  readonly counts: Counts;
}

/** Of the operations (or transactions) of the file, whether they are part of the history or, as far as they constrain nothing, left out of it. */
export interface Counts {
  readonly invoked: number;
  readonly ok: number;
  readonly failed: number;
  /** With a completion that says that nobody knows, or without any. */
  readonly unknown: number;
  /** That constrain nothing, so that they are not in `operations`. */
  readonly leftOut: number;
}

/** Transactions of which there are too many for a history of objects. They have no order in time. */
export interface ImportedColumns {
  readonly kind: 'columns';
  readonly columns: TransactionColumns;
  /** A history of these transactions alone, in this order, with those of their operations that `keeps` names. */
  readonly part: (transactions: readonly number[], keeps: (operation: number) => boolean) => ImportedHistory;
  readonly counts: Counts;
}

export interface ImportedTraces {
  readonly kind: 'traces';
  /** At least one. Titles are in their `source.scenario`. */
  readonly traces: readonly Trace[];
}
