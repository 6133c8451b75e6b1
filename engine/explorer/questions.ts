/** What an exploration is asked, and what it answers. */
import type { Expression } from '../../grammar/semantics/program.ts';
import type { LivenessProperty, Monitor, PropertyContext } from '../checkers/property.ts';
import type { Failure, LocalState } from '../program/machine.ts';
import type { Value } from '../program/values.ts';
import type { Action, Resolution, Step } from '../world/world.ts';
import type { Threads } from './search/threads/host.ts';

/** A predicate over the nodes' states: an invariant's condition. A failure to evaluate it counts as a violation. */
export type StatePredicate = (states: readonly LocalState[]) => boolean;

/** A predicate, and what of the world it depends on. */
interface AboutStates {
  readonly name: string;
  readonly holds: StatePredicate;
  /** Nodes whose states it can read (`nodesRead` tells), so that it is evaluated once for each combination of these; all where absent. */
  readonly reads?: readonly number[];
  /** What `holds` evaluates; without it nothing is known of how it treats the nodes that it reads. */
  readonly condition?: Expression;
}

export type Question =
  /** No reachable run drives the monitor to `violated`. */
  | { readonly kind: 'monitor'; readonly name: string; readonly monitor: Monitor }
  /** Holds after the start and after every step. */
  | ({ readonly kind: 'invariant' } & AboutStates)
  /** Holds in some reachable state. Its `holds` answer carries the shortest way there. */
  | ({ readonly kind: 'possible' } & AboutStates)
  /** From every reachable state some run without further faults reaches a state where it holds. */
  | ({ readonly kind: 'alwaysPossible' } & AboutStates)
  /** On every fair run it holds at some point. */
  | ({ readonly kind: 'eventually' } & AboutStates)
  | { readonly kind: 'liveness'; readonly name: string; readonly property: LivenessProperty };

export interface PathStep {
  readonly action: Action;
  readonly resolution: Resolution;
}
/** A shortest run, from the initial world; replayed by `world/replay`. `cycleFrom`: the steps from that index on repeat for ever. */
export interface Path {
  readonly steps: readonly PathStep[];
  readonly cycleFrom?: number;
}

/** A shortest run to a violation; the last step of the path (or the start) is the violating one. */
export interface Breach {
  readonly path: Path;
  /** Who waits in vain, for liveness. */
  readonly node?: number;
}

export type Answer =
  | { readonly kind: 'holds'; readonly path?: Path }
  /**
   * Of a `possible` that is not so, no run shows it: the path has no steps. `others`: violations that other statements bring about, of monitors and
   * invariants, and only a few; of liveness the shortest for other nodes that wait.
   */
  | ({ readonly kind: 'violated'; readonly others?: readonly Breach[] } & Breach)
  | { readonly kind: 'undecided'; readonly reason: string };

export interface Exploration {
  /** In the order of the questions. */
  readonly answers: readonly Answer[];
  /** Assertions that failed and errors at run time, one for each place, each by its shortest run; the shortest of these first. */
  readonly failures: readonly { readonly failure: Failure; readonly path: Path }[];
  readonly states: number;
  /**
   * Of a search that kept one of several states that come to the same: `states` counts the kept ones, `transitions` those between them. `standsFor`: how
   * many states there are without that, where it is known exactly.
   */
  readonly reduced?: { readonly standsFor?: number };
  readonly transitions: number;
  readonly depth: number;
  /** Of the states and the tables, at the end. */
  readonly bytes: number;
  /**
   * Why the search, or what is found out behind it about the whole graph, is not exhaustive. A search that was cut never answers `holds` to anything
   * but `possible`.
   */
  readonly limit?: string;
  /** What grew, of a search that a limit cut short. */
  readonly growth?: Growth;
  /** Handlers that ran, as `role:handler`, rules that acted, message faults and budgets that struck, by index. */
  readonly reached: {
    readonly handlers: ReadonlySet<string>;
    readonly rules: ReadonlySet<number>;
    readonly faults: ReadonlySet<number>;
    readonly budgets: ReadonlySet<number>;
  };
}

/** What was seen to grow in a search that was cut short; that it has no bound, nobody knows. */
export interface Growth {
  /** What has the most records lately: a variable, by its slot, or, without one, the number of messages on their way to the node. */
  readonly largest?: { readonly node: number; readonly variable?: number; readonly size: number; readonly depth: number };
  /** Of the timers that were armed again and again after they had fired, the one that fired most often in a run of so many steps; none that a budget bounds. */
  readonly timer?: { readonly node: number; readonly timer: number; readonly times: number; readonly steps: number };
}

/** How far a search is. */
export interface ExploreProgress {
  /** Distinct states so far, and successors computed, known ones included. */
  readonly states: number;
  readonly transitions: number;
  /** States whose successors are not known yet. */
  readonly frontier: number;
  readonly depth: number;
  /** Distinct ones, since the beginning. Absent once all are known. */
  readonly statesPerSecond?: number;
  readonly bytes: number;
  /** What is found out about the whole graph, once all states are known: names of claims. */
  readonly checking?: string;
}

/**
 * `fingerprint`: hash compaction, of each state only a hash is kept (Wolper & Leroy 1993). `bitstate`: three bits of a bit array stand for a state (Holzmann's
 * supertrace, 1988).
 */
export type Lossy = 'fingerprint' | 'bitstate';

export interface ExploreOptions {
  /** Steps that were taken already, the starts included; the search begins where they lead. */
  readonly after?: readonly Step[];
  /** Distinct states, ends of failing steps included; default 5,000,000. */
  readonly maxStates?: number;
  readonly maxDepth?: number;
  readonly maxMs?: number;
  /** Bytes for states and tables; default 2 GiB. */
  readonly maxBytes?: number;
  /**
   * Asked once every question is answered, with whether a run has failed: true lets the search end early, and `limit` say so. It goes on for as many states again
   * as it took, in search of other violations and failures. Default: no.
   */
  readonly isEnough?: (answers: readonly Answer[], failed: boolean) => boolean;
  /**
   * Takes every step with the interpreter instead of looking up what it did before. The same answers, much slower: what tests compare with.
   */
  readonly interpretAll?: boolean;
  /** States after which generated code takes over from the plain loop, where the host can run it; infinite for never. The answers are the same. */
  readonly generateFrom?: number;
  /** Whether nodes that the scenario does not tell apart may be exchanged, so that one of many states is enough; default true. */
  readonly symmetry?: boolean;
  /** Whether what cannot change anything any more may happen at once, and not in every order with everything else; default true. */
  readonly partialOrder?: boolean;
  /** States after which a search begins anew with these reductions, if they promise to save time; default 50,000. One that runs out of room does so anyway. */
  readonly reduceFrom?: number;
  /** Threads to share the work with; what is found, and every number but those of time, is the same with any number of them. */
  readonly threads?: Threads;
  /**
   * Forgets the states that it has expanded, but for so much that it recognises most of them. What it finds is certain, since it is replayed; that there is
   * nothing it never says. One thread.
   */
  readonly lossy?: Lossy;
  readonly onProgress?: (progress: ExploreProgress) => void;
  /** Polled often; true ends the search as undecided. */
  readonly isCancelled?: () => boolean;
}
export type { Monitor, PropertyContext, Value };
