/**
 * The inner loop: all successors of a state, by looking up what has been computed once and for all. It knows integers and tables, nothing of the
 * language; what a table does not know yet ends the expansion (`missed`), is filled in by `model/`, and the state is expanded again.
 */
import {
  adderOf,
  budgetsOf,
  ClientTable,
  clientOf,
  ENDED,
  environmentOf,
  FAULT_LABEL,
  FLAG_FAULT,
  FLAG_KEPT,
  inboxOf,
  localOf,
  monitorOf,
  monitorTable,
  NEUTRAL_LABEL,
  NodeTable,
  nodeTable,
  ONE_MS,
  Outcome,
  PAUSED,
  REFUSED,
  RULES_ACT,
  SystemTable,
  systemTable,
  WAIT_BASE,
  WAIT_FOR_EVER,
  WAIT_LONG,
  WAIT_NOT,
} from '../memory/directory.ts';
import type { Layout } from '../memory/layout.ts';
import type { MemoTables, Miss } from '../memory/memo-tables.ts';
import { cell, TABLE_WORDS } from '../memory/pool.ts';
import { RECORD_EXTRA, RECORD_LABEL, RECORD_PARENT, type Records } from '../memory/state-store.ts';
import { ClientLookups, UNKNOWN } from './client-lookups.ts';

const FIRST_RECORDS = 1 << 12;
const TOO_MUCH = -2;

/** Where a node's tables stand behind its first. */
const STEP = NodeTable.step * TABLE_WORDS;
const DELIVERABLE = NodeTable.deliverable * TABLE_WORDS;
const VIEW = NodeTable.view * TABLE_WORDS;
const SITUATION = NodeTable.situation * TABLE_WORDS;
const ACTIONS = NodeTable.actions * TABLE_WORDS;
const LABEL = NodeTable.label * TABLE_WORDS;
const TIMERS_WAIT = NodeTable.timersWait * TABLE_WORDS;
const INBOX_WAITS = NodeTable.inboxWaits * TABLE_WORDS;

export class Expander implements Records {
  readonly #tables: MemoTables;
  /** By component, of inboxes and clients: the table that says what something more makes of it. */
  readonly #adders: Int32Array;
  readonly #clientLookups: ClientLookups;
  #layout: Layout;
  #stride: number;
  #buffer = new Int32Array(FIRST_RECORDS);
  /** Word at which the records end; set it to 0 to begin anew. */
  end = 0;
  /** Says in each record what the edge is to fairness. */
  labelled = false;
  missed: Miss | undefined;
  /** Steps of the last state that memo tables cannot answer, as (node, input) pairs: rules act in them, or they fail. A node too many: time passes. */
  readonly detours: number[] = [];

  // Of the state being expanded.
  #words: Int32Array;
  #source: Int32Array = new Int32Array(0);
  #offset = 0;
  #state = 0;
  #environment = 0;
  #budgets = 0;
  /** The run has ended in this state. */
  #ended = false;
  /** How long the nodes let time pass. */
  #wait = 0;

  constructor(tables: MemoTables, layout: Layout) {
    this.#tables = tables;
    this.#words = tables.words;
    const { nodes, monitors, clients } = tables;
    this.#adders = Int32Array.from({ length: clientOf(nodes, monitors, clients.length) }, (_, k) => adderOf(nodes, monitors, k));
    this.#clientLookups = new ClientLookups(tables, { get: (component) => this.#get(component), miss: (...what) => this.#miss(...what) });
    this.#layout = layout;
    this.#stride = layout.words + RECORD_EXTRA;
  }

  get words(): Int32Array {
    return this.#buffer;
  }
  get stride(): number {
    return this.#stride;
  }
  get layout(): Layout {
    return this.#layout;
  }

  /** Drops all records. */
  useLayout(layout: Layout): void {
    this.#layout = layout;
    this.#stride = layout.words + RECORD_EXTRA;
    this.end = 0;
  }

