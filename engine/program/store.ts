import { compareValues, isCompound } from './compare.ts';
import { ConsTable, mix, sameElements } from './cons-table.ts';
import { ValueTooLargeError } from './errors.ts';
import type {
  ClientValue,
  CompoundValue,
  EnumValue,
  ListValue,
  MapValue,
  NodeValue,
  RequestValue,
  SetValue,
  StructValue,
  TransactionValue,
  Value,
  ValueStore,
} from './values.ts';

/**
 * Bounds on one value, counted as a tree. Shared parts make it possible to build in a few steps a value that would take for ever to compare or
 * print (`x = [x, x]`), so they are checked where values are made.
 */
const maxParts = 100_000;
const maxDepth = 500;

/** A reference to a part, in the value's array. */
const bytesOfPart = 8;

/** The hash-consing store. Beyond the contract it gives hashes, and makes sets and maps from elements that are in order already. */
export class ConsingStore implements ValueStore {
  readonly #table = new ConsTable<CompoundValue>(sameContent, 1024);
  readonly #strings = new Map<string, number>();
  readonly #enums: EnumValue[][] = [];
  readonly #nodes: NodeValue[] = [];
  /** By id: the size of the value as a tree, and its height. */
  readonly #parts: number[] = [];
  readonly #depths: number[] = [];
  #bytes = 0;
  readonly emptyList: ListValue;
  readonly emptySet: SetValue;
  readonly emptyMap: MapValue;

  constructor() {
    this.emptyList = this.list([]);
    this.emptySet = this.setInOrder([]);
    this.emptyMap = this.mapInOrder([], []);
  }

  get bytes(): number {
    return this.#bytes;
  }

