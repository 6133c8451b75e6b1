/** Orders of operations as points in time. */
import type { Trace, TraceLinearization } from '../../trace/model.ts';
import type { Operation } from '../history.ts';

/**
 * Each operation right after the last event that it has to wait for: its invocation, or what the one before it in its order waited for. That is never too
 * late, since an order of a linearization respects real time. `orders`: of objects that are independent of each other.
 */
export function pointsOf(trace: Trace, orders: readonly (readonly Operation[])[]): TraceLinearization['points'] {
  const points = orders.flatMap((order) => {
    let after = 0;
    return order.map(({ invoked }) => {
      after = Math.max(after, invoked);
      return { operation: operationNumber(trace, invoked), after };
    });
  });
  // Stable, so that what follows the same event stays in its order.
  return points.sort((a, b) => a.after - b.after);
}

/** The trace's number of the operation with that invocation. */
export function operationNumber(trace: Trace, invoked: number): number {
  const event = trace.events[invoked];
  if (event?.kind !== 'invoke') throw new Error('broken invariant: an operation begins with its invocation');
  return event.operation;
}
