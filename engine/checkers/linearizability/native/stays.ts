/** Values of a queue or a stack, each with the operation that put it in and the one that took it out. Times are ranks: no two moments have the same. */

/** Values that were never taken are taken at the end, all at once. */
export interface Stay {
  readonly insert: number;
  /** -1 if it was never taken. */
  readonly take: number;
  readonly insertInvoked: number;
  readonly insertReturned: number;
  readonly takeInvoked: number;
  readonly takeReturned: number;
}
/** A value that nobody is known to have taken. */
export interface Left {
  readonly insert: number;
  readonly insertInvoked: number;
  readonly insertReturned: number;
}
export interface OpenTake {
  readonly operation: number;
  readonly invoked: number;
}
export interface FoundNothing {
  readonly operation: number;
  readonly invoked: number;
  readonly returned: number;
}
/** How many values are in for certain in each gap between two moments; gap r lies behind the moment of rank r, up to `end`. */
export function certainlyIn(stays: readonly Stay[], end: number): Int32Array {
  const covers = new Int32Array(end + 2);
  for (const { insertReturned, takeInvoked } of stays) {
    if (insertReturned >= takeInvoked) continue;
    covers[insertReturned] = (covers[insertReturned] ?? 0) + 1;
    covers[takeInvoked] = (covers[takeInvoked] ?? 0) - 1;
  }
  for (let gap = 1; gap <= end; gap++) covers[gap] = (covers[gap] ?? 0) + (covers[gap - 1] ?? 0);
  return covers;
}

/** Of each gap the first one from it on that will do, or `end + 1`. */
export function firstGaps(end: number, willDo: (gap: number) => boolean): Int32Array {
  const first = new Int32Array(end + 2).fill(end + 1);
  for (let gap = end; gap >= 0; gap--) first[gap] = willDo(gap) ? gap : (first[gap + 1] ?? end + 1);
  return first;
}
