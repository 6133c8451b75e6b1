/** One run of a scenario on its way to a report: what simulating and exploring it have in common. */
import type { PropertyContext } from '../checkers/property.ts';
import type { Progress, Statistics, Verdict, Violation } from '../report.ts';
import { buildTrace, type RecordedRun } from '../trace/build.ts';
import type { Trace } from '../trace/model.ts';
import type { Step, System, World } from '../world/world.ts';
import type { ReachedParts } from './coverage.ts';
import type { Subject } from './subjects.ts';
import type { TraceShelf } from './violations.ts';

export interface RunTask {
  readonly system: System;
  readonly context: PropertyContext;
  /** The scenario's title. */
  readonly scenario: string;
  readonly subjects: readonly Subject[];
  readonly shelf: TraceShelf;
  /** Steps that a schedule has taken already, the starts included; absent where the run begins at its beginning. */
  readonly after?: readonly Step[];
  readonly limits: RunLimits;
  readonly reductions: Reductions;
  readonly isCancelled: () => boolean;
  readonly onProgress: (progress: Omit<Progress, 'scenario' | 'done' | 'total'>) => void;
}
export interface RunLimits {
  /** Distinct states of an exploration that does not name its own bound; so the depth. */
  readonly maxStates?: number;
  readonly maxDepth?: number;
  /** Wall time of one exploration, or of all simulated runs of one scenario, in milliseconds. */
  readonly maxMs?: number;
  /** Memory of one exploration, in bytes. */
  readonly maxBytes?: number;
}
/** What explorations may leave out because it cannot change an answer; each true where absent. */
export interface Reductions {
  /** All but one of the states that differ only in which of several equal nodes is which. */
  readonly symmetry?: boolean;
  /** All but one of the orders in which something happens that cannot change anything any more. */
  readonly partialOrder?: boolean;
}
export interface RunAnswers {
  /** In the order of the subjects. */
  readonly verdicts: readonly Verdict[];
  readonly failures: readonly Violation[];
  readonly statistics: Omit<Statistics, 'elapsedMs'>;
  readonly reached: ReachedParts;
}

/** A whole run, or the beginning of one, as the engine made it. */
export type EngineRun = Pick<RecordedRun, 'mode' | 'times' | 'cycleFrom'> & { readonly initial: World; readonly steps: readonly Step[] };

export function traceOf({ system, scenario }: Pick<RunTask, 'system' | 'scenario'>, run: EngineRun): Trace {
  return buildTrace({ program: system.program, run: system.run, scenario, ...run });
}

/** After the last of the steps. */
export function lastWorld(run: EngineRun): World {
  return run.steps.at(-1)?.world ?? run.initial;
}

/** How an answer says that the run stopped at a mistake of the program. */
export const stoppedByFailure = 'a run stopped at an assertion that failed or an error at run time';
