/** Random values as plain data, and the same in a store. */
import fc from 'fast-check';
import type { Value, ValueStore } from '../values.ts';

export type Plain =
  | null
  | boolean
  | number
  | string
  | { readonly enum: number; readonly member: number }
  | { readonly node: number }
  | { readonly list: readonly Plain[] }
  | { readonly set: readonly Plain[] }
  | { readonly map: readonly (readonly [Plain, Plain])[] }
  | { readonly struct: number; readonly fields: readonly Plain[] };

const small = fc.integer({ min: 0, max: 3 });

/** Few distinct leaves, so that equal values are met often. */
export const plainValue: fc.Arbitrary<Plain> = fc.letrec<{ value: Plain }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.oneof(small, fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
    fc.constantFrom('', 'a', 'b', 'ab'),
    fc.record({ enum: small, member: small }),
    fc.record({ node: small }),
    fc.record({ list: fc.array(tie('value'), { maxLength: 4 }) }),
    fc.record({ set: fc.array(tie('value'), { maxLength: 4 }) }),
    fc.record({ map: fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 4 }) }),
    fc.record({ struct: small, fields: fc.array(tie('value'), { maxLength: 3 }) }),
  ),
})).value;

export function build(store: ValueStore, plain: Plain): Value {
  if (typeof plain !== 'object' || plain === null) return plain;
  const all = (parts: readonly Plain[]): Value[] => parts.map((part) => build(store, part));
  if ('enum' in plain) return store.enumMember(plain.enum, plain.member);
  if ('node' in plain) return store.node(plain.node);
  if ('list' in plain) return store.list(all(plain.list));
  if ('set' in plain) return store.set(all(plain.set));
  if ('map' in plain) return store.map(plain.map.map(([key, value]) => [build(store, key), build(store, value)]));
  return store.struct(plain.struct, all(plain.fields));
}

/** A naive model of equality: the same text, with sets and maps by membership. */
export function canonical(plain: Plain): string {
  if (typeof plain !== 'object' || plain === null) return JSON.stringify(plain);
  if ('list' in plain) return `[${plain.list.map(canonical).join(',')}]`;
  if ('set' in plain) return `{${[...new Set(plain.set.map(canonical))].sort().join(',')}}`;
  if ('map' in plain) {
    const entries = new Map(plain.map.map(([key, value]) => [canonical(key), canonical(value)]));
    return `map{${[...entries]
      .map(([key, value]) => `${key}:${value}`)
      .sort()
      .join(',')}}`;
  }
  if ('fields' in plain) return `s${plain.struct}(${plain.fields.map(canonical).join(',')})`;
  return JSON.stringify(plain);
}
