/**
 * What the rest of the engine knows of a lowered program: one node, one input, one atomic step.
 *
 * `Machine.run` is a deterministic function of (local state, input, choices). It knows nothing of the network, of time or of faults: it says what
 * the handler *asks for* as a list of effects in the order of statements; the world (simulator, explorer) carries them out.
 */
import type { Expression, Statement } from '../../grammar/semantics/program.ts';
import type { Place } from '../../grammar/syntax/range.ts';
import type { Renaming } from './renaming.ts';
import type { RequestValue, TransactionValue, Value, ValueStore } from './values.ts';

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
  | { readonly kind: 'operation'; readonly request: RequestValue; readonly transaction?: TransactionValue };

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

/** An operation that a client asks of a node. */
export interface Asking {
  readonly request: RequestValue;
  readonly node: number;
  readonly transaction?: TransactionValue;
}

/** What a client is at between two steps. */
export type ClientPhase =
  /** Its script has not begun: the nodes are starting. */
  | { readonly kind: 'new' }
  /** It is about to ask; the request gets its number then. */
  | { readonly kind: 'ready'; readonly asking: Asking }
  | { readonly kind: 'waiting'; readonly request: RequestValue }
  /** The reply is on its way. */
  | { readonly kind: 'replied'; readonly request: RequestValue; readonly value: Value }
  /** Milliseconds of virtual time, from when it began to sleep; simulations only, as `waitingUntil`. */
  | { readonly kind: 'sleeping'; readonly forMs: number }
  | { readonly kind: 'waitingUntil'; readonly timeMs: number }
  /** `await`: until that client's script has ended. */
  | { readonly kind: 'awaiting'; readonly client: number }
  | { readonly kind: 'ended' };

/** A client between two steps: its program counter, its locals, what it is at. Immutable and hash-consed, as local states are. */
export interface ClientState {
  readonly id: number;
  readonly client: number;
  /** Index of the instruction that it rests at. */
  readonly next: number;
  readonly locals: readonly Value[];
  readonly phase: ClientPhase;
}
/** A script, run on to where it has to wait. With a failure the run ends there, and the state means nothing. */
export interface ScriptRun {
  readonly state: ClientState;
  readonly failure?: Failure;
}

/** The clients' scripts, lowered to machines that rest wherever they have to wait. */
export interface Scripts {
  initialState(client: number): ClientState;
  /** The statement that it rests at; its script's end. */
  placeOf(state: ClientState): Place;
  /** From `new`, `sleeping`, `waitingUntil` or `awaiting` on, to the next rest. */
  goOn(state: ClientState, surroundings: ScriptSurroundings): ScriptRun;
  /** From `ready` to `waiting`, the request being the `number`th of those of its client that are still about. */
  invoked(state: ClientState, number: number): { readonly state: ClientState; readonly asking: Asking };
  /** Whether the client may ever ask something again, what it waits for now apart. Of branches both are taken for possible. */
  mayAsk(state: ClientState): boolean;
  /** Whether a request can outlive the handler that took it: in a variable, a timer or a message. */
  readonly requestsAreKept: boolean;
  /** From `waiting` to `replied`. */
  replied(state: ClientState, value: Value): ClientState;
  /** From `replied` on: the reply has come. */
  returned(state: ClientState, surroundings: ScriptSurroundings): ScriptRun;
  /** From `waiting` or `replied` on: its timeout has passed. The operation's value is `none`; a transaction that it belongs to is over. */
  gaveUp(state: ClientState, surroundings: ScriptSurroundings): ScriptRun;
}
export interface ScriptSurroundings {
  readonly choose: Chooser;
  /** Whether `sleep` and `wait until` take time; else they do nothing. */
  readonly timed: boolean;
}

/** One run of a scenario, lowered. */
export interface Machine {
  readonly values: ValueStore;
  readonly scripts: Scripts;
  /** Before `on start` has run. */
  initialState(node: number): LocalState;
  run(state: LocalState, input: Input, surroundings: Surroundings): Outcome;
  /** Every outcome of a step, one for each combination of choices, in the order of choices. */
  runAll(state: LocalState, input: Input): readonly Outcome[];
  /** The node down: volatile state, timers and held requests gone. */
  crashed(state: LocalState): LocalState;
  /** The node up again, before `on recover` has run. */
  recovered(state: LocalState): LocalState;
  /** The state that the renamed node has where everything is renamed so. Only of nodes of one role. */
  renamed(state: LocalState, nodes: Renaming): LocalState;
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
  /** Statements of roles that have run so far, in whatever was asked of this machine; of a handler also those whose effects a crash cut off. */
  statementsRun(): readonly Statement[];
  /** Does the work, which may ask anything of the machine; the statements that run in it do not count. For what may never happen. */
  unmarked<T>(work: () => T): T;
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
