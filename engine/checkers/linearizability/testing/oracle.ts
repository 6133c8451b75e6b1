import type { PlainObject, PlainOperation } from './plain.ts';

/**
 * Linearizability straight from the definition (Herlihy & Wing 1990): whether some of the open operations and all others stand in an order that respects real
 * time and is a legal run of the object. Tries all orders.
 */
export function hasLinearization<S>(object: PlainObject<S>, operations: readonly PlainOperation[]): boolean {
  const place = (state: S, left: readonly PlainOperation[]): boolean => {
    if (left.every(({ returned }) => returned === Number.POSITIVE_INFINITY)) return true;
    return left.some((operation) => {
      if (left.some((other) => other.returned < operation.invoked)) return false;
      const result = object.apply(state, operation);
      if (result === undefined) return false;
      if (operation.returned !== Number.POSITIVE_INFINITY && JSON.stringify(result.output) !== JSON.stringify(operation.output))
        return false;
      return place(
        result.state,
        left.filter((other) => other !== operation),
      );
    });
  };
  return place(object.initial, operations);
}

/** Why an order is no linearization; nothing if it is one. */
export function whyNot<S>(object: PlainObject<S>, operations: readonly PlainOperation[], order: readonly number[]): string | undefined {
  let state = object.initial;
  let latestInvoked = Number.NEGATIVE_INFINITY;
  for (const index of order) {
    const operation = operations[index];
    if (operation === undefined) return `there is no operation ${index}`;
    if (operation.returned < latestInvoked) return `${index} comes after one that was invoked after its return`;
    latestInvoked = Math.max(latestInvoked, operation.invoked);
    const result = object.apply(state, operation);
    const open = operation.returned === Number.POSITIVE_INFINITY;
    if (result === undefined || (!open && JSON.stringify(result.output) !== JSON.stringify(operation.output)))
      return `${index} is not legal`;
    state = result.state;
  }
  if (new Set(order).size !== order.length) return 'an operation twice';
  const missing = operations.findIndex(({ returned }, index) => returned !== Number.POSITIVE_INFINITY && !order.includes(index));
  return missing < 0 ? undefined : `${missing} is left out`;
}
