import type { Operation } from '../history.ts';

/** What was known of the operations at that moment: what had been asked, and what had come back. */
export function asOf(operations: readonly Operation[], time: number): readonly Operation[] {
  return operations.flatMap((operation): Operation[] => {
    if (operation.invoked > time) return [];
    if (operation.returned === undefined || operation.returned <= time) return [operation];
    const { result: _, returned: __, ...asked } = operation;
    return [{ ...asked, outcome: 'open' }];
  });
}

/** The moments at which something was learned, in order. */
export function returnsOf(operations: readonly Operation[]): readonly number[] {
  return operations.flatMap(({ returned }) => (returned === undefined ? [] : [returned])).sort((a, b) => a - b);
}
