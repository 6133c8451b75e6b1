/** The memo tables as the inner loop sees them, and what it says when they do not know something yet. */
import type { Layout } from './layout.ts';

/** What the expander reads; the model owns it. */
export interface MemoTables {
  readonly nodes: number;
  readonly monitors: number;
  readonly clients: readonly ClientTraits[];
  /** Whether a request can outlive the handler that took it, so that local states and messages tell which numbers are taken. */
  readonly requestsAreKept: boolean;
  /** Whether time passes; absent where it does not. */
  readonly time?: TimeTraits;
  /** The pool, the directory at its beginning; replaced by growth. */
  readonly words: Int32Array;
  /** Whether the scenario has budgets that strike messages in flight. */
  readonly hasInboxFaults: boolean;
  /** Whether there are condition rules at all. */
  readonly hasConditions: boolean;
  /** Whether a condition rule that has not acted may do so in this state, as packed words at `offset`. 1 yes, 0 no, -1 not known yet. */
  conditionActs(environment: number, layout: Layout, words: Int32Array, offset: number): number;
}

export interface ClientTraits {
  /** Clients that its steps can concern, since one waits for the other's end. */
  readonly company: readonly number[];
  /** Whether earlier requests of it can be about when it asks the next, so that the number of that one has to be found. */
  readonly numbersRequests: boolean;
}
export interface TimeTraits {
  /** Of the step in which time passes. */
  readonly label: number;
  /** Whether budgets bound how often timers fire. */
  readonly boundsTimers: boolean;
}

/**
 * An entry that was asked for and is not there. `index` is the node's, the monitor's or the client's, `table` one of `NodeTable`,
 * `SystemTable` or `ClientTable`. For a condition
 * `row` is where the record stands that it is about, `column` the environment before the step.
 */
export interface Miss {
  readonly scope: 'node' | 'system' | 'monitor' | 'client' | 'condition';
  readonly index: number;
  readonly table: number;
  readonly row: number;
  readonly column: number;
}
