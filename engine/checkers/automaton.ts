/** What monitors are made of: small persistent sets and maps as values, and monitors that read a few of the protocol's events. */
import type { MapValue, SetValue, Value, ValueStore } from '../program/values.ts';
import type { Happening } from '../world/world.ts';
import type { Monitor, PropertyContext } from './property.ts';

export type EventHappening = Extract<Happening, { kind: 'event' }>;

/** A monitor that reads the named events only. `next` gets the event's name, who called it and its arguments. */
export function eventMonitor<S extends Value>(
  context: PropertyContext,
  names: readonly string[],
  initial: S,
  next: (state: S, call: { readonly name: string; readonly node: Value; readonly arguments: readonly Value[] }) => S | 'violated',
): Monitor {
  const nameOf = new Map(names.map((name) => [context.event(name), name]));
  return {
    initial,
    reads: (happening) => happening.kind === 'event' && nameOf.has(happening.event),
    next(state, happening) {
      const name = happening.kind === 'event' ? nameOf.get(happening.event) : undefined;
      if (happening.kind !== 'event' || name === undefined) return state;
      return next(state as S, { name, node: context.values.node(happening.node), arguments: happening.arguments });
    },
  };
}

export function lookUp(map: MapValue, key: Value): Value | undefined {
  const index = map.keys.indexOf(key);
  return index < 0 ? undefined : map.values[index];
}

export function put(values: ValueStore, map: MapValue, key: Value, value: Value): MapValue {
  if (lookUp(map, key) === value) return map;
  return values.map([...map.keys.map((other, i): readonly [Value, Value] => [other, map.values[i] ?? null]), [key, value]]);
}

export function remove(values: ValueStore, map: MapValue, key: Value): MapValue {
  const rest = map.keys.flatMap((other, i): (readonly [Value, Value])[] => (other === key ? [] : [[other, map.values[i] ?? null]]));
  return values.map(rest);
}

export function has(set: SetValue, element: Value): boolean {
  return set.elements.includes(element);
}

export function include(values: ValueStore, set: SetValue, element: Value): SetValue {
  return has(set, element) ? set : values.set([...set.elements, element]);
}

/**
 * Of a set of nodes the least that tells whether somebody *else* is in it: `null` nobody, a node that one alone, `true` several.
 */
export type Somebody = Value;
export function oneMore(somebody: Somebody, node: Value): Somebody {
  return somebody === null || somebody === node ? node : true;
}
export function anotherThan(somebody: Somebody, node: Value): boolean {
  return somebody !== null && somebody !== node;
}
