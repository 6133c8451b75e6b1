/**
 * What the memo tables are and where each stands in the directory: the vocabulary between those that fill them (`model/`) and the inner loop that
 * reads them (`search/expander.ts`).
 *
 * Numbers that are 0 or more are stored plus one where 0 would be among them, since 0 in a table says "not known yet".
 */
import { TABLE_WORDS } from './pool.ts';

/** Tables of one node. Rows and columns in parentheses. */
export const NodeTable = {
  /** (situation, input) -> outcome list. */
  step: 0,
  /** (inbox, input) -> inbox with that message more, plus one. */
  add: 1,
  /** (inbox) -> list of (input, inbox without it): what may be delivered. */
  deliverable: 2,
  /** (inbox) -> list of budgeted losses and duplications: (inbox after, payment, happenings). */
  inboxFaults: 3,
  /** (environment) -> what of it this node's steps can depend on, as a number, plus one. */
  view: 4,
  /** (local state, view) -> situation, plus one. */
  situation: 5,
  /** (situation) -> list of (input, payment): what the node can do without a message. */
  actions: 6,
  /** (input) -> its label. */
  label: 7,
} as const;
const TABLES_PER_NODE = 8;

/** Tables of the whole system, behind those of the nodes. */
export const SystemTable = {
  /** (environment) -> list of (environment after, payment, happenings, label), or `ENDED`. */
  global: 0,
  /** (budgets, payment) -> budgets after, plus two; 1 if that is more than what is left. */
  payment: 1,
  /** (environment, change) -> environment after, plus one. */
  change: 2,
} as const;
const SYSTEM_TABLES = 3;

/** Where the directory begins in the pool: behind word 0. */
const DIRECTORY = 1;

/** Where a table's entry in the directory stands in the pool. */
export function nodeTable(node: number, table: number): number {
  return DIRECTORY + (node * TABLES_PER_NODE + table) * TABLE_WORDS;
}
export function systemTable(nodes: number, table: number): number {
  return DIRECTORY + (nodes * TABLES_PER_NODE + table) * TABLE_WORDS;
}
/** (monitor state, happenings) -> monitor state after, plus one. */
export function monitorTable(nodes: number, monitor: number): number {
  return DIRECTORY + (nodes * TABLES_PER_NODE + SYSTEM_TABLES + monitor) * TABLE_WORDS;
}
export function directoryWords(nodes: number, monitors: number): number {
  return (nodes * TABLES_PER_NODE + SYSTEM_TABLES + monitors) * TABLE_WORDS;
}

/** In place of an outcome list: a rule acts in this step, so it depends on more than the node. */
export const RULES_ACT = -1;
/** In place of a list of global actions: the run has ended here, by a failure. */
export const ENDED = -1;

/**
 * An outcome: these words, then (node, local state) for each that changed, then (node, input) for each message sent.
 * An outcome list is their number, then one after the other.
 */
export const Outcome = {
  flags: 0,
  payment: 1,
  change: 2,
  happenings: 3,
  /** Words of the (node, local state) pairs. */
  locals: 4,
  /** Words of the (node, input) pairs. */
  sends: 5,
  words: 6,
} as const;
/** A budgeted fault strikes in the middle of the step. */
export const FLAG_FAULT = 1;
/** The message was not taken out of the inbox after all. */
export const FLAG_KEPT = 2;

/** Labels of edges: 0 for what is neither fair nor a fault (`heal`), `FAULT_LABEL` for a budgeted fault, else the number of a fair action. */
export const NEUTRAL_LABEL = 0;
export const FAULT_LABEL = 1 << 30;

/** Components of a state: local state and inbox of each node, environment, budgets, then the monitors. */
export function localOf(node: number): number {
  return 2 * node;
}
export function inboxOf(node: number): number {
  return 2 * node + 1;
}
export function environmentOf(nodes: number): number {
  return 2 * nodes;
}
export function budgetsOf(nodes: number): number {
  return 2 * nodes + 1;
}
export function monitorOf(nodes: number, monitor: number): number {
  return 2 * nodes + 2 + monitor;
}
/** The state that every monitor has: it is violated, for good. */
export const VIOLATED = 0;
