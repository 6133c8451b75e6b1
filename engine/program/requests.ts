import type { Type } from '../../grammar/semantics/types.ts';
import { at } from './compare.ts';
import type { RequestValue, Value } from './values.ts';

/** Whether values of the type may hold requests. */
export function mentionsRequest(type: Type): boolean {
  switch (type.kind) {
    case 'request':
      return true;
    case 'optional':
      return mentionsRequest(type.inner);
    case 'set':
    case 'list':
      return mentionsRequest(type.element);
    case 'map':
      return mentionsRequest(type.key) || mentionsRequest(type.value);
    // A struct may have a field of the kind; being wrong here only means a milder answer to a second reply.
    case 'struct':
    case 'any':
      return true;
    default:
      return false;
  }
}

/** All the requests within some values. */
export function requestsIn(values: readonly Value[], found: Set<RequestValue>): void {
  for (let i = 0; i < values.length; i++) {
    const value = at(values, i);
    if (typeof value !== 'object' || value === null) continue;
    switch (value.kind) {
      case 'request':
        found.add(value);
        break;
      case 'list':
      case 'set':
        requestsIn(value.elements, found);
        break;
      case 'map':
        requestsIn(value.keys, found);
        requestsIn(value.values, found);
        break;
      case 'struct':
        requestsIn(value.fields, found);
        break;
      default:
        break;
    }
  }
}
