/**
 * The whole system between two steps, and the steps that it can take: what simulator, explorer, schedules and replays have in common.
 *
 * A `World` is immutable. It has no time: the simulator decides *when* an action happens, the explorer tries all of them.
 *
 * The functions on it stand beside this file: `initialWorld`, `enabled`, `step`, `stepAll`, `replay`, `worldKey`.
 */
import type { CheckedProgram, ScenarioRun } from '../../grammar/semantics/program.ts';
import type { Place } from '../../grammar/syntax/range.ts';
import type { ArmedTimer, Asking, ClientState, Failure, LocalState, Machine, Message, Outcome } from '../program/machine.ts';
import type { RequestValue, Value } from '../program/values.ts';

/** One run of a scenario, ready to go: what every function on worlds is asked about. */
export interface System {
  readonly program: CheckedProgram;
  readonly run: ScenarioRun;
  /** `lower(program, run)` */
  readonly machine: Machine;
}

export interface World {
  /** The next node whose `on start` runs; absent once all have. Until then nothing else happens. */
  readonly starting?: number;
  readonly nodes: readonly LocalState[];
  /** Paused nodes, by index; kept apart from the local state, since a pause changes nothing in it. */
  readonly paused: readonly boolean[];
  /** Paused nodes that go on by themselves some time (a budget's pause, a pause with a duration), by index. */
  readonly resuming: readonly boolean[];
  /** Handlers that a rule paused at a send: the rest of them happens when the node resumes. In the order of nodes; all of them are paused. */
  readonly suspended: readonly Suspended[];
  /** Nodes that crashed and will come back (`with recovery`), by index. */
  readonly recovering: readonly boolean[];
  /** None in a world that is about what nodes do alone: replies go nowhere in it. */
  readonly clients: readonly ClientState[];
  /** Operations that were asked and that their nodes have not begun to handle, in the order of asking. */
  readonly asked: readonly Asking[];
  /** Operations that their clients have given up and that nobody has answered; in the order of values. */
  readonly givenUp: readonly RequestValue[];
  /** In the order of sending. */
  readonly inFlight: readonly Flight[];
  /** The id that the next message gets. */
  readonly nextFlight: number;
  /** Group of each node, -1 for one in no group; absent while there is no partition. */
  readonly partition?: readonly number[];
  /** The partition is a budget's and may heal at any moment; those that the file asks for stand until its `heal`. */
  readonly healing: boolean;
  /** What is left of each budget, by its index in the scenario; timer budgets count for each node apart. */
  readonly budgets: readonly number[];
  readonly timerBudgets: readonly (readonly number[])[];
  /** How often each `when` rule has matched so far, counted up to its ordinal, at which it acts. For condition rules: 0 not yet, 1 acted. */
  readonly ruleMatches: readonly number[];
  /** How many sends each message fault with an ordinal has matched, counted up to that ordinal; 0 for those without. */
  readonly faultMatches: readonly number[];
  /** Time, in explorations of a synchronous network only. */
  readonly bounds?: Bounds;
}
/** When something may happen at the earliest, and must have happened: milliseconds from now. */
export type Window = readonly [earliest: number, latest: number];
export interface Bounds {
  /** Until the network keeps its bound. */
  readonly untilMs: number;
  readonly timers: readonly (ArmedTimer & { readonly node: number; readonly window: Window })[];
}
/** A handler of which the effects before `next` have happened. Its node's state is that after the whole handler already. */
export interface Suspended {
  readonly node: number;
  readonly outcome: Outcome;
  readonly next: number;
}
/** A message on its way. `id` is unique in a run; duplicates get ids of their own. */
export interface Flight extends Message {
  readonly id: number;
  readonly from: number;
  readonly to: number;
  /** Extra delay by a `delay` fault, in milliseconds; simulations only. */
  readonly extraDelayMs?: number;
  /** When it may arrive; only where the world has `bounds`. */
  readonly window?: Window;
}

/**
 * One thing that can happen next. `budget` is the index of the budget that pays; `place` is where the file asks for the fault (`at`, a schedule).
 * A loss or duplicate with neither is the simulated network's own.
 */
