/** The memo tables of one client, filled on demand. */
import { ClientTable, clientTable, NEEDS_COMPANY, NEEDS_NUMBER, REFUSED } from '../memory/directory.ts';
import type { ClientTraits } from '../memory/memo-tables.ts';
import { type Pool, Table } from '../memory/pool.ts';
import type { ClientSpace } from './client-space.ts';
import type { Model } from './model.ts';
import { spaceOf } from './parts.ts';

export class ClientMemo implements ClientTraits {
  readonly #model: Model;
  readonly #pool: Pool;
  readonly #client: number;
  readonly #space: ClientSpace;
  /** As `ClientTable` numbers them. */
  readonly #tables: readonly Table[];

  constructor(model: Model, pool: Pool, client: number) {
    this.#model = model;
    this.#pool = pool;
    this.#client = client;
    this.#space = spaceOf(model.clients, client);
    this.#tables = Object.values(ClientTable).map(
      (table) => new Table(pool, clientTable(model.nodes, model.monitors.count, client, table)),
    );
  }

  get company(): readonly number[] {
    return this.#space.company;
  }

  get numbersRequests(): boolean {
    return this.#space.numbersRequests;
  }

  makeRoom(): void {
    const { locals, replies, situations, companies, company } = this.#space;
    let others = 0;
    for (const other of company) others = Math.max(others, spaceOf(this.#model.clients, other).locals.length);
    this.#tables[ClientTable.add]?.reserve(locals.length, replies.length);
    this.#tables[ClientTable.entry]?.reserve(locals.length, 1);
    this.#tables[ClientTable.company]?.reserve(companies, others);
    this.#tables[ClientTable.situation]?.reserve(locals.length, Math.max(companies, this.#model.numberSets.size));
    this.#tables[ClientTable.steps]?.reserve(situations.length, 1);
  }

  /** Computes the entry. */
  fill(table: number, row: number, column: number): void {
    spaceOf(this.#tables, table).set(row, column, this.#entry(table, row, column));
  }

  #entry(table: number, row: number, column: number): number {
    const space = this.#space;
    switch (table) {
      case ClientTable.add: {
        const local = space.add(row, column);
        return local === undefined ? REFUSED : local + 1;
      }
      case ClientTable.entry:
        return this.#firstEntry(row);
      case ClientTable.company:
        return space.companyWith(row, this.#model.clients, column) + 1;
      case ClientTable.situation:
        return space.situation(row, column, this.#model.numberSets) + 1;
      case ClientTable.steps: {
        const steps = this.#model.clientSteps.steps(this.#client, row);
        const entries = steps.map(({ action, outcomes }) => [this.#model.clientLabel(action), this.#pool.store(outcomes)]);
        return this.#pool.store([steps.length, ...entries.flat()]);
      }
      default:
        throw new Error(`no table ${table}`);
    }
  }

  #firstEntry(local: number): number {
    switch (this.#space.needOf(local)) {
      case 'number':
        return NEEDS_NUMBER;
      case 'company':
        return NEEDS_COMPANY;
      case 'nothing':
        return this.#space.situation(local, 0, this.#model.numberSets) + 1;
    }
  }
}
