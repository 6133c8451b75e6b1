/** Runs that break one claim at different statements. */
import { type BreakableSubject, breakingIn } from './breaking.ts';
import { retake } from './shrink/retake.ts';
import type { EngineRun, RunTask } from './task.ts';

const MOST_PLACES = 5;

/**
 * The given runs, each of which ends with the step that breaks the subject, and others as short: the two halves of a contradiction often come in either
 * order, and lead to the same state, which the search visits once. So each step is tried as the last one. One run for each statement, in their order, a few
 * in all.
 */
export function atDifferentPlaces(task: RunTask, subject: BreakableSubject, runs: readonly EngineRun[]): readonly EngineRun[] {
  const found = new Map<string, EngineRun>();
  const consider = (run: EngineRun): void => {
    const breaking = breakingIn(task, subject, run);
    if (breaking === undefined || breaking.step !== run.steps.length - 1) return;
    const { file = '', start = 0, end = 0 } = breaking.place ?? {};
    const key = `${file} ${start} ${end}`;
    if (found.size < MOST_PLACES && !found.has(key)) found.set(key, run);
  };
  for (const run of runs) consider(run);
  const settled = task.after?.length ?? 0;
  for (const run of runs) {
    for (let last = run.steps.length - 2; last >= settled && found.size < MOST_PLACES; last--) {
      const order = [...run.steps.keys()].slice(settled).filter((index) => index !== last);
      const again = retake(task.system, run, [...order, last], settled);
      if (again.taken.length === run.steps.length) consider(again.run);
    }
  }
  return [...found.values()];
}
