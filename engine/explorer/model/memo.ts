/** The memo tables of a model, filled on demand. */

import { requestsIn } from '../../program/requests.ts';
import type { RequestValue } from '../../program/values.ts';
import { keepsTime } from '../../world/bounds.ts';
import { keptByNode, keptByRest } from '../../world/clients.ts';
import { directoryWords, ENDED, monitorTable, NodeTable, nodeTable, SystemTable, systemTable } from '../memory/directory.ts';
import type { Layout } from '../memory/layout.ts';
import type { MemoTables, Miss, TimeTraits } from '../memory/memo-tables.ts';
import { Pool, Table } from '../memory/pool.ts';
import { ClientMemo } from './client-memo.ts';
import { Conditions } from './conditions.ts';
import type { Model } from './model.ts';
import type { NodeSpace } from './node-space.ts';

interface Situation {
  readonly local: number;
  readonly view: number;
}

/** What an interned object (a local state, say) takes with its entries in maps and tables, roughly; larger values take more. */
const OBJECT_BYTES = 800;

export class Memo implements MemoTables {
  readonly model: Model;
  readonly nodes: number;
  readonly monitors: number;
  readonly hasInboxFaults: boolean;
  readonly hasConditions: boolean;
  readonly conditions: Conditions;
  readonly requestsAreKept: boolean;
  readonly clients: readonly ClientMemo[];
  readonly time?: TimeTraits;
  readonly pool = new Pool();
  /** By node, then as `NodeTable` numbers them. */
  readonly #nodeTables: readonly (readonly Table[])[];
  /** As `SystemTable` numbers them. */
  readonly #systemTables: readonly Table[];
  readonly #monitorTables: readonly Table[];
  /** By node: situations in the order of their numbers. */
  readonly #situations: readonly Situation[][];
  /** By node: how many of its inputs have their labels in the table. */
  readonly #labelled: number[];
  /** By node: how many rows and columns there were when room was last made for them. */
  readonly #madeRoomFor: number[] = [];

