/** Sets and maps as sorted arrays: look-ups by bisection, combinations by merging. */
import { at, compareValues } from './compare.ts';
import type { ConsingStore } from './store.ts';
import type { MapValue, SetValue, Value } from './values.ts';

/** The place of `value` among `sorted`, or, as its complement (`~place`), where it would have to be inserted. */
export function find(sorted: readonly Value[], value: Value): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const order = compareValues(at(sorted, middle), value);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return ~low;
}

export function setHas(set: SetValue, value: Value): boolean {
  return find(set.elements, value) >= 0;
}

export function setInsert(store: ConsingStore, set: SetValue, value: Value): SetValue {
  const place = find(set.elements, value);
  return place >= 0 ? set : store.setInOrder(set.elements.toSpliced(~place, 0, value));
}

export function setRemove(store: ConsingStore, set: SetValue, value: Value): SetValue {
  const place = find(set.elements, value);
  return place < 0 ? set : store.setInOrder(set.elements.toSpliced(place, 1));
}

export function setUnion(store: ConsingStore, a: SetValue, b: SetValue): SetValue {
  if (b.elements.length === 0 || a === b) return a;
  if (a.elements.length === 0) return b;
  const merged: Value[] = [];
  let i = 0;
  let j = 0;
  while (i < a.elements.length && j < b.elements.length) {
    const left = at(a.elements, i);
    const right = at(b.elements, j);
    const order = compareValues(left, right);
    merged.push(order <= 0 ? left : right);
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
  return store.setInOrder([...merged, ...a.elements.slice(i), ...b.elements.slice(j)]);
}

export function setDifference(store: ConsingStore, a: SetValue, b: SetValue): SetValue {
  return keep(store, a, (element) => !setHas(b, element));
}

export function setIntersection(store: ConsingStore, a: SetValue, b: SetValue): SetValue {
  return keep(store, a, (element) => setHas(b, element));
}

function keep(store: ConsingStore, set: SetValue, wanted: (element: Value) => boolean): SetValue {
  const kept = set.elements.filter(wanted);
  return kept.length === set.elements.length ? set : store.setInOrder(kept);
}

/** `undefined` where there is no such key. */
export function mapGet(map: MapValue, key: Value): Value | undefined {
  const place = find(map.keys, key);
  return place < 0 ? undefined : map.values[place];
}

export function mapSet(store: ConsingStore, map: MapValue, key: Value, value: Value): MapValue {
  const place = find(map.keys, key);
  if (place < 0) return store.mapInOrder(map.keys.toSpliced(~place, 0, key), map.values.toSpliced(~place, 0, value));
  return map.values[place] === value ? map : store.mapInOrder(map.keys, map.values.with(place, value));
}

export function mapRemove(store: ConsingStore, map: MapValue, key: Value): MapValue {
  const place = find(map.keys, key);
  return place < 0 ? map : store.mapInOrder(map.keys.toSpliced(place, 1), map.values.toSpliced(place, 1));
}

/** Entries of `b` win. */
export function mapMerge(store: ConsingStore, a: MapValue, b: MapValue): MapValue {
  const entries = (map: MapValue): [Value, Value][] => map.keys.map((key, i) => [key, at(map.values, i)]);
  return store.map([...entries(a), ...entries(b)]);
}
