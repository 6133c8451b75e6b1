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
  /** (local state, client) -> numbers of the client's requests that it keeps, as a set's number, plus one. */
  keptInLocal: 8,
  /** (inbox, client) -> the same of what waits there. */
  keptInInbox: 9,
  /** (situation, budgets or 0) -> how long its timers let time pass: a `Wait`. */
  timersWait: 10,
  /** (inbox) -> how long what waits there lets time pass: a `Wait`. */
  inboxWaits: 11,
  /** (local state, duration) -> local state after so much time, plus one. */
  localLater: 12,
  /** (inbox, duration) -> inbox after so much time, plus one. */
  inboxLater: 13,
} as const;
const TABLES_PER_NODE = 14;

/** Tables of the whole system, behind those of the nodes. */
export const SystemTable = {
  /** (environment) -> list of (environment after, payment, happenings, label), or `ENDED`. */
  global: 0,
  /** (budgets, payment) -> budgets after, plus two; 1 if that is more than what is left. */
  payment: 1,
  /** (environment, change) -> environment after, plus one. */
  change: 2,
  /** (environment, client) -> numbers of the client's requests that interrupted handlers keep, as a set's number, plus one. */
  kept: 3,
  /** (set of numbers, set of numbers) -> their union, plus one. */
  union: 4,
  /** (milliseconds) -> duration, plus one. */
  duration: 5,
  /** (environment, duration) -> environment after so much time, plus one. */
  later: 6,
} as const;
const SYSTEM_TABLES = 7;

/** Tables of one client, behind those of the monitors. */
export const ClientTable = {
  /** (local state, reply) -> local state with that reply, plus one, or `REFUSED`. */
  add: 0,
  /** (local state) -> situation, plus one, or what else it takes to tell: `NEEDS_NUMBER`, `NEEDS_COMPANY`. */
  entry: 1,
  /** (company so far, local state of the next one that the client's steps can concern) -> company, plus one. */
  company: 2,
  /** (local state, set of numbers that are taken, or company) -> situation, plus one. */
  situation: 3,
  /** (situation) -> list of (label, outcome list): what the client can do. */
  steps: 4,
} as const;
const TABLES_PER_CLIENT = 5;
/** The client asks next: the number of its request is the least that no other has. */
export const NEEDS_NUMBER = -1;
/** The client's script goes on: it may end, so that those which wait for that go on, or wait for others to end. */
export const NEEDS_COMPANY = -2;
/** In place of a local state: nobody waits for that reply any more, so it is an error of the node that gives it. */
export const REFUSED = -1;

/**
 * How long time may pass: `WAIT_NOT`; `WAIT_BASE` and so many milliseconds more; `WAIT_LONG`, days more than a word can tell; `WAIT_FOR_EVER`. The least of
 * several counts.
 */
export const WAIT_NOT = 1;
export const WAIT_BASE = 2;
export const WAIT_LONG = 0x3fff_fffe;
export const WAIT_FOR_EVER = 0x3fff_ffff;
/** In place of how long timers let time pass: the node is paused, and its inbox does not count either. */
export const PAUSED = -1;
/** The duration of one millisecond. */
export const ONE_MS = 0;

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
export function clientTable(nodes: number, monitors: number, client: number, table: number): number {
  return monitorTable(nodes, monitors) + (client * TABLES_PER_CLIENT + table) * TABLE_WORDS;
}
export function directoryWords(nodes: number, monitors: number, clients: number): number {
  return clientTable(nodes, monitors, clients, 0) - DIRECTORY;
}

/** In place of an outcome list: a rule acts in this step, so it depends on more than the node. */
export const RULES_ACT = -1;
/** In place of a list of global actions: the run has ended here, by a failure. */
export const ENDED = -1;

/**
 * An outcome: these words, then (component, number) for each local state that changed, then (component, input) for each message, operation or reply
 * that goes to an inbox or a client.
 * An outcome list is their number, then one after the other.
 */
export const Outcome = {
  flags: 0,
  payment: 1,
  change: 2,
  happenings: 3,
  /** Words of the (component, number) pairs. */
  locals: 4,
  /** Words of the (component, input) pairs. */
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

/** Components of a state: local state and inbox of each node, environment, budgets, then the monitors, then the local states of the clients. */
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
export function clientOf(nodes: number, monitors: number, client: number): number {
  return 2 * nodes + 2 + monitors + client;
}
/** The table that says what an inbox or a client's local state is with something more. */
export function adderOf(nodes: number, monitors: number, component: number): number {
  if (component < environmentOf(nodes)) return nodeTable(component >>> 1, NodeTable.add);
  return clientTable(nodes, monitors, component - clientOf(nodes, monitors, 0), ClientTable.add);
}
/** The state that every monitor has: it is violated, for good. */
export const VIOLATED = 0;
