/**
 * What the rest of the engine knows of a lowered program: one node, one input, one atomic step.
 *
 * `Machine.run` is a deterministic function of (local state, input, choices). It knows nothing of the network, of time or of faults: it says what
 * the handler *asks for* as a list of effects in the order of statements; the world (simulator, explorer) carries them out.
 */
import type { Expression } from '../../grammar/semantics/program.ts';
import type { Place } from '../../grammar/syntax/range.ts';
import type { RequestValue, Value, ValueStore } from './values.ts';

/** Immutable and hash-consed: equal states of one machine are the same object. */
export interface LocalState {
  readonly id: number;
  readonly node: number;
  readonly up: boolean;
  /** By variable slot of the node's role. Of a node that is down: durable variables as on disk, volatile ones as they begin. */
  readonly variables: readonly Value[];
  /** What the disk holds, by variable slot; only under `disk buffered`, where `variables` may be ahead of it. */
  readonly disk?: readonly Value[];
  /** In the order of (timer index, arguments). */
  readonly timers: readonly ArmedTimer[];
  /** Operations taken (`as request`, or in a variable) and not yet answered by this node; lost in a crash. In the order of values. */
  readonly held: readonly RequestValue[];
}
export interface ArmedTimer {
  readonly timer: number;
  readonly arguments: readonly Value[];
}
export interface Message {
  readonly message: number;
  readonly arguments: readonly Value[];
}

export type Input =
  | { readonly kind: 'start' }
  | { readonly kind: 'recover' }
  | ({ readonly kind: 'message'; readonly from: number } & Message)
  /** The timer must be armed; it no longer is when the handler begins. */
  | ({ readonly kind: 'timeout' } & ArmedTimer)
  | { readonly kind: 'operation'; readonly request: RequestValue; readonly transaction?: number };

export type Effect = { readonly place: Place } & (
  | ({ readonly kind: 'send'; readonly to: number } & Message)
  | { readonly kind: 'event'; readonly event: number; readonly arguments: readonly Value[] }
  /** Milliseconds on the node's own clock. Re-arming replaces. */
  | ({ readonly kind: 'arm'; readonly earliest: number; readonly latest: number } & ArmedTimer)
  | ({ readonly kind: 'cancel' } & ArmedTimer)
  | { readonly kind: 'reply'; readonly request: RequestValue; readonly value: Value }
  | { readonly kind: 'sync' }
);

export interface Outcome {
  /** Index in the role's handlers; absent where none matched and the input was ignored. */
  readonly handler?: number;
  readonly state: LocalState;
  readonly effects: readonly Effect[];
  /**
   * What a crash right after the effect of that index leaves (so after a send, with what stood before it): the state of the node when down.
   * `before(i)` is the same for a crash instead of that effect.
   */
  crashedAfter(effect: number): LocalState;
  crashedBefore(effect: number): LocalState;
  /** An assertion that failed or an error at run time; the effects are those up to there. */
  readonly failure?: Failure;
}
export interface Failure {
  readonly kind: 'assertion' | 'error';
  readonly place: Place;
  readonly message: string;
}

/** Decides a `choose` among `count` candidates (at least two: a single one needs no decision), by index. */
export type Chooser = (count: number) => number;

/** What the step may ask of its surroundings. */
export interface Surroundings {
  /** The node's clock in milliseconds; explorations never ask (the checker saw to that). */
  readonly now: number;
  readonly choose: Chooser;
}

/** One run of a scenario, lowered. */
export interface Machine {
  readonly values: ValueStore;
  /** Before `on start` has run. */
  initialState(node: number): LocalState;
  run(state: LocalState, input: Input, surroundings: Surroundings): Outcome;
  /** Every outcome of a step, one for each combination of choices, in the order of choices. */
  runAll(state: LocalState, input: Input): readonly Outcome[];
  /** The node down: volatile state, timers and held requests gone. */
  crashed(state: LocalState): LocalState;
  /** The node up again, before `on recover` has run. */
  recovered(state: LocalState): LocalState;
  /**
   * A scenario expression (an invariant, a rule's condition, an argument) over the nodes' states. Throws `EvaluationError` (with the place)
   * where it fails.
   */
  evaluate(expression: Expression, states: readonly LocalState[], frameSize?: number): Value;
  /**
   * Why a condition that `evaluate` gave as false is false: the clause that failed and the elements it failed for,
   * `for n = s2: n.state == leader is false: s2.state is follower`.
   */
  explainFalse(expression: Expression, states: readonly LocalState[], frameSize?: number): string;
  readonly names: Names;
}
/** Turns indices back into the file's own words. */
export interface Names {
  node(node: number): string;
  /** `Vote("t1", true)` */
  message(message: Message): string;
  /** `retry("t1")` */
  timer(node: number, timer: ArmedTimer): string;
  event(event: number, args: readonly Value[]): string;
  value(value: Value): string;
}
