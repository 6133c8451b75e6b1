/**
 * Real time with as little in it as tells who ended before whom began: moments at which transactions ended, numbered from 0. A transaction begins behind
 * so many of them. Ends between which none began are one moment.
 */

/** Where in time a transaction stands; -1: it has not ended. */
export interface Span {
  readonly begin: number;
  readonly end: number;
}

/** The moment at which one ends now, of those that are under way or over, itself included; `moments` there are so far. */
export function momentOfEnd(moments: number, begins: readonly number[]): number {
  return begins.includes(moments) ? moments : moments - 1;
}

/** The same without moments that nobody's begin tells from the one before: what a place becomes. */
export function condensed(begins: readonly number[]): (place: number) => number {
  const told = new Set(begins.filter((begin) => begin > 0));
  return (place) => {
    let count = 0;
    for (const begin of told) if (begin <= place) count++;
    return count;
  };
}
