/** A scenario's schedule, and what it, or the run that goes on from it, says about the claims. */
import type { ScheduleMode } from '../../grammar/semantics/program.ts';
import { Reached } from '../explorer/model/reached.ts';
import type { RunReport, Verdict, Violation } from '../report.ts';
import { followSchedule } from '../schedule/follow.ts';
import { enabled, isFair } from '../world/enabled.ts';
import { initialWorld } from '../world/initial.ts';
import type { System } from '../world/world.ts';
import type { ReachedParts } from './coverage.ts';
import { exploreRun } from './explored.ts';
import { type JudgedRun, judge } from './judge.ts';
import { notingHandlers } from './noting.ts';
import { noteReached, simulateRuns } from './simulated.ts';
import { lastWorld, type RunAnswers, type RunTask, stoppedByFailure, traceOf } from './task.ts';
import { shelveFailure } from './violations.ts';

type ScheduleAnswers = RunAnswers & Pick<RunReport, 'scheduleError'>;
/** `cutBy` only where a step was not possible, or failed. */
type ScheduledRun = JudgedRun & Pick<RunReport, 'scheduleError'>;

const endsThere = 'the schedule ends there';

/** The steps of a schedule alone. */
export function scheduledSteps(system: System, mode: ScheduleMode): ScheduledRun {
  const { steps, error } = followSchedule(system, mode.steps);
  const run = { mode: { kind: 'schedule' }, initial: initialWorld(system), steps } as const;
  if (error) return { ...run, complete: false, cutBy: 'a scheduled step is not possible', scheduleError: error };
  if (steps.at(-1)?.failure) return { ...run, complete: false, cutBy: 'a failure at run time' };
  // Where something is still owed, nobody knows what would have become of it.
  return { ...run, complete: !enabled(system, lastWorld(run)).some(isFair) };
}

export function scheduleRun(task: RunTask, mode: ScheduleMode, seed: number | undefined): ScheduleAnswers {
  const handlers = new Set<string>();
  const system = notingHandlers(task.system, handlers);
  const run = scheduledSteps(system, mode);
  const reached = reachedBy(system, handlers, run);
  const goesOn = mode.then !== undefined && run.cutBy === undefined;
  if (!goesOn) return answersOf(task, run, reached);
  const rest = { ...task, after: run.steps };
  const answers =
    mode.then?.kind === 'explore' ? exploreRun(rest, mode.then) : simulateRuns(rest, seed ?? mode.then?.seed ?? 1, mode.then?.seeds ?? 1);
  return { ...answers, reached: together(reached, answers.reached) };
}

function answersOf(task: RunTask, run: ScheduledRun, reached: ReachedParts): ScheduleAnswers {
  const { shelf, subjects } = task;
  const { scheduleError } = run;
  const failure = run.steps.at(-1)?.failure;
  const failures: Violation[] = failure === undefined ? [] : [shelveFailure(shelf, traceOf(task, run), failure)];
  const unfinished =
    scheduleError !== undefined ? 'the schedule cannot be followed to its end' : failure === undefined ? undefined : stoppedByFailure;
  const judgedRun = { ...run, cutBy: run.cutBy ?? endsThere };
  const verdicts = subjects.map((subject): Verdict => {
    const judgement = judge(task, subject, judgedRun);
    if (judgement.kind === 'violated') return { kind: 'violated', violation: judgement.violation };
    if (judgement.kind === 'shown') return { kind: 'holds' };
    if (unfinished !== undefined) return { kind: 'undecided', reason: unfinished };
    return judgement.kind === 'undecided'
      ? { kind: 'undecided', reason: judgement.reason }
      : { kind: 'holds', basis: 'in the scheduled run' };
  });
  if (shelf.traces.length === 0) shelf.add(traceOf(task, run));
  return {
    verdicts,
    failures,
    statistics: { states: 0, transitions: 0, depth: 0, seeds: 0 },
    reached,
    ...(scheduleError && { scheduleError }),
  };
}

function reachedBy(system: System, handlers: Set<string>, run: ScheduledRun): ReachedParts {
  const reached = new Reached(system, handlers);
  const budgets = new Set<number>();
  noteReached(reached, budgets, run);
  return { handlers: reached.handlers, rules: reached.rules, faults: reached.faults, budgets };
}

function together(a: ReachedParts, b: ReachedParts): ReachedParts {
  return {
    handlers: new Set([...a.handlers, ...b.handlers]),
    rules: new Set([...a.rules, ...b.rules]),
    faults: new Set([...a.faults, ...b.faults]),
    budgets: new Set([...a.budgets, ...b.budgets]),
  };
}
