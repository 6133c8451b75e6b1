import type { CompoundValue, Value } from './values.ts';

/** The total order that `ValueStore.compare` documents. Within one store 0 means the same object. */
export function compareValues(a: Value, b: Value): number {
  if (a === b) return 0;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0) return rank;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : 1;
  if (isCompound(a) && isCompound(b)) return compareCompounds(a, b);
  return 0;
}

/** Element by element; where one is the beginning of the other, the shorter comes first. */
export function compareLists(a: readonly Value[], b: readonly Value[]): number {
  const common = Math.min(a.length, b.length);
  for (let i = 0; i < common; i++) {
    const order = compareValues(at(a, i), at(b, i));
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

export function isCompound(value: Value): value is CompoundValue {
  return typeof value === 'object' && value !== null;
}

const kindRanks = { enum: 5, node: 6, list: 7, set: 8, map: 9, struct: 10, request: 11, client: 12, transaction: 13 } as const;

function rankOf(value: Value): number {
  if (value === null) return 0;
  if (value === false) return 1;
  if (value === true) return 2;
  if (typeof value === 'number') return 3;
  if (typeof value === 'string') return 4;
  return kindRanks[value.kind];
}

/** Both are of one kind. */
function compareCompounds(a: CompoundValue, b: CompoundValue): number {
  if (a.kind === 'enum' && b.kind === 'enum') return a.enum - b.enum || a.member - b.member;
  if (a.kind === 'node' && b.kind === 'node') return a.node - b.node;
  if (a.kind === 'map' && b.kind === 'map') return compareEntries(a.keys, a.values, b.keys, b.values);
  if (a.kind === 'struct' && b.kind === 'struct') return a.struct - b.struct || compareLists(a.fields, b.fields);
  if (a.kind === 'request' && b.kind === 'request') {
    return a.client - b.client || a.sequence - b.sequence || a.operation - b.operation || compareLists(a.arguments, b.arguments);
  }
  if (a.kind === 'client' && b.kind === 'client') return a.client - b.client;
  if (a.kind === 'transaction' && b.kind === 'transaction') return a.client - b.client || a.number - b.number;
  if ((a.kind === 'list' || a.kind === 'set') && (b.kind === 'list' || b.kind === 'set')) return compareLists(a.elements, b.elements);
  return 0;
}

/** Entry by entry, key before value. */
function compareEntries(aKeys: readonly Value[], aValues: readonly Value[], bKeys: readonly Value[], bValues: readonly Value[]): number {
  const common = Math.min(aKeys.length, bKeys.length);
  for (let i = 0; i < common; i++) {
    const order = compareValues(at(aKeys, i), at(bKeys, i)) || compareValues(at(aValues, i), at(bValues, i));
    if (order !== 0) return order;
  }
  return aKeys.length - bKeys.length;
}

/** The element at an index that is known to be there. */
export function at<T>(list: readonly T[], index: number): T {
  const element = list[index];
  if (element === undefined) throw new Error(`broken invariant: no element ${index} among ${list.length}`);
  return element;
}
