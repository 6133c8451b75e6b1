import { aroundEmpty, type CollectionOperation, collectionOf, impossibleEmpty, type Stay } from './collection.ts';
import { linearizable, type NativeVerdict, violated } from './verdict.ts';

/**
 * Queues into which no value is put twice: Henzinger, Sezgin & Vafeiadis (2013), Bouajjani, Emmi, Enea & Hamza (2015). Linearizable iff every value taken was
 * put in, once and not later; no two values are put in in one order and taken in the other; and no operation finds nothing all the while that there
 * is a value for certain. In time n log n (as in Abdulla et al. 2025, Lee & Mathur 2025).
 */
export function checkQueue(operations: readonly CollectionOperation[]): NativeVerdict {
  const collection = collectionOf(operations);
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
  const unfounded = impossibleEmpty(collection);
  return unfounded === undefined ? linearizable : violated(aroundEmpty(collection, unfounded));
}
