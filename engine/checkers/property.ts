/**
 * What a property is to the engine: a checker over a finished trace, a monitor that explorations carry, or a question about the whole graph.
 */

import type { Value } from '../program/values.ts';
import type { Trace, TraceLinearization } from '../trace/model.ts';
import type { Happening } from '../world/world.ts';
import type { PropertyContext, Roster, Source } from './context.ts';

export type { PropertyContext, Roster, Source };

/** A safety property: one finite run can violate it. */
export interface SafetyProperty {
  readonly name: string;
  readonly kind: 'safety';
  /**
   * Straight from the definition, over a whole trace. Gives the first violation, or nothing. `complete` says that the run ended by itself (nothing
   * was left to happen), so that "never happened" is meant.
   */
  check(trace: Trace, complete: boolean, context: PropertyContext): Finding | undefined;
  /** Of properties that cannot always be decided: why this trace leaves it open, in which `check` finds no violation. */
  undecided?(trace: Trace, context: PropertyContext): string | undefined;
  /** Of properties that say when operations took effect: where that can have been in this trace. Nothing where it is not known. */
  linearization?(trace: Trace, context: PropertyContext): TraceLinearization | undefined;
  /** The same as an automaton. Agrees with `check` on every trace. */
  monitor(context: PropertyContext): Monitor;
}

/** A property of which a claim says more than the name: `linearizable as Queue`, `converges on log`. */
export interface PropertyFamily {
  readonly name: string;
  readonly kind: 'family';
  with(parameters: PropertyParameters): SafetyProperty;
}
export interface PropertyParameters {
  /** A role, by index: the sequential specification. */
  readonly spec?: number | undefined;
  /** Variables of roles, by name. */
  readonly on: readonly string[];
}

/**
 * Reads happenings one by one. Its state is a value (so it is interned with everything else): small, canonical, not growing with the run.
 */
export interface Monitor {
  readonly initial: Value;
  /** The next state, or `'violated'`. Deterministic. Happenings it has no interest in must return `state` itself. */
  next(state: Value, happening: Happening): Value | 'violated';
  /** Event kinds and names it reads, so that explorations can skip the rest. */
  readonly reads: (happening: Happening) => boolean;
  /** Why it cannot tell in that state. */
  undecided?(state: Value): string | undefined;
}

/**
 * A liveness property: violated by a reachable state from which something can never happen, or by a fair run in which it does not.
 * `pending` reads the monitor's state: who still owes something there.
 */
export interface LivenessProperty {
  readonly name: string;
  readonly kind: 'possibleProgress' | 'fairTermination';
  /** Lifelines that can owe, decided once: nodes, or, numbered on from these, clients, which are always up. */
  owers(context: PropertyContext): readonly number[];
  readonly monitor: (context: PropertyContext) => Monitor;
  /** Whether `node` still owes in this monitor state (it is up; the explorer asks no other). */
  owes(context: PropertyContext, state: Value, node: number): boolean;
  /** The sentence and the witnesses, once the explorer or simulator has a run that ends in a state where `node` waits in vain. */
  explain(trace: Trace, node: number, roster: Roster): Finding;
  /** In one simulated run that ended by itself (`complete`) or was cut. */
  check(trace: Trace, complete: boolean, roster: Roster): Finding | 'undecided' | undefined;
}
export type PropertyDefinition = SafetyProperty | LivenessProperty;

export interface Finding {
  /** One sentence in the file's own names. */
  readonly message: string;
  /** The violating event; absent where there is none (a node that waits in vain and never did anything). */
  readonly event?: number;
  /** Events that led there, in order, without the violating one. */
  readonly witnesses: readonly number[];
}
