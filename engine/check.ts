/**
 * The one entrance: a checked program in, a report for each run of its scenarios out. Synchronous and pure but for the callbacks: hosts run it in a
 * worker.
 */
import type { CheckedProgram, Mode, Scenario, ScenarioRun } from '../grammar/semantics/program.ts';
import { coverage } from './check/coverage.ts';
import { exploreRun } from './check/explored.ts';
import { checkHistory } from './check/history/check.ts';
import { type JudgedRun, judge } from './check/judge.ts';
import { judged } from './check/judged.ts';
import { linearized } from './check/linearized.ts';
import { scheduledSteps, scheduleRun } from './check/scheduled.ts';
import { simulateRuns } from './check/simulated.ts';
import { subjectsOf } from './check/subjects.ts';
import { type Exploring, type RunAnswers, type RunLimits, type RunTask, traceOf } from './check/task.ts';
import { claimReport, outcomeOf } from './check/verdicts.ts';
import { shelveFailure, TraceShelf } from './check/violations.ts';
import { propertyContext } from './checkers/roster.ts';
import type { ThreadHost } from './explorer/search/threads/host.ts';
import type { ReadHistory } from './formats/load.ts';
import { lower } from './program/lower.ts';
import type { Progress, RunReport } from './report.ts';
import { simulate } from './simulator/simulate.ts';
import { withViolation } from './trace/build.ts';
import type { Trace } from './trace/model.ts';
import type { System } from './world/world.ts';

export interface CheckOptions {
  /** The title of the only scenario to run; absent for all. */
  readonly scenario?: string;
  /** Replaces the first seed of simulations. */
  readonly seed?: number;
  readonly limits?: RunLimits;
  readonly exploring?: Exploring;
  /** Where explorations get further threads from; without it each has but the caller's. */
  readonly threadHost?: ThreadHost;
  /** Gives the files that histories load; the engine reads none itself. */
  readonly readHistory?: ReadHistory;
  readonly onProgress?: (progress: Progress) => void;
  /** Each report as soon as it is there. */
  readonly onReport?: (report: RunReport) => void;
  /** Polled often; true ends the run at hand as undecided and starts no other. */
  readonly isCancelled?: () => boolean;
}

/** Runs the scenarios in the order of the file, each of a sweep's runs for itself, then looks at the histories. The same program and options give the same reports, times aside. */
export function check(program: CheckedProgram, options: CheckOptions = {}): readonly RunReport[] {
  const runs = program.scenarios
    .filter(({ title }) => options.scenario === undefined || title === options.scenario)
    .flatMap((scenario) => scenario.runs.map((run) => ({ scenario, run })));
  const histories = program.histories.filter(({ title }) => options.scenario === undefined || title === options.scenario);
  const total = runs.length + histories.length;
  const reports: RunReport[] = [];
  for (const { scenario, run } of runs) {
    if (options.isCancelled?.() === true) break;
    const done = reports.length;
    const onProgress: RunTask['onProgress'] = (progress) => options.onProgress?.({ scenario: scenario.title, done, total, ...progress });
    onProgress({});
    const report = checkRun(program, scenario, run, options, onProgress);
    reports.push(report);
    options.onReport?.(report);
  }
  for (const history of histories) {
    if (options.isCancelled?.() === true) break;
    options.onProgress?.({ scenario: history.title, done: reports.length, total });
    const report = checkHistory(program, history, options.readHistory);
    reports.push(report);
    options.onReport?.(report);
  }
  return reports;
}

function checkRun(
  program: CheckedProgram,
  scenario: Scenario,
  run: ScenarioRun,
  options: CheckOptions,
  onProgress: RunTask['onProgress'],
): RunReport {
  const began = Date.now();
  const { subjects, claims } = subjectsOf(program, run);
  const shelf = new TraceShelf();
  const task = taskFor(program, scenario, run, { subjects, claims }, shelf, { ...options, onProgress });
  const answers = answer(task, run.mode, options.seed);
  const claimed = claims.map((parts) => claimReport(parts, subjects, answers.verdicts));
  return {
    scenario: scenario.title,
    place: scenario.place,
    titlePlace: scenario.titlePlace,
    bindings: run.bindings,
    mode: run.mode.kind,
    claims: claimed,
    failures: answers.failures,
    ...(answers.scheduleError && { scheduleError: answers.scheduleError }),
    coverage: coverage(program, run, answers.reached, task.system.machine.statementsRun()),
    statistics: { ...answers.statistics, elapsedMs: Date.now() - began },
    traces: shelf.traces.map((trace) => linearized(trace, subjects, task.context)),
    outcome: outcomeOf(claimed, answers.failures, answers.scheduleError !== undefined),
  };
}

function taskFor(
  program: CheckedProgram,
  scenario: Scenario,
  run: ScenarioRun,
  { subjects, claims }: ReturnType<typeof subjectsOf>,
  shelf: TraceShelf,
  options: Pick<CheckOptions, 'limits' | 'exploring' | 'threadHost' | 'isCancelled'> & Pick<RunTask, 'onProgress'>,
): RunTask {
  const system: System = { program, run, machine: lower(program, run) };
  const context = propertyContext(program, run, system.machine.values);
  const { limits = {}, exploring = {}, threadHost, isCancelled = () => false, onProgress } = options;
  return { system, context, scenario: scenario.title, subjects, claims, shelf, limits, exploring, threadHost, isCancelled, onProgress };
}

function answer(task: RunTask, mode: Mode, seed: number | undefined): RunAnswers & Pick<RunReport, 'scheduleError'> {
  switch (mode.kind) {
    case 'simulate':
      return simulateRuns(task, seed ?? mode.seed, mode.seeds);
    case 'explore':
      return exploreRun(task, mode);
    case 'schedule':
      return scheduleRun(task, mode, seed);
  }
}

/** Of a schedule: its steps, and what follows them where it goes on. */
function timedRun(task: RunTask, mode: Mode, seed: number): JudgedRun {
  if (mode.kind !== 'schedule') return judged(simulate(task.system, seed));
  const scheduled = scheduledSteps(task.system, mode);
  return mode.then === undefined || scheduled.cutBy !== undefined
    ? scheduled
    : judged(simulate(task.system, seed, { after: scheduled.steps }));
}

/**
 * One timed run of the scenario (its first one, where it sweeps), whole, with the first of its claims that the run violates marked in it. Throws where
 * the program has no scenario of that title.
 */
export function scenarioTrace(program: CheckedProgram, title: string, seed: number): Trace {
  const scenario = program.scenarios.find((candidate) => candidate.title === title);
  const run = scenario?.runs[0];
  if (scenario === undefined || run === undefined) throw new Error(`there is no scenario "${title}"`);
  const parts = subjectsOf(program, run);
  const { subjects } = parts;
  const shelf = new TraceShelf();
  const task = taskFor(program, scenario, run, parts, shelf, { onProgress: () => {} });
  const simulated = timedRun(task, run.mode, seed);
  for (const subject of subjects) judge(task, subject, simulated);
  const trace = traceOf(task, simulated);
  const failure = simulated.steps.at(-1)?.failure;
  if (failure !== undefined) shelveFailure(shelf, trace, failure);
  // The traces on the shelf are beginnings of this one, so what is marked in them is marked at the same place here.
  const violations = shelf.traces.flatMap(({ violation }) => (violation === undefined ? [] : [violation]));
  const [first] = violations.sort((a, b) => a.step - b.step);
  return linearized(first === undefined ? trace : withViolation(trace, first), subjects, task.context);
}
