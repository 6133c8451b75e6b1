/** What a client can do in a state, by looking it up: which of its situations it is in can depend on other clients, and on where its requests are kept. */
import {
  ClientTable,
  clientOf,
  clientTable,
  environmentOf,
  inboxOf,
  localOf,
  NEEDS_COMPANY,
  NodeTable,
  nodeTable,
  SystemTable,
  systemTable,
} from '../memory/directory.ts';
import type { ClientTraits, MemoTables, Miss } from '../memory/memo-tables.ts';
import { cell } from '../memory/pool.ts';

/** In place of what no table knows yet: it has been missed. */
export const UNKNOWN = -1;

/** The state that is being expanded. */
interface StateRead {
  get(component: number): number;
  miss(scope: Miss['scope'], index: number, table: number, row: number, column: number): void;
}

export class ClientLookups {
  readonly #tables: MemoTables;
  readonly #state: StateRead;

  constructor(tables: MemoTables, state: StateRead) {
    this.#tables = tables;
    this.#state = state;
  }

  /** What the client can do: a list of (label, outcome list), or `UNKNOWN` (a miss). */
  steps(client: number): number {
    const { nodes, monitors, clients, words } = this.#tables;
    const table = (which: number) => clientTable(nodes, monitors, client, which);
    const local = this.#state.get(clientOf(nodes, monitors, client));
    let situation = words[cell(words, table(ClientTable.entry), local, 0)] as number;
    if (situation === 0) return this.#unknown('client', client, ClientTable.entry, local, 0);
    if (situation < 0) {
      let about = 0;
      if (situation === NEEDS_COMPANY) {
        const { company } = clients[client] as ClientTraits;
        for (let k = 0; k < company.length; k++) {
          const other = this.#state.get(clientOf(nodes, monitors, company[k] as number));
          const joined = words[cell(words, table(ClientTable.company), about, other)] as number;
          if (joined === 0) return this.#unknown('client', client, ClientTable.company, about, other);
          about = joined - 1;
        }
      } else {
        about = this.#takenNumbers(client);
        if (about === UNKNOWN) return UNKNOWN;
      }
      situation = words[cell(words, table(ClientTable.situation), local, about)] as number;
      if (situation === 0) return this.#unknown('client', client, ClientTable.situation, local, about);
    }
    const steps = words[cell(words, table(ClientTable.steps), situation - 1, 0)] as number;
    return steps === 0 ? this.#unknown('client', client, ClientTable.steps, situation - 1, 0) : steps;
  }

  /** The set of the numbers of the client's requests that nodes, inboxes and interrupted handlers have, or `UNKNOWN` (a miss). */
  #takenNumbers(client: number): number {
    const { nodes, requestsAreKept, words } = this.#tables;
    let taken = 0;
    for (let node = 0; node < nodes; node++) {
      const inbox = this.#state.get(inboxOf(node));
      const asked = words[cell(words, nodeTable(node, NodeTable.keptInInbox), inbox, client)] as number;
      if (asked === 0) return this.#unknown('node', node, NodeTable.keptInInbox, inbox, client);
      taken = this.#union(taken, asked - 1);
      if (taken === UNKNOWN) return UNKNOWN;
      if (!requestsAreKept) continue;
      const local = this.#state.get(localOf(node));
      const kept = words[cell(words, nodeTable(node, NodeTable.keptInLocal), local, client)] as number;
      if (kept === 0) return this.#unknown('node', node, NodeTable.keptInLocal, local, client);
      taken = this.#union(taken, kept - 1);
      if (taken === UNKNOWN) return UNKNOWN;
    }
    if (!requestsAreKept) return taken;
    const environment = this.#state.get(environmentOf(nodes));
    const kept = words[cell(words, systemTable(nodes, SystemTable.kept), environment, client)] as number;
    return kept === 0 ? this.#unknown('system', 0, SystemTable.kept, environment, client) : this.#union(taken, kept - 1);
  }

  #union(a: number, b: number): number {
    if (a === b || b === 0) return a;
    if (a === 0) return b;
    const { nodes, words } = this.#tables;
    const union = words[cell(words, systemTable(nodes, SystemTable.union), a, b)] as number;
    return union === 0 ? this.#unknown('system', 0, SystemTable.union, a, b) : union - 1;
  }

  #unknown(scope: Miss['scope'], index: number, table: number, row: number, column: number): typeof UNKNOWN {
    this.#state.miss(scope, index, table, row, column);
    return UNKNOWN;
  }
}
