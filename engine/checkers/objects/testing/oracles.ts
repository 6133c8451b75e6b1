/** Sequential consistency, causal memory and session guarantees straight from their definitions, for small histories of reads and writes: by trying all orders. */
import type { Operation } from '../../history.ts';

export interface Small {
  readonly index: number;
  readonly process: number;
  readonly object: string;
  readonly writes: boolean;
  readonly value: unknown;
  readonly open: boolean;
}

/** In the order of each process. */
export function smallOf(operations: readonly Operation[]): readonly Small[] {
  return operations.map(({ process, name, arguments: [object, value], result, outcome }, index) => ({
    index,
    process,
    object: String(object),
    writes: name === 'write',
    value: name === 'write' ? value : result,
    open: outcome === 'open',
  }));
}

/** Whether some order of them has `before(a, b)` for no b that stands before a, and each read gives the last value written, none at first. */
function hasLegalOrder(operations: readonly Small[], before: (a: Small, b: Small) => boolean): boolean {
  const place = (store: ReadonlyMap<string, unknown>, left: readonly Small[]): boolean => {
    if (left.length === 0) return true;
    return left.some((operation) => {
      if (left.some((other) => other !== operation && before(other, operation))) return false;
      if (!operation.writes && (store.get(operation.object) ?? null) !== operation.value) return false;
      const next = operation.writes ? new Map(store).set(operation.object, operation.value) : store;
      return place(
        next,
        left.filter((other) => other !== operation),
      );
    });
  };
  return place(new Map(), operations);
}

const inProcess = (a: Small, b: Small): boolean => a.process === b.process && a.index < b.index;

function choicesOfOpen(operations: readonly Small[]): readonly (readonly Small[])[] {
  const closed = operations.filter(({ open }) => !open);
  const open = operations.filter((operation) => operation.open && operation.writes);
  return Array.from({ length: 2 ** open.length }, (_, chosen) => [...closed, ...open.filter((_, bit) => ((chosen >> bit) & 1) === 1)]);
}

export function isSequential(operations: readonly Small[]): boolean {
  return choicesOfOpen(operations).some((chosen) => hasLegalOrder(chosen, inProcess));
}

/** Of histories in which no value is written twice. */
export function isCausal(operations: readonly Small[]): boolean {
  return choicesOfOpen(operations).some((chosen) => {
    const readsFrom = (write: Small, read: Small): boolean =>
      write.writes && !read.writes && write.object === read.object && write.value === read.value;
    const causes = closure(chosen, (a, b) => inProcess(a, b) || readsFrom(a, b));
    if (chosen.some((operation) => causes(operation, operation))) return false;
    const processes = new Set(chosen.map(({ process }) => process));
    return [...processes].every((process) =>
      hasLegalOrder(
        chosen.filter((operation) => operation.writes || operation.process === process),
        causes,
      ),
    );
  });
}

function closure(operations: readonly Small[], relation: (a: Small, b: Small) => boolean): (a: Small, b: Small) => boolean {
  const known = new Set<string>();
  const key = (a: Small, b: Small): string => `${a.index} ${b.index}`;
  for (const a of operations) for (const b of operations) if (relation(a, b)) known.add(key(a, b));
  for (const b of operations) {
    for (const a of operations) {
      for (const c of operations) if (known.has(key(a, b)) && known.has(key(b, c))) known.add(key(a, c));
    }
  }
  return (a, b) => known.has(key(a, b));
}

export type Guarantee = 'readYourWrites' | 'monotonicReads' | 'monotonicWrites' | 'writesFollowReads';

/** Whether for each object some order of its versions explains what was read; no value is written twice. */
export function keeps(guarantee: Guarantee, operations: readonly Small[]): boolean {
  const objects = new Set(operations.map(({ object }) => object));
  return [...objects].every((object) => {
    const own = operations.filter((operation) => operation.object === object && (operation.writes || !operation.open));
    const writes = own.filter((operation) => operation.writes);
    const version = (read: Small): Small | undefined => writes.find(({ value }) => value === read.value);
    if (own.some((read) => !read.writes && read.value !== null && version(read) === undefined)) return false;
    return ordersOf(writes).some((order) => {
      const age = (of: Small | undefined): number => (of === undefined ? -1 : order.indexOf(of));
      const each = (holds: (first: Small, second: Small) => boolean): boolean =>
        own.every((first) => own.every((second) => !inProcess(first, second) || holds(first, second)));
      const ownOrder = each((a, b) => !a.writes || !b.writes || age(a) < age(b));
      const seen = (a: Small, b: Small): boolean => a.writes || b.writes || age(version(a)) <= age(version(b));
      switch (guarantee) {
        case 'readYourWrites':
          return ownOrder && each((a, b) => !a.writes || b.writes || age(a) <= age(version(b)));
        case 'monotonicReads':
          return ownOrder && each(seen);
        case 'monotonicWrites':
          return ownOrder && each((a, b) => version(a)?.process !== version(b)?.process || version(a) === undefined || seen(a, b));
        case 'writesFollowReads': {
          const follows = closure(writes, (v, w) => own.some((read) => !read.writes && version(read) === v && inProcess(read, w)));
          const demanded = each((a, b) => a.writes || !b.writes || age(version(a)) < age(b));
          return (
            demanded &&
            each((a, b) => {
              const [first, second] = [version(a), version(b)];
              if (a.writes || b.writes || first === undefined) return true;
              // The initial value comes before all others.
              return second !== undefined && !follows(second, first);
            })
          );
        }
        default:
          return false;
      }
    });
  });
}

function ordersOf<T>(all: readonly T[]): readonly (readonly T[])[] {
  if (all.length === 0) return [[]];
  return all.flatMap((first) => ordersOf(all.filter((other) => other !== first)).map((rest) => [first, ...rest]));
}
