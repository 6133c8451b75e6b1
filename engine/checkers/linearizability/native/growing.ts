import { type Cluster, ordered } from './clusters.ts';
import { type Epoch, Evidence, type GrowingOperation } from './epochs.ts';
import { linearizable, type NativeVerdict, violated } from './verdict.ts';

/** All operations of an epoch, or one of which nobody saw anything. */
interface Block extends Cluster {
  readonly order: readonly number[];
  /** Some of them, from which it follows that they belong together, with the one that returns first and the one that is invoked last. */
  readonly because: readonly number[];
}

/**
 * Texts and lists that are added to, and overwritten as a whole. The most that was seen of what was written over tells who added to it in which order, so that an
 * epoch, from its first operation to the last that saw it, is a cluster whose order is known; what nobody saw has its place between the epochs. The history is
 * linearizable iff all epochs respect real time and no two clusters come before each other. In time n log n, where n is the number of operations and of the pieces
 * that they saw.
 *
 * Where equal pieces were put there by several, epochs are guessed: an order that is found so is right, but if there is none nothing is said.
 */
export function checkGrowing(operations: readonly GrowingOperation[], initial: readonly number[]): NativeVerdict {
  const evidence = new Evidence(operations, initial);
  const verdict = verdictOn(evidence, operations);
  return verdict?.linearizable === false && evidence.isAmbiguous ? undefined : verdict;
}

function verdictOn(evidence: Evidence, operations: readonly GrowingOperation[]): NativeVerdict {
  const epochs = evidence.epochs();
  if (epochs === undefined || 'linearizable' in epochs) return epochs;
  const blocks: Block[] = [];
  const seen = new Set<number>();
  for (const epoch of epochs) {
    const block = blockOf(operations, epoch, evidence.because([epoch.longest]));
    if ('culprits' in block) return violated(block.culprits);
    blocks.push(block);
    for (const operation of block.order) seen.add(operation);
  }
  for (const [index, { does, invoked, returned }] of operations.entries()) {
    if (does === 'shows' || seen.has(index) || returned === Number.POSITIVE_INFINITY) continue;
    blocks.push({ order: [index], because: [index], firstReturned: returned, lastInvoked: invoked });
  }
  const found = ordered(blocks);
  if ('clash' in found) return violated(distinct(found.clash.flatMap(({ because }) => because)));
  return linearizable(found.order.flatMap(({ order }) => order));
}

/** The operations of an epoch in their order, or `because` with two more of which the first has to come before the second but does not in real time. */
function blockOf(
  operations: readonly GrowingOperation[],
  { begun, chain, shown }: Epoch,
  because: readonly number[],
): Block | { readonly culprits: readonly number[] } {
  const invoked = (operation: number): number => operations[operation]?.invoked ?? 0;
  const returned = (operation: number): number => operations[operation]?.returned ?? 0;
  const order = shown.flatMap((those, length) => {
    const change = length === 0 ? begun : (chain[length - 1] ?? -1);
    return [...(change < 0 ? [] : [change]), ...those.toSorted((a, b) => invoked(a) - invoked(b))];
  });
  let [last = -1] = order;
  let first = last;
  for (const operation of order) {
    if (returned(operation) < invoked(last)) return { culprits: distinct([...because, last, operation]) };
    if (invoked(operation) > invoked(last)) last = operation;
    if (returned(operation) < returned(first)) first = operation;
  }
  return {
    order,
    because: [...because, first, last],
    firstReturned: begun < 0 ? Number.NEGATIVE_INFINITY : returned(first),
    lastInvoked: invoked(last),
  };
}

function distinct(operations: readonly number[]): readonly number[] {
  return [...new Set(operations)];
}
