/**
 * The values a program computes with.
 *
 * Every compound value is *hash-consed* by a `ValueStore`: two values of one store with equal content are the same object, so content equality
 * is `===`, a value is its own key in a `Map`, and a local state is interned by the ids of its parts. Values are never changed in place.
 */

export type Value = null | boolean | number | string | CompoundValue;

export type CompoundValue =
  | EnumValue
  | NodeValue
  | ListValue
  | SetValue
  | MapValue
  | StructValue
  | RequestValue
  | ClientValue
  | TransactionValue;

interface Consed {
  /** Unique in its store, in the order of creation: never shown, never compared by users' `<`. */
  readonly id: number;
}
export interface EnumValue extends Consed {
  readonly kind: 'enum';
  readonly enum: number;
  readonly member: number;
}
/** A node of the scenario, by its index. */
export interface NodeValue extends Consed {
  readonly kind: 'node';
  readonly node: number;
}
export interface ListValue extends Consed {
  readonly kind: 'list';
  readonly elements: readonly Value[];
}
/** Elements in the order of values, none twice. */
export interface SetValue extends Consed {
  readonly kind: 'set';
  readonly elements: readonly Value[];
}
/** Entries in the order of their keys. */
export interface MapValue extends Consed {
  readonly kind: 'map';
  readonly keys: readonly Value[];
  readonly values: readonly Value[];
}
export interface StructValue extends Consed {
  readonly kind: 'struct';
  readonly struct: number;
  readonly fields: readonly Value[];
}
/** A client's pending operation. `sequence` tells it from the client's other requests that are about at the same time. */
export interface RequestValue extends Consed {
  readonly kind: 'request';
  readonly client: number;
  readonly sequence: number;
  readonly operation: number;
  readonly arguments: readonly Value[];
}

/** A client of the scenario, by its index: who asked. */
export interface ClientValue extends Consed {
  readonly kind: 'client';
  readonly client: number;
}
/** The `number`th transaction (0 is the first) that `client` has begun; one that is tried again is another. */
export interface TransactionValue extends Consed {
  readonly kind: 'transaction';
  readonly client: number;
  readonly number: number;
}

/** Makes values. One store belongs to one run of the engine. */
export interface ValueStore {
  /** What the parts of lists, sets, maps and structs take, roughly. */
  readonly bytes: number;
  enumMember(enumIndex: number, member: number): EnumValue;
  node(node: number): NodeValue;
  list(elements: readonly Value[]): ListValue;
  /** Sorts and removes duplicates. */
  set(elements: readonly Value[]): SetValue;
  /** Later entries replace earlier ones with the same key. */
  map(entries: readonly (readonly [Value, Value])[]): MapValue;
  struct(struct: number, fields: readonly Value[]): StructValue;
  request(client: number, sequence: number, operation: number, args: readonly Value[]): RequestValue;
  client(client: number): ClientValue;
  transaction(client: number, number: number): TransactionValue;
  /**
   * The total order of values: `none` < false < true < integers < strings < enum members (in declaration order) < nodes (in declaration order) <
   * lists, sets, maps, structs (each by content, element by element, the shorter first) < requests < clients < transactions.
   */
  compare(a: Value, b: Value): number;
}
