/** A scenario's simulated runs, and what they say about its claims. */

import { Reached } from '../explorer/model/reached.ts';
import type { Verdict, Violation } from '../report.ts';
import { type SimulatedRun, simulate } from '../simulator/simulate.ts';
import type { Step } from '../world/world.ts';
import { samePlace } from './breaking.ts';
import { type JudgedRun, type Judgement, judge } from './judge.ts';
import { judged } from './judged.ts';
import { notingHandlers } from './noting.ts';
import { failureOf, shrink, violationOf } from './shrink/shrink.ts';
import type { Subject } from './subjects.ts';
import { type EngineRun, type RunAnswers, type RunTask, stoppedByFailure, traceOf } from './task.ts';
import { shelveFailure, TraceShelf } from './violations.ts';
import { counted, figure } from './words.ts';

const progressEveryMs = 50;

/**
 * Runs the seeds from `first` on. A claim is violated if one run violates it (that run's trace is kept), undecided if a run leaves it open, and holds if
 * no run speaks against it: which is what a simulation can say, and no proof.
 */
export function simulateRuns(task: RunTask, first: number, seeds: number): RunAnswers {
  const { subjects, shelf } = task;
  const handlers = new Set<string>();
  const system = notingHandlers(task.system, handlers);
  const reached = new Reached(task.system, handlers);
  const budgets = new Set<number>();
  const tally = subjects.map(() => new Tally());
  const failures: Violation[] = [];
  let done = 0;
  let nextProgress = 0;
  let cut = 0;
  let failed = false;
  const deadline = Date.now() + (task.limits.maxMs ?? Number.POSITIVE_INFINITY);
  let stopped: string | undefined;
  let sample: JudgedRun | undefined;
  for (; done < seeds && !settled(tally); done++) {
    if (Date.now() >= nextProgress) {
      task.onProgress({ seeds: done });
      nextProgress = Date.now() + progressEveryMs;
    }
    const simulated = simulate(system, first + done, {
      isCancelled: () => task.isCancelled() || Date.now() >= deadline,
      ...(task.after && { after: task.after }),
    });
    if (simulated.cutBy === 'cancelled') {
      const why = task.isCancelled() ? 'cancelled' : `${figure((task.limits.maxMs ?? 0) / 1000)} s of time`;
      stopped = `${why}: ${figure(done)} of ${counted(seeds, 'run')}`;
      break;
    }
    const run = judged(simulated);
    sample ??= run;
    noteReached(reached, budgets, simulated);
    const failure = simulated.steps.at(-1)?.failure;
    failed ||= failure !== undefined;
    if (!simulated.complete) cut++;
    if (failure !== undefined && !failures.some(({ place, message }) => samePlace(place, failure.place) && message === failure.message)) {
      failures.push(shrunkFailure(task, simulated, failure));
    }
    for (const [index, subject] of subjects.entries()) {
      if (tally[index]?.open === true) tally[index]?.add(judgeShrunk(task, subject, simulated));
    }
  }
  if (shelf.traces.length === 0 && sample !== undefined) shelf.add(traceOf(task, sample));
  const basis = `no violation in ${counted(done, 'simulated run')}${cut === 0 || failed ? '' : `, ${counted(cut, 'run')} of them cut off`}`;
  const unfinished = stopped !== undefined ? `not exhausted: ${stopped}` : failed ? stoppedByFailure : undefined;
  return {
    verdicts: tally.map((each) => each.verdict(basis, unfinished)),
    failures,
    statistics: { states: 0, transitions: 0, depth: 0, seeds: done, ...(stopped === undefined ? {} : { limit: stopped }) },
    reached: { handlers: reached.handlers, rules: reached.rules, faults: reached.faults, budgets },
  };
}

/** A failure of the run as it is shown: with the smallest run that ends with it. */
function shrunkFailure(task: RunTask, simulated: SimulatedRun, failure: NonNullable<Step['failure']>): Violation {
  const { run, leftOut } = shrink(task, simulated, failureOf(task, judged(simulated)));
  return { ...shelveFailure(task.shelf, traceOf(task, run), run.steps.at(-1)?.failure ?? failure), leftOut };
}

/** What the run says about the subject; a violation is shown in the smallest run that has it. */
function judgeShrunk(task: RunTask, subject: Subject, simulated: SimulatedRun): Judgement {
  const run = judged(simulated);
  const judgement = judge({ ...task, shelf: new TraceShelf() }, subject, run);
  if (judgement.kind !== 'violated') return judgement;
  const shrunk = shrink(task, simulated, violationOf(task, subject, run));
  const again = judge(task, subject, shrunk.run);
  if (again.kind !== 'violated') throw new Error(`a run that was shrunk does not violate ${subject.name} any more`);
  return { kind: 'violated', violation: { ...again.violation, leftOut: shrunk.leftOut } };
}

/** The answers of the runs so far to one subject. */
class Tally {
  #violation: Violation | undefined;
  #undecided: string | undefined;
  #shown = false;

  /** Whether another run could change the verdict. */
  get open(): boolean {
    return this.#violation === undefined && !this.#shown;
  }

  add(judgement: Judgement): void {
    if (judgement.kind === 'violated') this.#violation = judgement.violation;
    if (judgement.kind === 'undecided') this.#undecided ??= judgement.reason;
    if (judgement.kind === 'shown') this.#shown = true;
  }

  /** `unfinished`: why not all runs went to their ends. */
  verdict(basis: string, unfinished: string | undefined): Verdict {
    if (this.#violation !== undefined) return { kind: 'violated', violation: this.#violation };
    if (this.#shown) return { kind: 'holds' };
    const reason = unfinished ?? this.#undecided;
    return reason === undefined ? { kind: 'holds', basis } : { kind: 'undecided', reason };
  }
}

/** Whether no further run can change any verdict. Without claims every run counts: one may fail. */
function settled(tally: readonly Tally[]): boolean {
  return tally.length > 0 && tally.every(({ open }) => !open);
}

export function noteReached(reached: Reached, budgets: Set<number>, { initial, steps }: Pick<EngineRun, 'initial' | 'steps'>): void {
  let before = initial;
  for (const step of steps) {
    reached.note(before, step);
    for (const [index, left] of step.world.budgets.entries()) if (left < (before.budgets[index] ?? 0)) budgets.add(index);
    for (const [index, perNode] of step.world.timerBudgets.entries()) {
      if (perNode.some((left, node) => left < (before.timerBudgets[index]?.[node] ?? 0))) budgets.add(index);
    }
    before = step.world;
  }
}
