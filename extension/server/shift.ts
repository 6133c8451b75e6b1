/** Keeps places of an older text usable in a newer one, so that squiggles stay on their statements while the author types. */
import type { Range } from '../../grammar/syntax/range.ts';

export type Shift = (range: Range) => Range | undefined;

/**
 * The way from ranges of `before` to ranges of `after`, taken as one edit between their common beginning and end. A range that the edit
 * touches has no counterpart: what stood there may be mended.
 */
export function shiftBetween(before: string, after: string): Shift {
  if (before === after) return (range) => range;
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before.charCodeAt(head) === after.charCodeAt(head)) head++;
  let tail = 0;
  while (tail < shorter - head && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)) tail++;
  const editEnd = before.length - tail;
  const delta = after.length - before.length;
  return ({ start, end }) => {
    if (end <= head) return { start, end };
    if (start >= editEnd) return { start: start + delta, end: end + delta };
    return undefined;
  };
}
