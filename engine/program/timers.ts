/** The armed timers of a node, in the order of (timer index, arguments). */
import { compareLists } from './compare.ts';
import { sameElements } from './cons-table.ts';
import type { ArmedTimer } from './machine.ts';
import type { Value } from './values.ts';

/** With one more; the same list where it is armed already. */
export function withTimer(timers: readonly ArmedTimer[], added: ArmedTimer): readonly ArmedTimer[] {
  const place = timers.findIndex((timer) => order(timer, added) >= 0);
  if (place < 0) return [...timers, added];
  const there = timers[place];
  if (there !== undefined && order(there, added) === 0) return timers;
  return timers.toSpliced(place, 0, added);
}

/** Without the timer of that index with these arguments; without arguments given, without all of that index. */
export function withoutTimers(
  timers: readonly ArmedTimer[],
  timer: number,
  args: readonly Value[] | undefined,
): { readonly rest: readonly ArmedTimer[]; readonly taken: readonly ArmedTimer[] } {
  const meant = (armed: ArmedTimer): boolean => armed.timer === timer && (args === undefined || sameElements(armed.arguments, args));
  const taken = timers.filter(meant);
  return taken.length === 0 ? { rest: timers, taken } : { rest: timers.filter((armed) => !meant(armed)), taken };
}

function order(a: ArmedTimer, b: ArmedTimer): number {
  return a.timer - b.timer || compareLists(a.arguments, b.arguments);
}