  /**
   * Appends the successors of the state whose words stand in `source` at `offset`; `state` becomes their parent. Gives false on a miss: the
   * state's records are dropped then. What it cannot do is in `detours` afterwards.
   */
  expand(source: Int32Array, offset: number, state: number): boolean {
    const begin = this.end;
    this.detours.length = 0;
    this.#words = this.#tables.words;
    this.#source = source;
    this.#offset = offset;
    this.#state = state;
    if (this.#expandSystem() && (this.#ended || (this.#expandActors() && this.#expandTime(begin)))) return true;
    this.end = begin;
    this.detours.length = 0;
    return false;
  }

  /** What belongs to no node alone, but time. Sets `#ended`. */
  #expandSystem(): boolean {
    const { nodes } = this.#tables;
    const words = this.#words;
    const environment = this.#get(environmentOf(nodes));
    this.#environment = environment;
    this.#budgets = this.#get(budgetsOf(nodes));
    const globals = words[cell(words, systemTable(nodes, SystemTable.global), environment, 0)] as number;
    if (globals === 0) return this.#miss('system', 0, SystemTable.global, environment, 0);
    this.#ended = globals === ENDED;
    return this.#ended || words[globals] === 0 || this.#expandGlobals(globals, this.#budgets);
  }

  /**
   * The steps of the nodes, then those of the clients. One long method on purpose: it is where the time goes, and what it reads again and again must
   * stay in registers and on the stack (compilers inline small methods only up to a budget that this would exceed).
   */
  #expandActors(): boolean {
    const { nodes, clients, time, hasInboxFaults, hasConditions } = this.#tables;
    const { words: width, word, shift, mask, clear } = this.#layout;
    const { labelled } = this;
    const words = this.#words;
    const source = this.#source;
    const offset = this.#offset;
    const state = this.#state;
    const stride = this.#stride;
    const environment = this.#environment;
    const budgets = this.#budgets;
    const environmentAt = environmentOf(nodes);
    const budgetsAt = budgetsOf(nodes);
    const adders = this.#adders;
    let buffer = this.#buffer;
    let wait = WAIT_FOR_EVER;

