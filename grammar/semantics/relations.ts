/** How types relate: which fits where, what two have in common, and how a type is written. */
import type { Type } from './types.ts';

export const BOOL: Type = { kind: 'bool' };
export const INT: Type = { kind: 'int' };
export const STRING: Type = { kind: 'string' };
export const VALUE: Type = { kind: 'value' };
export const ANY: Type = { kind: 'any' };
export const NONE: Type = { kind: 'none' };
export const NODE: Type = { kind: 'node' };
export const REQUEST: Type = { kind: 'request' };
export const CLIENT: Type = { kind: 'client' };
export const TRANSACTION: Type = { kind: 'transaction' };
export const UNKNOWN: Type = { kind: 'unknown' };

export const setOf = (element: Type): Type => ({ kind: 'set', element });
export const listOf = (element: Type): Type => ({ kind: 'list', element });
export const mapOf = (key: Type, value: Type): Type => ({ kind: 'map', key, value });
/** `T?`; an optional of an optional is the optional itself, and `Value` already holds `none`. */
export function optional(inner: Type): Type {
  return inner.kind === 'optional' || inner.kind === 'value' || inner.kind === 'unknown' || inner.kind === 'any'
    ? inner
    : { kind: 'optional', inner };
}
export function withoutNone(type: Type): Type {
  return type.kind === 'optional' ? type.inner : type;
}

/** The type as a file would write it. */
export function showType(type: Type): string {
  switch (type.kind) {
    case 'bool':
      return 'Bool';
    case 'int':
      return 'Int';
    case 'string':
      return 'String';
    case 'request':
      return 'Request';
    case 'client':
      return 'Client';
    case 'transaction':
      return 'Transaction';
    case 'none':
      return 'none';
    case 'value':
      return 'Value';
    case 'any':
      return 'any value';
    case 'unknown':
      return '?';
    case 'node':
      return type.role ?? 'Node';
    case 'enum':
    case 'struct':
      return type.name;
    case 'optional':
      return `${showType(type.inner)}?`;
    case 'set':
      return `Set<${showType(type.element)}>`;
    case 'list':
      return `List<${showType(type.element)}>`;
    case 'map':
      return `Map<${showType(type.key)}, ${showType(type.value)}>`;
  }
}

/** Whether part of the type has been reported already (or could not be told), so that follow-ups stay silent. */
export function isUnknown(type: Type): boolean {
  switch (type.kind) {
    case 'unknown':
      return true;
    case 'optional':
      return isUnknown(type.inner);
    case 'set':
    case 'list':
      return isUnknown(type.element);
    case 'map':
      return isUnknown(type.key) || isUnknown(type.value);
    default:
      return false;
  }
}

export function sameType(a: Type, b: Type): boolean {
  switch (a.kind) {
    case 'node':
      return b.kind === 'node' && a.role === b.role;
    case 'enum':
    case 'struct':
      return b.kind === a.kind && a.name === b.name;
    case 'optional':
      return b.kind === 'optional' && sameType(a.inner, b.inner);
    case 'set':
    case 'list':
      return b.kind === a.kind && sameType(a.element, b.element);
    case 'map':
      return b.kind === 'map' && sameType(a.key, b.key) && sameType(a.value, b.value);
    default:
      return a.kind === b.kind;
  }
}

/** `cast`: it fits if the `Value` in it turns out, at run time, to be one. */
export type Fit = 'yes' | 'cast' | 'no';

/** Whether a value of type `from` may stand where a `to` is wanted. Collections are values, not references, so they are covariant. */
export function fitOf(from: Type, to: Type): Fit {
  if (from.kind === 'unknown' || to.kind === 'unknown' || to.kind === 'any') return 'yes';
  if (to.kind === 'value') return fitsValue(from) ? 'yes' : 'no';
  if (from.kind === 'value') return fitsValue(to) ? 'cast' : 'no';
  if (to.kind === 'optional') {
    if (from.kind === 'none') return 'yes';
    return fitOf(from.kind === 'optional' ? from.inner : from, to.inner);
  }
  switch (from.kind) {
    case 'node':
      return to.kind === 'node' && (to.role === undefined || to.role === from.role) ? 'yes' : 'no';
    case 'list':
      return to.kind === 'list' ? fitOf(from.element, to.element) : 'no';
    case 'set':
      return to.kind === 'set' ? withoutCast(fitOf(from.element, to.element)) : 'no';
    case 'map':
      return to.kind === 'map' ? withoutCast(both(fitOf(from.key, to.key), fitOf(from.value, to.value))) : 'no';
    default:
      return sameType(from, to) ? 'yes' : 'no';
  }
}
const withoutCast = (fitting: Fit): Fit => (fitting === 'yes' ? 'yes' : 'no');
const both = (a: Fit, b: Fit): Fit => (a === 'no' || b === 'no' ? 'no' : a === 'cast' ? 'cast' : b);

/** What a store may hold: Bool, Int, String, `none`, or a list of them. */
function fitsValue(type: Type): boolean {
  switch (type.kind) {
    case 'bool':
    case 'int':
    case 'string':
    case 'none':
    case 'value':
    case 'unknown':
      return true;
    case 'optional':
      return fitsValue(type.inner);
    case 'list':
      return fitsValue(type.element);
    default:
      return false;
  }
}

export const fits = (from: Type, to: Type): boolean => fitOf(from, to) !== 'no';

/** The least type both fitOf, or nothing: what a list literal or a conditional takes its type from. */
export function join(a: Type, b: Type): Type | undefined {
  if (a.kind === 'unknown') return b;
  if (b.kind === 'unknown') return a;
  if (fitOf(a, b) === 'yes') return b;
  if (fitOf(b, a) === 'yes') return a;
  if (a.kind === 'none') return optional(b);
  if (b.kind === 'none') return optional(a);
  if (a.kind === 'optional' || b.kind === 'optional') {
    const inner = join(withoutNone(a), withoutNone(b));
    return inner && optional(inner);
  }
  if (a.kind === 'node' && b.kind === 'node') return NODE;
  if ((a.kind === 'set' && b.kind === 'set') || (a.kind === 'list' && b.kind === 'list')) {
    const element = join(a.element, b.element);
    return element && { kind: a.kind, element };
  }
  if (a.kind === 'map' && b.kind === 'map') {
    const key = join(a.key, b.key);
    const value = join(a.value, b.value);
    return key && value && mapOf(key, value);
  }
  return undefined;
}

/** Whether some value is of both types, so that comparing them can tell something. */
export function overlap(a: Type, b: Type): boolean {
  if (a.kind === 'optional' && b.kind === 'optional') return true;
  if (a.kind === 'optional') return b.kind === 'none' || overlap(a.inner, b);
  if (b.kind === 'optional') return a.kind === 'none' || overlap(a, b.inner);
  if ((a.kind === 'set' && b.kind === 'set') || (a.kind === 'list' && b.kind === 'list')) return overlap(a.element, b.element);
  if (a.kind === 'map' && b.kind === 'map') return overlap(a.key, b.key) && overlap(a.value, b.value);
  if (a.kind === 'node' && b.kind === 'node') return a.role === undefined || b.role === undefined || a.role === b.role;
  return fits(a, b) || fits(b, a) || a.kind === 'any' || b.kind === 'any';
}

/** What a loop or quantifier over this type yields; maps yield their keys. */
export function elementType(type: Type): Type | undefined {
  switch (type.kind) {
    case 'set':
    case 'list':
      return type.element;
    case 'map':
      return type.key;
    case 'value':
      return VALUE;
    case 'unknown':
      return UNKNOWN;
    default:
      return undefined;
  }
}
