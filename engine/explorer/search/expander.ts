/**
 * The inner loop: all successors of a state, by looking up what has been computed once and for all. It knows integers and tables, nothing of the
 * language; what a table does not know yet ends the expansion (`missed`), is filled in by `model/`, and the state is expanded again.
 */
import {
  budgetsOf,
  ENDED,
  environmentOf,
  FAULT_LABEL,
  FLAG_FAULT,
  FLAG_KEPT,
  inboxOf,
  localOf,
  monitorOf,
  monitorTable,
  NodeTable,
  nodeTable,
  Outcome,
  RULES_ACT,
  SystemTable,
  systemTable,
} from '../memory/directory.ts';
import type { Layout } from '../memory/layout.ts';
import type { MemoTables, Miss } from '../memory/memo-tables.ts';
import { cell } from '../memory/pool.ts';
import { RECORD_EXTRA, RECORD_LABEL, RECORD_PARENT, type Records } from '../memory/state-store.ts';

const FIRST_RECORDS = 1 << 12;

export class Expander implements Records {
  readonly #tables: MemoTables;
  #layout: Layout;
  #stride: number;
  #buffer = new Int32Array(FIRST_RECORDS);
  /** Word at which the records end; set it to 0 to begin anew. */
  end = 0;
  /** Leaves budgeted faults out. */
  faultFree = false;
  missed: Miss | undefined;
  /** Steps of the last state that memo tables cannot answer, as (node, input) pairs: rules act in them. */
  readonly detours: number[] = [];

  // Of the state being expanded.
  #words: Int32Array;
  #source: Int32Array = new Int32Array(0);
  #offset = 0;
  #state = 0;
  #environment = 0;

