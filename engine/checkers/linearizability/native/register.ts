import { ordered } from './clusters.ts';
import type { NativeVerdict } from './verdict.ts';

export interface RegisterOperation {
  readonly writes: boolean;
  readonly value: number;
  readonly invoked: number;
  readonly returned: number;
}

/** A write with the reads that read from it. All of them take effect one after the other, nothing between them. */
interface Cluster {
  /** -1 for the initial value, which nobody wrote. */
  readonly write: number;
  readonly invoked: number;
  readonly reads: number[];
  /** The operation that returns first, and the one that is invoked last, with these times. */
  first: number;
  firstReturned: number;
  last: number;
  lastInvoked: number;
}

/**
 * Registers to which no value is written twice, nor the initial one again: Gibbons & Korach (1997). The history is linearizable iff no two clusters come before
 * each other and no read precedes its write. In time n log n.
 *
 * Gives the order too: of the operations by index, without writes that never returned and were never read.
 */
export function checkRegister(operations: readonly RegisterOperation[], initial: number): NativeVerdict {
  const clusters = clustersOf(operations, initial);
  if (clusters === undefined) return undefined;
  if (!(clusters instanceof Map)) return clusters;

  const found = ordered(
    [...clusters.values()].filter(
      ({ write, reads }) => reads.length > 0 || (write >= 0 && operations[write]?.returned !== Number.POSITIVE_INFINITY),
    ),
  );
  if ('clash' in found) return clash(...found.clash);
  const order = found.order.flatMap(({ write, reads }) => {
    reads.sort((a, b) => (operations[a]?.invoked ?? 0) - (operations[b]?.invoked ?? 0));
    return write < 0 ? reads : [write, ...reads];
  });
  return { linearizable: true, order };
}

function clustersOf(
  operations: readonly RegisterOperation[],
  initial: number,
): Map<number, Cluster> | Exclude<NativeVerdict, { linearizable: true }> {
  const clusters = new Map<number, Cluster>();
  const never = Number.NEGATIVE_INFINITY;
  clusters.set(initial, { write: -1, invoked: never, reads: [], first: -1, firstReturned: never, last: -1, lastInvoked: never });
  for (const [index, { writes, value, invoked, returned }] of operations.entries()) {
    if (!writes) continue;
    if (clusters.has(value)) return undefined;
    clusters.set(value, { write: index, invoked, reads: [], first: index, firstReturned: returned, last: index, lastInvoked: invoked });
  }
  for (const [index, { writes, value, invoked, returned }] of operations.entries()) {
    if (writes || returned === Number.POSITIVE_INFINITY) continue;
    const cluster = clusters.get(value);
    if (cluster === undefined) return { linearizable: false, culprits: [index] };
    if (returned < cluster.invoked) return { linearizable: false, culprits: [index, cluster.write] };
    cluster.reads.push(index);
    if (returned < cluster.firstReturned) {
      cluster.first = index;
      cluster.firstReturned = returned;
    }
    if (invoked > cluster.lastInvoked) {
      cluster.last = index;
      cluster.lastInvoked = invoked;
    }
  }
  return clusters;
}

function clash(a: Cluster, b: Cluster): { readonly linearizable: false; readonly culprits: readonly number[] } {
  const culprits = new Set([a, b].flatMap(({ write, first, last }) => [write, first, last]));
  culprits.delete(-1);
  return { linearizable: false, culprits: [...culprits] };
}
