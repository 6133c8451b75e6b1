import { aroundEmpty, type CollectionOperation, collectionOf, emptyGaps, partedBy } from './collection.ts';
import { Earliest } from './earliest.ts';
import { assignTakes } from './open-takes.ts';
import type { Stay } from './stays.ts';
import { linearizable, type NativeVerdict, violated } from './verdict.ts';

/**
 * Queues into which no value is put twice: Henzinger, Sezgin & Vafeiadis (2013), Bouajjani, Emmi, Enea & Hamza (2015). Linearizable iff every value taken was
 * put in, once and not later; no two values are put in in one order and taken in the other; and no operation finds nothing all the while that there
 * is a value for certain. In time n log n (as in Abdulla et al. 2025, Lee & Mathur 2025).
 */
export function checkQueue(operations: readonly CollectionOperation[]): NativeVerdict {
  const collection = collectionOf(operations, assignTakes);
  if ('verdict' in collection) return collection.verdict;
  const byInvocation = collection.stays.toSorted((a, b) => a.insertInvoked - b.insertInvoked);
  const byReturn = collection.stays.toSorted((a, b) => a.insertReturned - b.insertReturned);
  let next = 0;
  /** Of the values that are in for certain before the one at hand is, the one that is taken last. */
  let lastTaken: Stay | undefined;
  for (const stay of byInvocation) {
    for (let before = byReturn[next]; before !== undefined && before.insertReturned < stay.insertInvoked; before = byReturn[++next]) {
      if (lastTaken === undefined || before.takeInvoked > lastTaken.takeInvoked) lastTaken = before;
    }
    if (lastTaken !== undefined && stay.takeReturned < lastTaken.takeInvoked) {
      return violated([lastTaken, stay].flatMap(({ insert, take }) => (take < 0 ? [insert] : [insert, take])));
    }
  }
  const gaps = emptyGaps(collection);
  if ('impossible' in gaps) return violated(aroundEmpty(collection, gaps.impossible));
  const parts = partedBy(collection.stays, gaps).map((stays) => orderOf(inTurn(stays)));
  return linearizable(parts.flatMap((order, index) => [...order, ...(gaps[index]?.operations ?? [])]));
}

/** The values in an order in which both to put them in and to take them out: each time one of which no other was put in, or taken out, before. */
function inTurn(stays: readonly Stay[]): readonly Stay[] {
  const byInsertInvoked = stays.toSorted((a, b) => a.insertInvoked - b.insertInvoked);
  const byInsertReturned = stays.toSorted((a, b) => a.insertReturned - b.insertReturned);
  // Those that nothing left was put in before; the one whose removal was invoked first is due, if any is.
  const ready = new Earliest<Stay>(({ takeInvoked }) => takeInvoked);
  const done = new Set<Stay>();
  const order: Stay[] = [];
  let [arrived, returned] = [0, 0];
  while (order.length < stays.length) {
    while (done.has(byInsertReturned[returned] as Stay)) returned++;
    const bound = byInsertReturned[returned]?.insertReturned ?? 0;
    for (let next = byInsertInvoked[arrived]; next !== undefined && next.insertInvoked <= bound; next = byInsertInvoked[++arrived])
      ready.add(next);
    const due = ready.take();
    if (due === undefined) throw new Error('broken invariant: what returns first was invoked');
    done.add(due);
    order.push(due);
  }
  return order;
}

/** Each operation as soon as it can: once it and those before it in turn have been invoked. */
function orderOf(stays: readonly Stay[]): readonly number[] {
  let [inserted, taken] = [0, 0];
  const moments = stays.flatMap(({ insert, take, insertInvoked, takeInvoked }) => {
    inserted = Math.max(inserted, insertInvoked);
    taken = Math.max(taken, takeInvoked, inserted);
    return take < 0
      ? [{ operation: insert, at: inserted }]
      : [
          { operation: insert, at: inserted },
          { operation: take, at: taken },
        ];
  });
  // Stable: what happens at one moment stays in turn.
  return moments.sort((a, b) => a.at - b.at).map(({ operation }) => operation);
}