    for (let actor = 0, actors = nodes + clients.length; actor < actors; actor++) {
      const node = actor;
      const isNode = actor < nodes;
      const tables = nodeTable(node, 0);
      const inboxAt = inboxOf(node);
      let inbox = 0;
      let situation = 0;
      let actions = 0;
      // Nothing comes to clients; word 0 of the pool is an empty list.
      let deliverable = 0;
      if (isNode) {
        const localAt = localOf(node);
        const local = ((source[offset + (word[localAt] as number)] as number) >>> (shift[localAt] as number)) & (mask[localAt] as number);
        inbox = ((source[offset + (word[inboxAt] as number)] as number) >>> (shift[inboxAt] as number)) & (mask[inboxAt] as number);
        const view = words[cell(words, tables + VIEW, environment, 0)] as number;
        if (view === 0) return this.#miss('node', node, NodeTable.view, environment, 0);
        const known = words[cell(words, tables + SITUATION, local, view - 1)] as number;
        if (known === 0) return this.#miss('node', node, NodeTable.situation, local, view - 1);
        situation = known - 1;
        actions = words[cell(words, tables + ACTIONS, situation, 0)] as number;
        if (actions === 0) return this.#miss('node', node, NodeTable.actions, situation, 0);
        deliverable = words[cell(words, tables + DELIVERABLE, inbox, 0)] as number;
        if (deliverable === 0) return this.#miss('node', node, NodeTable.deliverable, inbox, 0);
        if (time !== undefined) {
          const column = time.boundsTimers ? budgets : 0;
          const timers = words[cell(words, tables + TIMERS_WAIT, situation, column)] as number;
          if (timers === 0) return this.#miss('node', node, NodeTable.timersWait, situation, column);
          if (timers !== PAUSED) {
            const messages = words[cell(words, tables + INBOX_WAITS, inbox, 0)] as number;
            if (messages === 0) return this.#miss('node', node, NodeTable.inboxWaits, inbox, 0);
            wait = Math.min(wait, timers, messages);
          }
        }
      } else {
        actions = this.#clientLookups.steps(actor - nodes);
        if (actions === UNKNOWN) return false;
      }

      // First what the node does by itself, then what may be delivered to it.
      let entry = actions + 1;
      let entriesEnd = entry + 2 * (words[actions] as number);
      let delivering = false;
      for (;;) {
        if (entry === entriesEnd) {
          if (delivering) break;
          delivering = true;
          entry = deliverable + 1;
          entriesEnd = entry + 2 * (words[deliverable] as number);
          continue;
        }
        // Of a node an input, and what is left of the inbox or what it costs; of a client a label and its outcomes.
        const input = words[entry] as number;
        const second = words[entry + 1] as number;
        entry += 2;
        let rest = inbox;
        let left = budgets;
        let label = NEUTRAL_LABEL;
        let at = second;
        if (!isNode) label = input;
        else {
          if (delivering) rest = second;
          else if (second !== 0) {
            left = this.#pay(budgets, second);
            if (left === UNKNOWN) return false;
            if (left === TOO_MUCH) continue;
          }
          if (labelled) label = words[cell(words, tables + LABEL, input, 0)] as number;
          at = words[cell(words, tables + STEP, situation, input)] as number;
          if (at === 0) return this.#miss('node', node, NodeTable.step, situation, input);
        }
        let count = words[at++] as number;
        if (count === RULES_ACT) {
          this.detours.push(node, input);
          continue;
        }
        const firstRecord = this.end;
        let refused = false;
        for (; count > 0; count--) {
          const flags = words[at + Outcome.flags] as number;
          const payment = words[at + Outcome.payment] as number;
          const change = words[at + Outcome.change] as number;
          const happenings = words[at + Outcome.happenings] as number;
          const locals = at + Outcome.words;
          const sends = locals + (words[at + Outcome.locals] as number);
          const next = sends + (words[at + Outcome.sends] as number);
          at = next;
          let budgetsAfter = left;
          if (payment !== 0) {
            budgetsAfter = this.#pay(left, payment);
            if (budgetsAfter === UNKNOWN) return false;
            if (budgetsAfter === TOO_MUCH) continue;
          }

          const record = this.end;
          if (record + stride > buffer.length) {
            this.#enlarge();
            buffer = this.#buffer;
          }
          for (let k = 0; k < width; k++) buffer[record + k] = source[offset + k] as number;
          if (rest !== inbox && (flags & FLAG_KEPT) === 0) {
            const x = record + (word[inboxAt] as number);
            buffer[x] = ((buffer[x] as number) & (clear[inboxAt] as number)) | (rest << (shift[inboxAt] as number));
          }
          if (budgetsAfter !== budgets) {
            const x = record + (word[budgetsAt] as number);
            buffer[x] = ((buffer[x] as number) & (clear[budgetsAt] as number)) | (budgetsAfter << (shift[budgetsAt] as number));
          }
          for (let k = locals; k < sends; k += 2) {
            const component = words[k] as number;
            const x = record + (word[component] as number);
            buffer[x] = ((buffer[x] as number) & (clear[component] as number)) | ((words[k + 1] as number) << (shift[component] as number));
          }
          for (let k = sends; k < next; k += 2) {
            const component = words[k] as number;
            const x = record + (word[component] as number);
            const before = ((buffer[x] as number) >>> (shift[component] as number)) & (mask[component] as number);
            const after = words[cell(words, adders[component] as number, before, words[k + 1] as number)] as number;
            if (after === 0) return this.#missAdding(component, before, words[k + 1] as number);
            if (after === REFUSED) refused = true;
            buffer[x] = ((buffer[x] as number) & (clear[component] as number)) | ((after - 1) << (shift[component] as number));
          }
          if (change !== 0) {
            const after = words[cell(words, systemTable(nodes, SystemTable.change), environment, change)] as number;
            if (after === 0) return this.#miss('system', 0, SystemTable.change, environment, change);
            const x = record + (word[environmentAt] as number);
            buffer[x] = ((buffer[x] as number) & (clear[environmentAt] as number)) | ((after - 1) << (shift[environmentAt] as number));
          }
          if (refused) {
            // The step fails: the interpreter takes all of its ways again, and finds out where.
            this.end = firstRecord;
            this.detours.push(node, input);
            break;
          }
          if (happenings !== 0 && !this.#observe(record, happenings)) return false;
          if (hasConditions && isNode && locals !== sends) {
            const acts = this.#tables.conditionActs(environment, this.#layout, buffer, record);
            if (acts === -1) return this.#miss('condition', 0, 0, record, environment);
            if (acts === 1) {
              // The rule changes what this step does: the interpreter takes all of the step's ways again, in full knowledge.
              this.end = firstRecord;
              this.detours.push(node, input);
              break;
            }
          }
          buffer[record + width + RECORD_PARENT] = state;
          buffer[record + width + RECORD_LABEL] = (flags & FLAG_FAULT) !== 0 ? FAULT_LABEL : label;
          this.end = record + stride;
        }
      }
      if (isNode && hasInboxFaults && !this.#expandInboxFaults(node, inbox, budgets)) return false;
      buffer = this.#buffer;
    }
    this.#wait = wait;
    return true;
  }

  /** That time passes: a millisecond, or as long as nothing else can happen. `begin`: where the records of the state do. */
  #expandTime(begin: number): boolean {
    const { nodes, time } = this.#tables;
    const wait = this.#wait;
    if (time === undefined || wait === WAIT_NOT) return true;
    const words = this.#words;
    const busy = this.end > begin || this.detours.length > 0;
    if (!busy && (wait === WAIT_FOR_EVER || wait === WAIT_BASE)) return true;
    let duration = ONE_MS;
    if (!busy) {
      if (wait === WAIT_LONG) {
        this.detours.push(nodes, 0);
        return true;
      }
      const known = words[cell(words, systemTable(nodes, SystemTable.duration), wait - WAIT_BASE, 0)] as number;
      if (known === 0) return this.#miss('system', 0, SystemTable.duration, wait - WAIT_BASE, 0);
      duration = known - 1;
    }
    const environment = this.#environment;
    const later = words[cell(words, systemTable(nodes, SystemTable.later), environment, duration)] as number;
    if (later === 0) return this.#miss('system', 0, SystemTable.later, environment, duration);
    // Where nothing has a time, only the bound's beginning is worth waiting for.
    if (wait === WAIT_FOR_EVER && later - 1 === environment) return true;
    const record = this.#begin(time.label);
    this.#put(record, environmentOf(nodes), later - 1);
    for (let node = 0; node < nodes; node++) {
      if (!this.#age(record, localOf(node), node, NodeTable.localLater, duration)) return false;
      if (!this.#age(record, inboxOf(node), node, NodeTable.inboxLater, duration)) return false;
    }
    this.end = record + this.#stride;
    return true;
  }

  #age(record: number, component: number, node: number, table: number, duration: number): boolean {
    const words = this.#words;
    const before = this.#get(component);
    const after = words[cell(words, nodeTable(node, table), before, duration)] as number;
    if (after === 0) return this.#miss('node', node, table, before, duration);
    this.#put(record, component, after - 1);
    return true;
  }

  #expandGlobals(list: number, budgets: number): boolean {
    const { nodes } = this.#tables;
    const words = this.#words;
    for (let at = list + 1, end = at + 4 * (words[list] as number); at < end; at += 4) {
      const label = words[at + 3] as number;
      const left = this.#pay(budgets, words[at + 1] as number);
      if (left === UNKNOWN) return false;
      if (left === TOO_MUCH) continue;
      const record = this.#begin(label);
      this.#put(record, environmentOf(nodes), words[at] as number);
      this.#put(record, budgetsOf(nodes), left);
      if (!this.#observe(record, words[at + 2] as number)) return false;
      this.end = record + this.#stride;
    }
    return true;
  }

  #expandInboxFaults(node: number, inbox: number, budgets: number): boolean {
    const { nodes } = this.#tables;
    const words = this.#words;
    const list = words[cell(words, nodeTable(node, NodeTable.inboxFaults), inbox, 0)] as number;
    if (list === 0) return this.#miss('node', node, NodeTable.inboxFaults, inbox, 0);
    for (let at = list + 1, end = at + 3 * (words[list] as number); at < end; at += 3) {
      const left = this.#pay(budgets, words[at + 1] as number);
      if (left === UNKNOWN) return false;
      if (left === TOO_MUCH) continue;
      const record = this.#begin(FAULT_LABEL);
      this.#put(record, inboxOf(node), words[at] as number);
      this.#put(record, budgetsOf(nodes), left);
      if (!this.#observe(record, words[at + 2] as number)) return false;
      this.end = record + this.#stride;
    }
    return true;
  }

  /** What is left after the payment, or `UNKNOWN` (a miss), or `TOO_MUCH`. */
  #pay(budgets: number, payment: number): number {
    if (payment === 0) return budgets;
    const { nodes } = this.#tables;
    const words = this.#words;
    const after = words[cell(words, systemTable(nodes, SystemTable.payment), budgets, payment)] as number;
    if (after === 0) {
      this.#miss('system', 0, SystemTable.payment, budgets, payment);
      return UNKNOWN;
    }
    return after === 1 ? TOO_MUCH : after - 2;
  }

