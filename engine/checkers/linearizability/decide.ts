/** From the operations of a history to a verdict: object by object where the specification allows it, by the fastest algorithm that applies. */
import type { TraceValue } from '../../trace/model.ts';
import { valueKey } from '../../trace/values.ts';
import type { Operation } from '../history.ts';
import { nativeFor } from './native/natives.ts';
import type { Interval, Linearization } from './problem.ts';
import { linearize, mostConfigurations } from './search/search.ts';
import { foresightOf } from './specification/foresight.ts';
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
  if (!role.isKeyed(namesOf(operations))) return [all];
  return [...Map.groupBy(all, (index) => valueKey(operations[index]?.arguments[0] ?? null)).values()];
}

function decidePart(role: RoleSpecification, operations: readonly Operation[], part: readonly number[], most: number): Decision {
  const own = part.flatMap((index) => operations[index] ?? []);
  const orderOf = (order: readonly number[]): readonly number[] => order.map((index) => part[index] ?? 0);
  const native = part.length > longHistory ? nativeFor(role, own) : undefined;
  if (native !== undefined) {
    if (!native.linearizable) return { kind: 'violated', part: native.culprits.map((index) => part[index] ?? 0) };
    return { kind: 'linearizable', orders: native.order === undefined ? [] : [orderOf(native.order)] };
  }
  const found = search(role, own, most);
  if (found.kind === 'stuck') return { kind: 'violated', part };
  return found.kind === 'gaveUp' ? found : { kind: 'linearizable', orders: [orderOf(found.order)] };
}

/** The general search. */
export function search(role: RoleSpecification, operations: readonly Operation[], most = mostConfigurations): Linearization {
  const kinds = new Map<string, number>();
  const asked: { readonly call: number; readonly result: TraceValue | undefined; readonly operation: Operation }[] = [];
  const intervals = operations.map((operation): Interval => {
    const call = role.call(operation.name, operation.arguments);
    const result = resultOf(operation);
    const kindKey = `${call} ${result === undefined ? '' : valueKey(result)}`;
    const kind = kinds.get(kindKey) ?? kinds.size;
    if (kind === kinds.size) {
      kinds.set(kindKey, kind);
      asked.push({ call, result, operation });
    }
    return { kind, call, invoked: operation.invoked, returned: operation.returned ?? Number.POSITIVE_INFINITY };
  });
  const observing = asked.map(({ operation }) => role.observes(operation.name, resultOf(operation)));
  const specification = new TabulatedSpecification(
    role.initial,
    observing,
    (state, kind) => {
      const { call, result } = asked[kind] ?? { call: 0, result: undefined };
      const step = role.step(state, call);
      return step === undefined || (result !== undefined && !sameValue(step.reply, result)) ? -1 : step.state;
    },
    foresightOf(role, operations, (kind) => asked[kind]?.operation),
  );
  return linearize(specification, intervals, most);
}

export function resultOf(operation: Operation): TraceValue | undefined {
  return operation.outcome === 'open' ? undefined : (operation.result ?? null);
}

export function namesOf(operations: readonly Operation[]): readonly string[] {
  return [...new Set(operations.map(({ name }) => name))];
}
