/**
 * What a declaration can ask about everything around it, and a record of what it has asked: where the answers are the same after an edit, so is
 * what was found out about the declaration. (The "verifying traces" of Mokhov, Mitchell and Peyton Jones, Build systems à la carte, 2018.)
 */
import type { Place } from '../syntax/range.ts';
import type { Numbering } from './numbering.ts';
import type { Property, Role } from './program.ts';
import type {
  ClaimSymbol,
  ConstSymbol,
  EnumSymbol,
  MemberSymbol,
  RoleSymbol,
  SignatureSymbol,
  TimerSymbol,
  TypeSymbol,
} from './symbols.ts';

type Named = Exclude<Property, { kind: 'registered' }>;
/** A claim with a condition of its own: `invariant oneLeader: …`. */
export interface NamedClaim {
  readonly symbol: ClaimSymbol;
  readonly property: Named;
  readonly place: Place;
}

/** A role as its own file was checked. */
export interface RoleResult {
  readonly role: Role;
  /** By their index. */
  readonly timers: readonly TimerSymbol[];
  /** Where it reads `now`: explorations have no clock. */
  readonly clockReads: readonly Place[];
}

/** What a file can name at its top level: the prelude's, its imports' and its own. Messages, types and values have separate namespaces. */
export interface FileScope {
  readonly types: ReadonlyMap<string, TypeSymbol>;
  readonly messages: ReadonlyMap<string, SignatureSymbol>;
  readonly operations: ReadonlyMap<string, SignatureSymbol>;
  readonly events: ReadonlyMap<string, SignatureSymbol>;
  readonly constants: ReadonlyMap<string, ConstSymbol>;
  /** Enum members by their bare name; several enums may share one. */
  readonly members: ReadonlyMap<string, readonly MemberSymbol[]>;
}

export interface Outside extends FileScope {
  /** Types that values in the file may have, by name, also where the file itself cannot name them. */
  readonly reachableTypes: ReadonlyMap<string, TypeSymbol>;
  /** The roles in reach that send a message, by the message's name. */
  readonly senders: ReadonlyMap<string, readonly string[]>;
  /** The indices of everything that code in the file can speak of. */
  readonly numbering: Numbering;
  /** Only for scenarios and histories: what came of checking the roles. */
  readonly checkedRoles: ReadonlyMap<RoleSymbol, RoleResult>;
  /** Only for scenarios and histories: specifications of the standard library. */
  readonly standardRoles: ReadonlyMap<string, RoleSymbol>;
  /** Only for scenarios: the file's invariants, in the order of the text. */
  readonly invariants: ReadonlyMap<number, NamedClaim>;
}

type Table = Exclude<keyof Outside, 'numbering'>;
type Entry<T extends Table> = Outside[T] extends ReadonlyMap<infer K, infer V> ? { readonly key: K; readonly value: V } : never;

/** One table of what is outside, as one declaration sees it. */
export class Lookup<K, V> {
  readonly #table: () => ReadonlyMap<K, V>;
  #found: Map<K, V | undefined> | undefined;
  #keys: readonly K[] | undefined;
  #values: readonly V[] | undefined;

  constructor(table: () => ReadonlyMap<K, V>) {
    this.#table = table;
  }
  get(key: K): V | undefined {
    const value = this.#table().get(key);
    this.#found ??= new Map();
    this.#found.set(key, value);
    return value;
  }
  has(key: K): boolean {
    return this.get(key) !== undefined;
  }
  keys(): readonly K[] {
    this.#keys = [...this.#table().keys()];
    return this.#keys;
  }
  values(): readonly V[] {
    this.#values = [...this.#table().values()];
    return this.#values;
  }
  /** Whether all that was asked has the same answer in `table`. */
  holdsIn(table: ReadonlyMap<K, V>): boolean {
    for (const [key, value] of this.#found ?? []) if (!same(table.get(key), value)) return false;
    return (
      (this.#keys === undefined || same([...table.keys()], this.#keys)) &&
      (this.#values === undefined || same([...table.values()], this.#values))
    );
  }
}

/** Symbols and results are the same if they are one object; lists if their elements are. */
function same(a: unknown, b: unknown): boolean {
  return a === b || (Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((element, i) => element === b[i]));
}

const TABLES = [
  'types',
  'messages',
  'operations',
  'events',
  'constants',
  'members',
  'reachableTypes',
  'senders',
  'checkedRoles',
  'standardRoles',
  'invariants',
] as const satisfies readonly Table[];

type Tables = { readonly [T in Table]: Lookup<Entry<T>['key'], Entry<T>['value']> };

/** All that one declaration asks. */
export class Lookups {
  #outside: Outside;
  readonly tables: Tables;
  readonly #indices = new Map<EnumSymbol | SignatureSymbol | RoleSymbol, number>();
  #roles: readonly RoleSymbol[] | undefined;

  constructor(outside: Outside) {
    this.#outside = outside;
    this.tables = Object.fromEntries(
      TABLES.map((table) => [table, new Lookup<unknown, unknown>(() => this.#outside[table])]),
    ) as unknown as Tables;
  }
  /** The index of a declaration in its table of the program. */
  indexOf(symbol: EnumSymbol | SignatureSymbol | RoleSymbol): number {
    const index = this.#outside.numbering.of(symbol);
    this.#indices.set(symbol, index);
    return index;
  }
  /** All roles of the program. */
  roles(): readonly RoleSymbol[] {
    this.#roles = [...this.#outside.numbering.roles];
    return this.#roles;
  }

  /** Whether all that was asked has the same answer in `outside`. */
  holdIn(outside: Outside): boolean {
    for (const [symbol, index] of this.#indices) if (outside.numbering.find(symbol) !== index) return false;
    if (this.#roles !== undefined && !same(outside.numbering.roles, this.#roles)) return false;
    return TABLES.every((table) => (this.tables[table] as Lookup<unknown, unknown>).holdsIn(outside[table]));
  }
  /** What is asked from now on is asked of `outside`. */
  moveTo(outside: Outside): void {
    this.#outside = outside;
  }
}
