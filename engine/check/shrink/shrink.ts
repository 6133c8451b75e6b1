/**
 * Smaller runs that show the same: a simulated run that breaks something has faults in it that do not matter, and steps of nodes that have nothing to do
 * with it. Nobody should have to read those.
 *
 * First faults, by simulating the same seed again with fewer of them, so that what is left is a whole run that could have happened; then steps that are
 * not in the causal past of the violation, by taking the others again. What is left is found by delta debugging.
 */
import { type SimulatedRun, simulate } from '../../simulator/simulate.ts';
import type { Trace } from '../../trace/model.ts';
import { breakingIn, samePlace } from '../breaking.ts';
import { type JudgedRun, type Judgement, judge, upTo } from '../judge.ts';
import { judged } from '../judged.ts';
import type { Subject } from '../subjects.ts';
import { type EngineRun, type RunTask, traceOf } from '../task.ts';
import { shelveFailure, TraceShelf } from '../violations.ts';
import { ddmin } from './ddmin.ts';
import { retake } from './retake.ts';

/** What is wrong in a run, found again in others. */
export interface Wrong {
  /** The run up to where the same is wrong with it; nothing where it is not. */
  readonly shownBy: (run: JudgedRun) => JudgedRun | undefined;
  /** Its trace, with what is wrong marked in it. */
  readonly traced: (run: JudgedRun) => Trace | undefined;
  /** Whether a beginning of a run can show it, so that steps which do not matter may be left out. */
  readonly atOneMoment: boolean;
}
export interface Shrunk {
  readonly run: JudgedRun;
  readonly leftOut: { readonly steps: number; readonly faults: number };
}

/** Steps simulated again for one violation, and trials: what it may cost. Steps rather than time, so that the same file gives the same run everywhere. */
const MOST_STEPS = 200_000;
const MOST_TRIALS = 200;

/** `simulated` is the whole run in which something is wrong. Gives a run that shows the same, this one if there is none smaller. */
export function shrink(task: RunTask, simulated: SimulatedRun, wrong: Wrong): Shrunk {
  const whole = judged(simulated);
  const first = wrong.shownBy(whole);
  if (first === undefined) throw new Error('a run that is to be shrunk does not show what is wrong');
  const calmer = fewerFaults(task, simulated, wrong) ?? { run: first, faults: 0 };
  const run = wrong.atOneMoment ? fewerSteps(task, calmer.run, wrong) : calmer.run;
  return { run, leftOut: { steps: Math.max(0, first.steps.length - run.steps.length), faults: calmer.faults } };
}

function fewerFaults(task: RunTask, { seed, steps, struck }: SimulatedRun, wrong: Wrong): { run: JudgedRun; faults: number } | undefined {
  // One run without budgets' faults has to be simulated before each, too.
  const mostTrials = Math.min(MOST_TRIALS, Math.floor(MOST_STEPS / (2 * steps.length + 1)));
  let best: { run: JudgedRun; faults: number } | undefined;
  ddmin(
    struck,
    (part) => {
      if (part.length === struck.length || task.isCancelled()) return false;
      const again = simulate(task.system, seed, { faults: new Set(part), ...(task.after && { after: task.after }) });
      const run = wrong.shownBy(judged(again));
      if (run === undefined) return false;
      best = { run, faults: struck.length - part.length };
      return true;
    },
    mostTrials,
  );
  return best;
}

function fewerSteps({ system, after = [], isCancelled }: RunTask, run: JudgedRun, wrong: Wrong): JudgedRun {
  const relevant = wrong.traced(run)?.steps.map((step) => step.relevant !== false) ?? [];
  const indices = run.steps.map((_, index) => index);
  const free = indices.filter((index) => index >= after.length && relevant[index] === false && mayBeMissing(run, index));
  let best = run;
  ddmin(
    free,
    (part) => {
      if (part.length === free.length || isCancelled()) return false;
      const kept = indices.slice(after.length).filter((index) => !free.includes(index) || part.includes(index));
      const again = retake(system, run, kept, after.length);
      const shown = wrong.shownBy({ ...again.run, complete: false });
      if (shown === undefined || shown.steps.length >= best.steps.length) return false;
      best = shown;
      return true;
    },
    Math.min(MOST_TRIALS, Math.floor(MOST_STEPS / (run.steps.length + 1))),
  );
  return best;
}

/** Starts and what the file asks for by the clock belong to every run. */
function mayBeMissing(run: EngineRun, index: number): boolean {
  const action = run.steps[index]?.action;
  return action !== undefined && action.kind !== 'start' && action.place === undefined;
}

/** That the run violates the subject; of what one moment can violate, at the same statement. */
export function violationOf(task: RunTask, subject: Subject, original: JudgedRun): Wrong {
  const traced = (run: JudgedRun): { readonly judgement: Judgement; readonly trace: Trace | undefined } => {
    const aside = { ...task, shelf: new TraceShelf() };
    const judgement = judge(aside, subject, run);
    return { judgement, trace: aside.shelf.traces[0] };
  };
  const { kind } = subject;
  if (kind === 'safety' || kind === 'invariant') {
    const breakable = { ...subject, kind } as Parameters<typeof breakingIn>[1];
    const wanted = breakingIn(task, breakable, original)?.place;
    return {
      atOneMoment: true,
      traced: (run) => traced(run).trace,
      shownBy: (run) => {
        const found = breakingIn(task, breakable, run);
        return found !== undefined && samePlace(found.place, wanted) ? upTo(run, found.step) : undefined;
      },
    };
  }
  return {
    atOneMoment: false,
    traced: (run) => traced(run).trace,
    shownBy: (run) => (traced(run).judgement.kind === 'violated' ? run : undefined),
  };
}

/** That the run ends with the same failure. */
export function failureOf(task: RunTask, original: EngineRun): Wrong {
  const failure = original.steps.at(-1)?.failure;
  return {
    atOneMoment: true,
    shownBy: (run) => {
      const other = run.steps.at(-1)?.failure;
      return other !== undefined && other.kind === failure?.kind && samePlace(other.place, failure.place) ? run : undefined;
    },
    traced: (run) => {
      const shelf = new TraceShelf();
      const last = run.steps.at(-1)?.failure;
      if (last !== undefined) shelveFailure(shelf, traceOf(task, run), last);
      return shelf.traces[0];
    },
  };
}
