/** The indices by which a checked program speaks of its declarations. */
import type { EnumSymbol, RoleSymbol, SignatureSymbol } from './symbols.ts';

export class Numbering {
  readonly enums: EnumSymbol[] = [];
  readonly structs: SignatureSymbol[] = [];
  readonly messages: SignatureSymbol[] = [];
  readonly operations: SignatureSymbol[] = [];
  readonly events: SignatureSymbol[] = [];
  readonly roles: RoleSymbol[] = [];
  readonly #indices = new Map<EnumSymbol | SignatureSymbol | RoleSymbol, number>();

  /** One that goes on where another ends; indices so far stay the same. */
  static after(before: Numbering | undefined): Numbering {
    const numbering = new Numbering();
    if (!before) return numbering;
    for (const table of [before.enums, before.structs, before.messages, before.operations, before.events, before.roles]) {
      for (const symbol of table) numbering.add(symbol);
    }
    return numbering;
  }

  add(symbol: EnumSymbol | SignatureSymbol | RoleSymbol): void {
    if (this.#indices.has(symbol)) return;
    const table: (EnumSymbol | SignatureSymbol | RoleSymbol)[] = this.#table(symbol.kind);
    this.#indices.set(symbol, table.length);
    table.push(symbol);
  }

  /** Index in the table of its kind; `undefined` for what is not part of the program. */
  find(symbol: EnumSymbol | SignatureSymbol | RoleSymbol): number | undefined {
    return this.#indices.get(symbol);
  }
  /** Index in the table of its kind. */
  of(symbol: EnumSymbol | SignatureSymbol | RoleSymbol): number {
    const index = this.#indices.get(symbol);
    if (index === undefined) throw new Error(`internal: ${symbol.kind} ${symbol.name} is not part of the program`);
    return index;
  }

  #table(kind: (EnumSymbol | SignatureSymbol | RoleSymbol)['kind']): (EnumSymbol | SignatureSymbol | RoleSymbol)[] {
    switch (kind) {
      case 'enum':
        return this.enums;
      case 'struct':
        return this.structs;
      case 'message':
        return this.messages;
      case 'operation':
        return this.operations;
      case 'event':
        return this.events;
      case 'role':
        return this.roles;
    }
  }
}