  constructor(model: Model) {
    const { run } = model.system;
    this.model = model;
    this.nodes = model.nodes;
    this.monitors = model.monitors.count;
    this.pool.allocate(directoryWords(this.nodes, this.monitors, run.clients.length));
    this.hasInboxFaults = run.budgets.some(({ fault }) => fault.kind === 'lose' || fault.kind === 'duplicate');
    this.hasConditions = run.rules.some(({ trigger }) => trigger.kind === 'condition');
    this.conditions = new Conditions(model);
    const table = (at: number) => new Table(this.pool, at);
    this.#nodeTables = run.nodes.map((_, node) => Object.values(NodeTable).map((index) => table(nodeTable(node, index))));
    this.#systemTables = Object.values(SystemTable).map(
      (index) => new Table(this.pool, systemTable(this.nodes, index), index === SystemTable.duration),
    );
    this.#monitorTables = Array.from({ length: this.monitors }, (_, monitor) => table(monitorTable(this.nodes, monitor)));
    this.requestsAreKept = model.system.machine.scripts.requestsAreKept;
    this.clients = run.clients.map((_, client) => new ClientMemo(model, this.pool, client));
    if (keepsTime(model.system)) {
      this.time = { label: model.tickLabel, boundsTimers: run.budgets.some(({ fault }) => fault.kind === 'timeout') };
    }
    this.#situations = run.nodes.map(() => []);
    this.#labelled = run.nodes.map(() => 0);
    this.makeRoom();
  }

  get words(): Int32Array {
    return this.pool.words;
  }
  /** Of the tables, and of what is interned: exactly for integers, by experience for objects. */
  get bytes(): number {
    const { spaces, clients, environments, budgets } = this.model;
    const ofNodes = spaces.reduce(
      (sum, { locals, inputs, inboxes }) => sum + inboxes.bytes + OBJECT_BYTES * (locals.length + inputs.length),
      0,
    );
    const ofClients = clients.reduce((sum, { locals, replies, situations }) => sum + locals.length + replies.length + situations.length, 0);
    const interned = ofNodes + OBJECT_BYTES * (ofClients + environments.size + budgets.size);
    return this.pool.bytes + interned + this.model.system.machine.values.bytes;
  }

  conditionActs(environment: number, layout: Layout, words: Int32Array, offset: number): number {
    return this.conditions.acts(environment, layout, words, offset);
  }

  /** Makes room for every number that has been given out. To be called before the expander can see any of them. */
  makeRoom(): void {
    const { environments, budgets, monitors, numberSets, durations } = this.model;
    for (let node = 0; node < this.nodes; node++) this.#makeRoomOf(node, element(this.#nodeTables, node));
    this.#systemTables[SystemTable.global]?.reserve(environments.size, 1);
    this.#systemTables[SystemTable.payment]?.reserve(budgets.size, budgets.payments);
    this.#systemTables[SystemTable.change]?.reserve(environments.size, environments.changes);
    this.#systemTables[SystemTable.kept]?.reserve(environments.size, this.clients.length);
    this.#systemTables[SystemTable.union]?.reserve(numberSets.size, numberSets.size);
    this.#systemTables[SystemTable.later]?.reserve(environments.size, durations.size);
    for (const client of this.clients) client.makeRoom();
    for (let monitor = 0; monitor < this.monitors; monitor++) {
      this.#monitorTables[monitor]?.reserve(monitors.size(monitor), monitors.lists);
    }
    this.conditions.makeRoom();
  }

  #makeRoomOf(node: number, tables: readonly Table[]): void {
    const { environments, budgets, durations } = this.model;
    const { locals, inputs, inboxes } = this.model.space(node);
    const situations = element(this.#situations, node).length;
    // None of these ever shrinks: where their sum is the same, they are.
    const parts = locals.length + inputs.length + inboxes.size + situations;
    const size = parts + environments.size + environments.views(node) + budgets.size + durations.size;
    if (size === this.#madeRoomFor[node]) return;
    this.#madeRoomFor[node] = size;
    tables[NodeTable.step]?.reserve(situations, inputs.length);
    tables[NodeTable.add]?.reserve(inboxes.size, inputs.length);
    tables[NodeTable.deliverable]?.reserve(inboxes.size, 1);
    tables[NodeTable.inboxFaults]?.reserve(inboxes.size, 1);
    tables[NodeTable.view]?.reserve(environments.size, 1);
    tables[NodeTable.situation]?.reserve(locals.length, environments.views(node));
    tables[NodeTable.actions]?.reserve(situations, 1);
    if (this.clients.length > 0) {
      tables[NodeTable.keptInLocal]?.reserve(locals.length, this.clients.length);
      tables[NodeTable.keptInInbox]?.reserve(inboxes.size, this.clients.length);
    }
    if (this.time !== undefined) {
      tables[NodeTable.timersWait]?.reserve(situations, this.time.boundsTimers ? budgets.size : 1);
      tables[NodeTable.inboxWaits]?.reserve(inboxes.size, 1);
      tables[NodeTable.localLater]?.reserve(locals.length, durations.size);
      tables[NodeTable.inboxLater]?.reserve(inboxes.size, durations.size);
    }
    for (let input = element(this.#labelled, node); input < inputs.length; input++) {
      tables[NodeTable.label]?.set(input, 0, this.model.inputLabel(node, input));
    }
    this.#labelled[node] = inputs.length;
  }

  /** Computes the entry that was missed. `layout` and `words` are of the record that a condition is to be judged in. */
  fill(miss: Miss, layout: Layout, words: Int32Array): void {
    const { index, row, column } = miss;
    switch (miss.scope) {
      case 'node':
        this.#fillNode(index, miss.table, row, column);
        break;
      case 'system':
        element(this.#systemTables, miss.table).set(row, column, this.#systemEntry(miss.table, row, column));
        break;
      case 'monitor':
        element(this.#monitorTables, index).set(row, column, this.model.monitors.next(index, row, column) + 1);
        break;
      case 'client':
        element(this.clients, index).fill(miss.table, row, column);
        break;
      case 'condition':
        this.conditions.judge(column, layout, words, row);
        break;
    }
    this.makeRoom();
  }

  /** Also fills what is sure to be asked for next: every miss costs another expansion. */
  #fillNode(node: number, table: number, row: number, column: number): void {
    const tables = element(this.#nodeTables, node);
    const value = this.#nodeEntry(node, table, row, column);
    element(tables, table).set(row, column, value);
    if (table === NodeTable.situation) this.#fillNode(node, NodeTable.actions, value - 1, 0);
    if (table === NodeTable.add && tables[NodeTable.deliverable]?.get(value - 1) === 0) {
      this.#fillNode(node, NodeTable.deliverable, value - 1, 0);
      this.#fillWaysBack(node, value - 1);
    }
  }

  /** What was taken out of an inbox without order leads back there when it is added again. */
  #fillWaysBack(node: number, inbox: number): void {
    const space = this.model.space(node);
    for (const message of space.deliverable(inbox)) {
      if (!space.keepsOrderOf(message)) this.#nodeTables[node]?.[NodeTable.add]?.set(space.without(inbox, message), message, inbox + 1);
    }
  }

  /** The entry, computed and kept where it is not known yet. */
  #known(node: number, table: number, row: number, column: number): number {
    const tables = element(this.#nodeTables, node);
    if (element(tables, table).get(row, column) === 0) this.#fillNode(node, table, row, column);
    return element(tables, table).get(row, column);
  }

  #nodeEntry(node: number, table: number, row: number, column: number): number {
    const { interpreter, environments } = this.model;
    const space = this.model.space(node);
    switch (table) {
      case NodeTable.step: {
        // When a message may arrive says nothing of what it does then.
        const timeless = space.timeless(column);
        if (timeless !== column) return this.#known(node, table, row, timeless);
        const { local, view } = this.#situation(node, row);
        return this.pool.store(interpreter.outcomes(node, local, view, column));
      }
      case NodeTable.add:
        return space.add(row, column) + 1;
      case NodeTable.deliverable: {
        const messages = space.deliverable(row);
        return this.pool.store([messages.length, ...messages.flatMap((message) => [message, space.without(row, message)])]);
      }
      case NodeTable.inboxFaults:
        return this.pool.store(interpreter.inboxFaults(node, row));
      case NodeTable.view:
        return environments.view(node, row) + 1;
      case NodeTable.situation:
        return element(this.#situations, node).push({ local: row, view: column });
      case NodeTable.actions: {
        const { local, view } = this.#situation(node, row);
        return this.pool.store(interpreter.actions(node, local, view));
      }
      case NodeTable.keptInLocal:
        return this.#numbers(column, (about) => keptByNode(space.local(row), about)) + 1;
      case NodeTable.keptInInbox:
        return this.#numbers(column, (about) => keptInInbox(space, row, about)) + 1;
      case NodeTable.timersWait: {
        const { local, view } = this.#situation(node, row);
        return interpreter.timersWait(node, local, view, column);
      }
      case NodeTable.inboxWaits:
        return space.inboxWaits(row);
      case NodeTable.localLater:
        return space.localLater(row, this.model.durations.get(column)) + 1;
      case NodeTable.inboxLater:
        return space.inboxLater(row, this.model.durations.get(column)) + 1;
      default:
        throw new Error(`table ${table} of a node is never missed`);
    }
  }

  #systemEntry(table: number, row: number, column: number): number {
    const { environments, budgets, interpreter, numberSets, durations } = this.model;
    switch (table) {
      case SystemTable.global:
        return environments.get(row).failed === undefined ? this.pool.store(interpreter.globals(row)) : ENDED;
      case SystemTable.payment: {
        const left = budgets.pay(row, column);
        return left === undefined ? 1 : left + 2;
      }
      case SystemTable.change:
        return environments.changed(row, column) + 1;
      case SystemTable.kept:
        return (
          this.#numbers(column, (about) => {
            for (const rest of environments.get(row).suspended) keptByRest(rest, about);
          }) + 1
        );
      case SystemTable.union:
        return numberSets.union(row, column) + 1;
      case SystemTable.duration:
        return durations.id(row) + 1;
      case SystemTable.later:
        return environments.later(row, durations.get(column)) + 1;
      default:
        throw new Error(`no table ${table}`);
    }
  }

  /** The set of the numbers of the client's requests among those that are collected. */
  #numbers(client: number, collect: (about: Set<RequestValue>) => void): number {
    const about = new Set<RequestValue>();
    collect(about);
    return this.model.numberSets.of(client, about);
  }

  #situation(node: number, situation: number): Situation {
    return element(element(this.#situations, node), situation);
  }
}

/** Adds what clients have asked and, where messages can hold requests, those. */
function keptInInbox(space: NodeSpace, inbox: number, about: Set<RequestValue>): void {
  for (const { request } of space.operations(inbox)) about.add(request);
  for (const message of space.messages(inbox)) requestsIn(space.flight(message).arguments, about);
}

function element<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Error(`no element ${index} of ${items.length}`);
  return item;
}
