/** What has to be linearized, in integers: the search and the native algorithms know neither values nor names. */

/** A sequential specification over interned states. */
export interface Specification {
  readonly initial: number;
  /** The state after an operation of that kind took effect in `state`; -1 where it cannot take effect there with its result. */
  step(state: number, kind: number): number;
  /** Whether an operation of that kind, with its result, leaves every state as it is in which it can take effect: a read, a failed `cas`. */
  observes(kind: number): boolean;
  /** Where something is known of what lies ahead: lets the search drop what cannot end well. */
  readonly foresight?: Foresight;
}

export interface Foresight {
  /** Whether an operation of that kind leads to a state that does not depend on the one before. */
  overwrites(kind: number): boolean;
  /** False only if no operations that do not overwrite lead from the state to one in which an observer of that kind can take effect. */
  leadsTo(state: number, observer: number): boolean;
}

/** One operation. Of two, the first precedes the other in real time iff it returned before (not when) the other was invoked. */
export interface Interval {
  /** What it does and, if it returned, with what result. */
  readonly kind: number;
  /** What it does: operations that were asked the same, whatever came of them. */
  readonly call: number;
  readonly invoked: number;
  /** `Infinity` for one that never returned: it may take effect at any time after its invocation, or never. */
  readonly returned: number;
}

export type Linearization =
  /** The operations, by index, in the order in which they can take effect; open ones that need not are left out. */
  | { readonly kind: 'linearizable'; readonly order: readonly number[] }
  /** All that returned before `operation` can be placed; it cannot, whatever is done. */
  | { readonly kind: 'stuck'; readonly operation: number; readonly possible: readonly Possibility[] }
  | { readonly kind: 'gaveUp'; readonly configurations: number };

/** One way to place everything up to where the search is stuck. */
export interface Possibility {
  readonly state: number;
  /** The operations that took effect so far, in order. */
  readonly order: readonly number[];
}
