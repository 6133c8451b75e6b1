/** One run of a scenario on its way to a report: what simulating and exploring it have in common. */
import type { PropertyContext } from '../checkers/property.ts';
import type { Lossy } from '../explorer/questions.ts';
import type { ThreadHost } from '../explorer/search/threads/host.ts';
import type { Progress, Statistics, Verdict, Violation } from '../report.ts';
import { buildTrace, type RecordedRun } from '../trace/build.ts';
import type { Trace } from '../trace/model.ts';
import type { Step, System, World } from '../world/world.ts';
import type { ReachedParts } from './coverage.ts';
import type { ClaimParts, Subject } from './subjects.ts';
import type { TraceShelf } from './violations.ts';

export interface RunTask {
  readonly system: System;
  readonly context: PropertyContext;
  /** The scenario's title. */
  readonly scenario: string;
  readonly subjects: readonly Subject[];
  /** What is claimed of them. */
  readonly claims: readonly ClaimParts[];
  readonly shelf: TraceShelf;
  /** Steps that a schedule has taken already, the starts included; absent where the run begins at its beginning. */
  readonly after?: readonly Step[];
  readonly limits: RunLimits;
  readonly exploring: Exploring;
  readonly threadHost: ThreadHost | undefined;
  readonly isCancelled: () => boolean;
  readonly onProgress: (progress: Omit<Progress, 'scenario' | 'done' | 'total'>) => void;
}
/** How explorations go about it; what they find does not depend on it, unless they are lossy. */
export interface Exploring {
  /** Threads that one exploration may use, its own included. */
  readonly threads?: number;
  /** Searches with less memory, at the price that it can prove nothing. */
  readonly lossy?: Lossy;
  /** Whether large ones keep only one of the states that differ only in which of several equal nodes is which; true where absent. */
  readonly symmetry?: boolean;
  /** Whether large ones try only one of the orders in which something happens that cannot change anything any more; true where absent. */
  readonly partialOrder?: boolean;
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
