/** From the operations of a history to a verdict: object by object where the specification allows it, by the fastest algorithm that applies. */
import type { TraceValue } from '../../trace/model.ts';
import { valueKey } from '../../trace/values.ts';
import type { Operation } from '../history.ts';
import { nativeFor } from './native/natives.ts';
import type { Interval, Linearization, Specification } from './problem.ts';
import { linearize, mostConfigurations } from './search/search.ts';
import { type AskedKind, growingStates } from './specification/growing-states.ts';
import type { RoleSpecification } from './specification/role.ts';
import { sameValue } from './specification/same-value.ts';
import { TabulatedSpecification } from './tabulated.ts';

export type Decision =
  /** By index: for each object that is independent of the others an order in which its operations can have taken effect. */
  | { readonly kind: 'linearizable'; readonly orders: readonly (readonly number[])[] }
  /** These operations, by index, all of one object, have no order. */
  | { readonly kind: 'violated'; readonly part: readonly number[] }
  | { readonly kind: 'gaveUp'; readonly configurations: number };

/** Longer histories of one object are given to the algorithm of its type, if it has one. */
const longHistory = 40;

export function decide(role: RoleSpecification, operations: readonly Operation[], most = mostConfigurations): Decision {
  const orders: (readonly number[])[] = [];
  let gaveUp: Decision | undefined;
  for (const part of partsOf(role, operations)) {
    const found = decidePart(role, operations, part, most);
    if (found.kind === 'violated') return found;
    if (found.kind === 'gaveUp') gaveUp ??= found;
    else orders.push(...found.orders);
  }
  return gaveUp ?? { kind: 'linearizable', orders };
}

/** The operations of each object, if operations on one do not touch another; else all together. */
export function partsOf(role: RoleSpecification, operations: readonly Operation[]): readonly (readonly number[])[] {
  const all = operations.map((_, index) => index);
  const names = namesOf(operations);
  if (!role.isKeyed(names)) return [all];
  // The values of a set are objects of their own, unless somebody looks at all of them.
  const parts = role.standard === 'SetObject' && !names.includes('read') ? 2 : 1;
  return [...Map.groupBy(all, (index) => valueKey(operations[index]?.arguments.slice(0, parts) ?? [])).values()];
}

function decidePart(role: RoleSpecification, operations: readonly Operation[], part: readonly number[], most: number): Decision {
  const own = part.flatMap((index) => operations[index] ?? []);
  const orderOf = (order: readonly number[]): readonly number[] => order.map((index) => part[index] ?? 0);
  const native = part.length > longHistory ? nativeFor(role, own) : undefined;
  if (native !== undefined) {
    if (!native.linearizable) return { kind: 'violated', part: native.culprits.map((index) => part[index] ?? 0) };
    return { kind: 'linearizable', orders: [orderOf(native.order)] };
  }
  const found = search(role, own, most);
  if (found.kind === 'stuck') return { kind: 'violated', part };
  return found.kind === 'gaveUp' ? found : { kind: 'linearizable', orders: [orderOf(found.order)] };
}

/** One of the operations, which may reply anything but what is refused. */
export interface AnyReply {
  readonly of: Operation;
  readonly refused: readonly TraceValue[];
}

/** The general search. */
export function search(
  role: RoleSpecification,
  operations: readonly Operation[],
  most = mostConfigurations,
  anyReply?: AnyReply,
): Linearization {
  const kinds = new Map<string, number>();
  const asked: Asked[] = [];
  const intervals = operations.map((operation): Interval => {
    const call = role.call(operation.name, operation.arguments);
    const refused = operation === anyReply?.of ? anyReply.refused : undefined;
    const result = refused === undefined ? resultOf(operation) : undefined;
    const kindKey = `${call} ${refused ? 'any' : result === undefined ? '' : valueKey(result)}`;
    const kind = kinds.get(kindKey) ?? kinds.size;
    if (kind === kinds.size) {
      kinds.set(kindKey, kind);
      asked.push({ name: operation.name, arguments: operation.arguments, call, result, refused });
    }
    return { kind, call, invoked: operation.invoked, returned: operation.returned ?? Number.POSITIVE_INFINITY };
  });
  // What any reply may show is not known ahead.
  const growing = anyReply === undefined ? growingStates(role, asked) : undefined;
  return linearize(growing ?? tabulated(role, asked), intervals, most);
}

function tabulated(role: RoleSpecification, asked: readonly Asked[]): Specification {
  const observing = asked.map(({ name, result }) => role.observes(name, result));
  return new TabulatedSpecification(
    role.initial,
    observing,
    (state, kind) => {
      const question = asked[kind];
      const step = question && role.step(state, question.call);
      return step !== undefined && fits(step.reply, question) ? step.state : -1;
    },
    undefined,
  );
}

interface Asked extends AskedKind {
  readonly refused: readonly TraceValue[] | undefined;
}

function fits(reply: TraceValue, asked: Asked | undefined): boolean {
  if (asked?.refused !== undefined) return !asked.refused.some((one) => sameValue(one, reply));
  return asked?.result === undefined || sameValue(reply, asked.result);
}

export function resultOf(operation: Operation): TraceValue | undefined {
  return operation.outcome === 'open' ? undefined : (operation.result ?? null);
}

export function namesOf(operations: readonly Operation[]): readonly string[] {
  return [...new Set(operations.map(({ name }) => name))];
}
