import type { Operation } from '../history.ts';

/** Each process's operations in its order. */
export function processesOf(operations: readonly Operation[]): readonly (readonly Operation[])[] {
  const inOrder = operations.toSorted((a, b) => a.invoked - b.invoked);
  return [...Map.groupBy(inOrder, ({ process }) => process).values()];
}
