/** The same content about other nodes: what it means to permute the nodes of a scenario. */
import type { Value, ValueStore } from './values.ts';

/** The node that each node becomes, by index; a permutation. */
export type Renaming = ArrayLike<number>;

/** The value with every node in it renamed. Sets and maps are put in order anew; lists keep theirs. */
export function renamedValue(values: ValueStore, value: Value, nodes: Renaming): Value {
  if (typeof value !== 'object' || value === null) return value;
  switch (value.kind) {
    case 'node':
      return values.node(nodes[value.node] as number);
    case 'list':
      return values.list(renamedValues(values, value.elements, nodes));
    case 'set':
      return values.set(renamedValues(values, value.elements, nodes));
    case 'map': {
      const renamed = renamedValues(values, value.values, nodes);
      return values.map(renamedValues(values, value.keys, nodes).map((key, i) => [key, renamed[i] ?? null]));
    }
    case 'struct':
      return values.struct(value.struct, renamedValues(values, value.fields, nodes));
    case 'request':
      return values.request(value.client, value.sequence, value.operation, renamedValues(values, value.arguments, nodes));
    default:
      return value;
  }
}

export function renamedValues(values: ValueStore, list: readonly Value[], nodes: Renaming): readonly Value[] {
  const renamed = list.map((value) => renamedValue(values, value, nodes));
  return renamed.every((value, i) => value === list[i]) ? list : renamed;
}

interface Timer {
  readonly timer: number;
  readonly arguments: readonly Value[];
}

export function renamedTimer(values: ValueStore, { timer, arguments: args }: Timer, nodes: Renaming): Timer {
  return { timer, arguments: renamedValues(values, args, nodes) };
}