export type Action = { readonly place?: Place } & (
  | { readonly kind: 'start'; readonly node: number }
  | { readonly kind: 'deliver'; readonly flight: number }
  | { readonly kind: 'fire'; readonly node: number; readonly timer: number; readonly arguments: readonly Value[] }
  | { readonly kind: 'crash'; readonly node: number; readonly budget?: number }
  | { readonly kind: 'recover'; readonly node: number }
  | { readonly kind: 'lose' | 'duplicate'; readonly flight: number; readonly budget?: number }
  | { readonly kind: 'partition'; readonly groups: readonly (readonly number[])[]; readonly budget?: number }
  | { readonly kind: 'heal' }
  | { readonly kind: 'pause'; readonly node: number; readonly durationMs?: number; readonly budget?: number }
  | { readonly kind: 'resume'; readonly node: number }
  | { readonly kind: 'jump'; readonly node: number; readonly byMs: number }
  /** A client asks its next operation, which the node then handles; the reply comes back, or the client's timeout passes before. */
  | { readonly kind: 'invoke' | 'return' | 'giveUp'; readonly client: number }
  | { readonly kind: 'handle'; readonly request: RequestValue }
  /** Time passes; only where the world has `bounds`. */
  | { readonly kind: 'tick'; readonly byMs: number }
  /** A script goes on after `sleep` or `wait until`; simulations only. */
  | { readonly kind: 'wake'; readonly client: number }
);

/** How a step went on where it could go several ways. */
export interface Resolution {
  /** The picks of its `choose` expressions, in order. */
  readonly choices: readonly number[];
  /** A crash budget strikes the sender right after the nth send of the step (1 is the first). */
  readonly crashAfterSend?: { readonly nth: number; readonly budget: number };
}

export interface Step {
  readonly action: Action;
  readonly resolution: Resolution;
  readonly world: World;
  /** Everything that happened in the step, in order. */
  readonly happenings: readonly Happening[];
  /**
   * The step broke an assertion or failed at run time: the run ends here, in the middle of the step. Without a node or client where an expression
   * of the scenario itself failed.
   */
  readonly failure?: Failure & { readonly node?: number; readonly client?: number };
}

/** One thing that happened; the raw material of traces, monitors and checkers. `node` is whose lifeline it stands on. */
export type Happening = { readonly place?: Place } & (
  | { readonly kind: 'start' | 'crash' | 'recover' | 'resume'; readonly node: number }
  /** Milliseconds of virtual time; absent where it is open how long the pause lasts. */
  | { readonly kind: 'pause'; readonly node: number; readonly durationMs?: number }
  | { readonly kind: 'send'; readonly node: number; readonly flight: Flight }
  /** `ignored`: no handler matched. */
  | { readonly kind: 'receive'; readonly node: number; readonly flight: Flight; readonly ignored: boolean }
  | { readonly kind: 'lose'; readonly flight: Flight; readonly reason: LossReason }
  | { readonly kind: 'duplicate'; readonly flight: Flight; readonly copy: Flight }
  | {
      readonly kind: 'timeout';
      readonly node: number;
      readonly timer: number;
      readonly arguments: readonly Value[];
      readonly ignored: boolean;
    }
  | {
      readonly kind: 'arm';
      readonly node: number;
      readonly timer: number;
      readonly arguments: readonly Value[];
      readonly earliest: number;
      readonly latest: number;
    }
  | { readonly kind: 'cancel'; readonly node: number; readonly timer: number; readonly arguments: readonly Value[] }
  | { readonly kind: 'event'; readonly node: number; readonly event: number; readonly arguments: readonly Value[] }
  | { readonly kind: 'sync'; readonly node: number }
  | { readonly kind: 'partition'; readonly groups: readonly (readonly number[])[] }
  | { readonly kind: 'heal' }
  | { readonly kind: 'jump'; readonly node: number; readonly byMs: number }
  | { readonly kind: 'invoke'; readonly client: number; readonly request: RequestValue; readonly node: number }
  /** `ignored`: no handler matched, so no reply will come. */
  | { readonly kind: 'handle'; readonly node: number; readonly request: RequestValue; readonly ignored: boolean }
  | { readonly kind: 'reply'; readonly node: number; readonly request: RequestValue; readonly value: Value }
  | { readonly kind: 'return'; readonly client: number; readonly request: RequestValue; readonly value: Value }
  /** Its timeout has passed; the operation may still take effect. */
  | { readonly kind: 'giveUp'; readonly client: number; readonly request: RequestValue }
);
/**
 * `network` is the simulator's dice, `fault` a rule or budget of the scenario, `down` a receiver that was down, `crash` one that a rule crashed at
 * the very receipt.
 */
export type LossReason = 'network' | 'fault' | 'partition' | 'down' | 'crash';