  enumMember(enumIndex: number, member: number): EnumValue {
    this.#enums[enumIndex] ??= [];
    const members = this.#enums[enumIndex];
    let value = members[member];
    if (value === undefined) {
      value = { kind: 'enum', id: this.#newLeaf(), enum: enumIndex, member };
      members[member] = value;
    }
    return value;
  }

  node(node: number): NodeValue {
    let value = this.#nodes[node];
    if (value === undefined) {
      value = { kind: 'node', id: this.#newLeaf(), node };
      this.#nodes[node] = value;
    }
    return value;
  }

  list(elements: readonly Value[]): ListValue {
    return this.#intern({ kind: 'list', id: this.#parts.length, elements }, this.hashAll(11, elements), elements);
  }

  set(elements: readonly Value[]): SetValue {
    return this.setInOrder(sortedWithoutDuplicates(elements));
  }

  /** `elements` are in the order of values, none twice. */
  setInOrder(elements: readonly Value[]): SetValue {
    return this.#intern({ kind: 'set', id: this.#parts.length, elements }, this.hashAll(13, elements), elements);
  }

  map(entries: readonly (readonly [Value, Value])[]): MapValue {
    const latest = new Map<Value, Value>(entries);
    const keys = [...latest.keys()].sort(compareValues);
    return this.mapInOrder(
      keys,
      keys.map((key) => latest.get(key) ?? null),
    );
  }

  /** `keys` are in the order of values, none twice. */
  mapInOrder(keys: readonly Value[], values: readonly Value[]): MapValue {
    const hash = this.hashAll(this.hashAll(17, keys), values);
    return this.#intern({ kind: 'map', id: this.#parts.length, keys, values }, hash, keys, values);
  }

  struct(struct: number, fields: readonly Value[]): StructValue {
    return this.#intern({ kind: 'struct', id: this.#parts.length, struct, fields }, this.hashAll(mix(19, struct), fields), fields);
  }

  request(client: number, sequence: number, operation: number, args: readonly Value[]): RequestValue {
    const candidate: RequestValue = { kind: 'request', id: this.#parts.length, client, sequence, operation, arguments: args };
    return this.#intern(candidate, this.hashAll(mix(mix(mix(23, client), sequence), operation), args), args);
  }

  client(client: number): ClientValue {
    return this.#intern({ kind: 'client', id: this.#parts.length, client }, mix(29, client), []);
  }

  transaction(client: number, number: number): TransactionValue {
    return this.#intern({ kind: 'transaction', id: this.#parts.length, client, number }, mix(mix(31, client), number), []);
  }

  compare(a: Value, b: Value): number {
    return compareValues(a, b);
  }

  /** The same for equal values of this store; says nothing outside of it. */
  hash(value: Value): number {
    switch (typeof value) {
      case 'number':
        return Math.imul(value, 0x85ebca6b) + 5;
      case 'string': {
        const known = this.#strings.get(value);
        if (known !== undefined) return known;
        const hash = mix(0x51ed270b, this.#strings.size);
        this.#strings.set(value, hash);
        return hash;
      }
      case 'boolean':
        return value ? 3 : 2;
      default:
        return value === null ? 1 : Math.imul(value.id, 0xc2b2ae35) + 7;
    }
  }

  hashAll(seed: number, values: readonly Value[]): number {
    let hash = mix(seed, values.length);
    for (let i = 0; i < values.length; i++) hash = mix(hash, this.hash(values[i] ?? null));
    return hash;
  }

  #newLeaf(): number {
    this.#depths.push(1);
    return this.#parts.push(1) - 1;
  }

  #intern<T extends CompoundValue>(candidate: T, hash: number, children: readonly Value[], more: readonly Value[] = []): T {
    // The table gives back an equal value, which is of the same kind.
    const value = this.#table.intern(candidate, hash) as T;
    if (value === candidate) {
      let parts = 1 + children.length + more.length;
      let depth = 1;
      for (const list of [children, more]) {
        for (const child of list) {
          if (!isCompound(child)) continue;
          parts += this.#parts[child.id] ?? 0;
          depth = Math.max(depth, 1 + (this.#depths[child.id] ?? 0));
        }
      }
      this.#bytes += bytesOfPart * (children.length + more.length);
      this.#parts.push(parts);
      this.#depths.push(depth);
    }
    // Checked for values met again too: a step that failed once fails each time.
    if ((this.#parts[value.id] ?? 0) > maxParts)
      throw new ValueTooLargeError(`a value with more than ${maxParts.toLocaleString('en-US')} parts`);
    if ((this.#depths[value.id] ?? 0) > maxDepth) throw new ValueTooLargeError(`a value nested more than ${maxDepth} levels deep`);
    return value;
  }
}

function sortedWithoutDuplicates(elements: readonly Value[]): readonly Value[] {
  let inOrder = true;
  for (let i = 1; i < elements.length && inOrder; i++) inOrder = compareValues(elements[i - 1] ?? null, elements[i] ?? null) < 0;
  if (inOrder) return elements;
  return [...elements].sort(compareValues).filter((element, i, sorted) => i === 0 || element !== sorted[i - 1]);
}

function sameContent(a: CompoundValue, b: CompoundValue): boolean {
  if (a.kind === 'list' && b.kind === 'list') return sameElements(a.elements, b.elements);
  if (a.kind === 'set' && b.kind === 'set') return sameElements(a.elements, b.elements);
  if (a.kind === 'map' && b.kind === 'map') return sameElements(a.keys, b.keys) && sameElements(a.values, b.values);
  if (a.kind === 'struct' && b.kind === 'struct') return a.struct === b.struct && sameElements(a.fields, b.fields);
  if (a.kind === 'request' && b.kind === 'request') {
    return a.client === b.client && a.sequence === b.sequence && a.operation === b.operation && sameElements(a.arguments, b.arguments);
  }
  if (a.kind === 'client' && b.kind === 'client') return a.client === b.client;
  if (a.kind === 'transaction' && b.kind === 'transaction') return a.client === b.client && a.number === b.number;
  return false;
}
