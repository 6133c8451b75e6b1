/** A scenario's simulated runs, and what they say about its claims. */

import { Reached } from '../explorer/model/reached.ts';
import type { Verdict, Violation } from '../report.ts';
import { type SimulatedRun, simulate } from '../simulator/simulate.ts';
import { type JudgedRun, type Judgement, judge, notChecked } from './judge.ts';
import { notingHandlers } from './noting.ts';
import type { Subject } from './subjects.ts';
import { type EngineRun, type RunAnswers, type RunTask, stoppedByFailure, traceOf } from './task.ts';
import { shelveFailure } from './violations.ts';
import { counted } from './words.ts';

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
  let cancelled = false;
  let sample: JudgedRun | undefined;
  for (; done < seeds && !settled(tally, subjects); done++) {
    if (Date.now() >= nextProgress) {
      task.onProgress({ seeds: done });
      nextProgress = Date.now() + progressEveryMs;
    }
    const simulated = simulate(system, first + done, { isCancelled: task.isCancelled, ...(task.after && { after: task.after }) });
    if (simulated.cutBy === 'cancelled') {
      cancelled = true;
      break;
    }
    const run = judged(simulated);
    sample ??= run;
    noteReached(reached, budgets, simulated);
    const failure = simulated.steps.at(-1)?.failure;
    failed ||= failure !== undefined;
    if (!simulated.complete) cut++;
    if (failure !== undefined && !failures.some(({ place, message }) => samePlace(place, failure.place) && message === failure.message)) {
      failures.push(shelveFailure(shelf, traceOf(task, run), failure));
    }
    for (const [index, subject] of subjects.entries()) {
      if (tally[index]?.open === true) tally[index]?.add(judge(task, subject, run));
    }
  }
  if (shelf.traces.length === 0 && sample !== undefined) shelf.add(traceOf(task, sample));
  const basis = `no violation in ${counted(done, 'simulated run')}${cut === 0 || failed ? '' : `, ${counted(cut, 'run')} of them cut off`}`;
  const unfinished = cancelled ? 'cancelled' : failed ? stoppedByFailure : undefined;
  return {
    verdicts: tally.map((each, index) => each.verdict(subjects[index], basis, unfinished)),
    failures,
    statistics: { states: 0, transitions: 0, depth: 0, seeds: done, ...(cancelled ? { limit: 'cancelled' } : {}) },
    reached: { handlers: reached.handlers, rules: reached.rules, faults: reached.faults, budgets },
  };
}

export function judged(simulated: SimulatedRun): JudgedRun {
  const { seed, initial, steps, complete, cutBy } = simulated;
  const times = steps.map(({ timeMs }) => timeMs);
  return { mode: { kind: 'simulation', seed }, initial, steps, times, complete, ...(cutBy === undefined ? {} : { cutBy }) };
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
  verdict(subject: Subject | undefined, basis: string, unfinished: string | undefined): Verdict {
    if (this.#violation !== undefined) return { kind: 'violated', violation: this.#violation };
    if (this.#shown) return { kind: 'holds' };
    if (subject?.kind === 'unchecked') return { kind: 'undecided', reason: notChecked(subject.name) };
    const reason = unfinished ?? this.#undecided;
    return reason === undefined ? { kind: 'holds', basis } : { kind: 'undecided', reason };
  }
}

/** Whether no further run can change any verdict. Without claims every run counts: one may fail. */
function settled(tally: readonly Tally[], subjects: readonly Subject[]): boolean {
  return subjects.length > 0 && tally.every(({ open }, index) => !open || subjects[index]?.kind === 'unchecked');
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

function samePlace(a: { file: string; start: number }, b: { file: string; start: number }): boolean {
  return a.file === b.file && a.start === b.start;
}