  constructor(tables: MemoTables, layout: Layout) {
    this.#tables = tables;
    this.#words = tables.words;
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
    if (this.#expandAll()) return true;
    this.end = begin;
    this.detours.length = 0;
    return false;
  }

  #expandAll(): boolean {
    const { nodes, directory, hasInboxFaults } = this.#tables;
    const words = this.#words;
    const environment = this.#get(environmentOf(nodes));
    const budgets = this.#get(budgetsOf(nodes));
    this.#environment = environment;

    const globals = words[cell(words, directory, systemTable(nodes, SystemTable.global), environment, 0)] as number;
    if (globals === 0) return this.#miss('system', 0, SystemTable.global, environment, 0);
    if (globals === ENDED) return true;
    if (words[globals] !== 0 && !this.#expandGlobals(globals, budgets)) return false;

    for (let node = 0; node < nodes; node++) {
      const local = this.#get(localOf(node));
      const inbox = this.#get(inboxOf(node));
      const tables = nodeTable(node, 0);
      const view = words[cell(words, directory, tables + NodeTable.view * 4, environment, 0)] as number;
      if (view === 0) return this.#miss('node', node, NodeTable.view, environment, 0);
      const found = words[cell(words, directory, tables + NodeTable.situation * 4, local, view - 1)] as number;
      if (found === 0) return this.#miss('node', node, NodeTable.situation, local, view - 1);
      const situation = found - 1;
      const actions = words[cell(words, directory, tables + NodeTable.actions * 4, situation, 0)] as number;
      if (actions === 0) return this.#miss('node', node, NodeTable.actions, situation, 0);
      const deliverable = words[cell(words, directory, tables + NodeTable.deliverable * 4, inbox, 0)] as number;
      if (deliverable === 0) return this.#miss('node', node, NodeTable.deliverable, inbox, 0);

      for (let at = actions + 1, end = at + 2 * (words[actions] as number); at < end; at += 2) {
        const left = this.#pay(budgets, words[at + 1] as number);
        if (left === -1) return false;
        if (left !== -2 && !this.#step(node, situation, words[at] as number, inbox, inbox, budgets, left)) return false;
      }
      for (let at = deliverable + 1, end = at + 2 * (words[deliverable] as number); at < end; at += 2) {
        if (!this.#step(node, situation, words[at] as number, inbox, words[at + 1] as number, budgets, budgets)) return false;
      }
      if (hasInboxFaults && !this.faultFree && !this.#expandInboxFaults(node, inbox, budgets)) return false;
    }
    return true;
  }

  #expandGlobals(list: number, budgets: number): boolean {
    const { nodes } = this.#tables;
    const words = this.#words;
    for (let at = list + 1, end = at + 4 * (words[list] as number); at < end; at += 4) {
      const label = words[at + 3] as number;
      if (this.faultFree && label === FAULT_LABEL) continue;
      const left = this.#pay(budgets, words[at + 1] as number);
      if (left === -1) return false;
      if (left === -2) continue;
      const record = this.#begin(label);
      this.#put(record, environmentOf(nodes), words[at] as number);
      this.#put(record, budgetsOf(nodes), left);
      if (!this.#observe(record, words[at + 2] as number)) return false;
      this.end = record + this.#stride;
    }
    return true;
  }

  #expandInboxFaults(node: number, inbox: number, budgets: number): boolean {
    const { nodes, directory } = this.#tables;
    const words = this.#words;
    const list = words[cell(words, directory, nodeTable(node, NodeTable.inboxFaults), inbox, 0)] as number;
    if (list === 0) return this.#miss('node', node, NodeTable.inboxFaults, inbox, 0);
    for (let at = list + 1, end = at + 3 * (words[list] as number); at < end; at += 3) {
      const left = this.#pay(budgets, words[at + 1] as number);
      if (left === -1) return false;
      if (left === -2) continue;
      const record = this.#begin(FAULT_LABEL);
      this.#put(record, inboxOf(node), words[at] as number);
      this.#put(record, budgetsOf(nodes), left);
      if (!this.#observe(record, words[at + 2] as number)) return false;
      this.end = record + this.#stride;
    }
    return true;
  }

  /** Every outcome of one input. `rest` is the inbox without the message, `left` the budgets after what the input itself costs. */
  #step(node: number, situation: number, input: number, inbox: number, rest: number, budgets: number, left: number): boolean {
    const { nodes, directory } = this.#tables;
    const words = this.#words;
    const label = words[cell(words, directory, nodeTable(node, NodeTable.label), input, 0)] as number;
    if (this.faultFree && label === FAULT_LABEL) return true;
    let at = words[cell(words, directory, nodeTable(node, NodeTable.step), situation, input)] as number;
    if (at === 0) return this.#miss('node', node, NodeTable.step, situation, input);
    let count = words[at++] as number;
    if (count === RULES_ACT) {
      this.detours.push(node, input);
      return true;
    }
    const begin = this.end;
    for (; count > 0; count--) {
      const flags = words[at + Outcome.flags] as number;
      const payment = words[at + Outcome.payment] as number;
      const change = words[at + Outcome.change] as number;
      const happenings = words[at + Outcome.happenings] as number;
      const locals = at + Outcome.words;
      const sends = locals + (words[at + Outcome.locals] as number);
      const next = sends + (words[at + Outcome.sends] as number);
      at = next;
      if (this.faultFree && (flags & FLAG_FAULT) !== 0) continue;
      const budgetsAfter = payment === 0 ? left : this.#pay(left, payment);
      if (budgetsAfter === -1) return false;
      if (budgetsAfter === -2) continue;

      const record = this.#begin((flags & FLAG_FAULT) !== 0 ? FAULT_LABEL : label);
      if (rest !== inbox && (flags & FLAG_KEPT) === 0) this.#put(record, inboxOf(node), rest);
      if (budgetsAfter !== budgets) this.#put(record, budgetsOf(nodes), budgetsAfter);
      for (let k = locals; k < sends; k += 2) this.#put(record, localOf(words[k] as number), words[k + 1] as number);
      for (let k = sends; k < next; k += 2) {
        const to = words[k] as number;
        const before = this.#of(record, inboxOf(to));
        const after = words[cell(words, directory, nodeTable(to, NodeTable.add), before, words[k + 1] as number)] as number;
        if (after === 0) return this.#miss('node', to, NodeTable.add, before, words[k + 1] as number);
        this.#put(record, inboxOf(to), after - 1);
      }
      if (change !== 0) {
        const after = words[cell(words, directory, systemTable(nodes, SystemTable.change), this.#environment, change)] as number;
        if (after === 0) return this.#miss('system', 0, SystemTable.change, this.#environment, change);
        this.#put(record, environmentOf(nodes), after - 1);
      }
      if (!this.#observe(record, happenings)) return false;
      const acts = locals === sends ? 0 : this.#tables.conditionActs(this.#environment, this.#layout, this.#buffer, record);
      if (acts === -1) return this.#miss('condition', 0, 0, record, this.#environment);
      if (acts === 1) {
        // The rule changes what this step does: the interpreter takes all of the step's ways again, in full knowledge.
        this.end = begin;
        this.detours.push(node, input);
        return true;
      }
      this.end = record + this.#stride;
    }
    return true;
  }

  /** What is left after the payment: -1 on a miss, -2 where it is too much. */
  #pay(budgets: number, payment: number): number {
    if (payment === 0) return budgets;
    const { nodes, directory } = this.#tables;
    const words = this.#words;
    const after = words[cell(words, directory, systemTable(nodes, SystemTable.payment), budgets, payment)] as number;
    if (after === 0) {
      this.#miss('system', 0, SystemTable.payment, budgets, payment);
      return -1;
    }
    return after === 1 ? -2 : after - 2;
  }

  /** Lets every monitor read the step's happenings. */
  #observe(record: number, happenings: number): boolean {
    if (happenings === 0) return true;
    const { nodes, monitors, directory } = this.#tables;
    const words = this.#words;
    for (let monitor = 0; monitor < monitors; monitor++) {
      const before = this.#of(record, monitorOf(nodes, monitor));
      const after = words[cell(words, directory, monitorTable(nodes, monitor), before, happenings)] as number;
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

  #miss(scope: Miss['scope'], index: number, table: number, row: number, column: number): false {
    this.missed = { scope, index, table, row, column };
    return false;
  }
}