  /** Lets every monitor read the step's happenings. */
  #observe(record: number, happenings: number): boolean {
    if (happenings === 0) return true;
    const { nodes, monitors } = this.#tables;
    const words = this.#words;
    for (let monitor = 0; monitor < monitors; monitor++) {
      const before = this.#of(record, monitorOf(nodes, monitor));
      const after = words[cell(words, monitorTable(nodes, monitor), before, happenings)] as number;
      if (after === 0) return this.#miss('monitor', monitor, 0, before, happenings);
      this.#put(record, monitorOf(nodes, monitor), after - 1);
    }
    return true;
  }

  /** A record that begins as the state itself; it counts once `end` is moved behind it. */
  #begin(label: number): number {
    const record = this.end;
    if (record + this.#stride > this.#buffer.length) this.#enlarge();
    const buffer = this.#buffer;
    const source = this.#source;
    const offset = this.#offset;
    const words = this.#layout.words;
    for (let k = 0; k < words; k++) buffer[record + k] = source[offset + k] as number;
    buffer[record + words + RECORD_PARENT] = this.#state;
    buffer[record + words + RECORD_LABEL] = label;
    return record;
  }

  /** Appends a record that was made elsewhere: a whole state, unpacked. */
  append(values: ArrayLike<number>, label: number, parent: number): void {
    this.#source = new Int32Array(this.#layout.words);
    this.#offset = 0;
    this.#state = parent;
    const record = this.#begin(label);
    for (let component = 0; component < values.length; component++) this.#put(record, component, values[component] as number);
    this.end = record + this.#stride;
  }

  #enlarge(): void {
    const larger = new Int32Array(this.#buffer.length * 2);
    larger.set(this.#buffer);
    this.#buffer = larger;
  }

  #get(component: number): number {
    const { word, shift, mask } = this.#layout;
    return (
      ((this.#source[this.#offset + (word[component] as number)] as number) >>> (shift[component] as number)) & (mask[component] as number)
    );
  }
  #of(record: number, component: number): number {
    const { word, shift, mask } = this.#layout;
    return ((this.#buffer[record + (word[component] as number)] as number) >>> (shift[component] as number)) & (mask[component] as number);
  }
  #put(record: number, component: number, value: number): void {
    const { word, shift, clear } = this.#layout;
    const at = record + (word[component] as number);
    this.#buffer[at] = ((this.#buffer[at] as number) & (clear[component] as number)) | (value << (shift[component] as number));
  }

  #missAdding(component: number, before: number, input: number): false {
    const { nodes, monitors } = this.#tables;
    return component < environmentOf(nodes)
      ? this.#miss('node', component >>> 1, NodeTable.add, before, input)
      : this.#miss('client', component - clientOf(nodes, monitors, 0), ClientTable.add, before, input);
  }
  #miss(scope: Miss['scope'], index: number, table: number, row: number, column: number): false {
    this.missed = { scope, index, table, row, column };
    return false;
  }
}
