/**
 * What happened in one run: the one data model that the trace view, the debugger, the exporters and the checkers read.
 *
 * Plain JSON, versioned; `parseTrace` and `printTrace` are its way in and out. Indices point into the arrays of the same trace.
 */
import type { Place } from '../../grammar/syntax/range.ts';

export interface Trace {
  readonly format: 'faultline-trace';
  readonly version: 1;
  /** Where it comes from. */
  readonly source: {
    readonly file: string;
    readonly scenario: string;
    readonly bindings: readonly { readonly name: string; readonly value: number | string | boolean }[];
  };
  readonly mode:
    | { readonly kind: 'simulation'; readonly seed: number }
    /** `import`: another tool's log or trace. */
    | { readonly kind: 'exploration' | 'schedule' | 'import' }
    /** What clients saw, as a `history` of the file says. */
    | { readonly kind: 'history' };
  /** Whether steps have times (simulations do). */
  readonly timed: boolean;
  readonly nodes: readonly { readonly name: string; readonly role: string }[];
  readonly clients: readonly { readonly name: string }[];
  readonly messages: readonly TraceMessage[];
  readonly steps: readonly TraceStep[];
  /** All events of all steps, in order; `step.events` is a range of it. */
  readonly events: readonly TraceEvent[];
  /** Before the first step. */
  readonly initial: readonly NodeSnapshot[];
  /** What broke, and where. */
  readonly violation?: TraceViolation;
  /**
   * Of a history that is too long to be shown whole: how many events it has. The steps are those that matter, or the first. `transactions`: of each that is
   * shown, the how manieth it is of its client, from 1 on.
   */
  readonly excerpt?: { readonly events: number; readonly transactions?: readonly number[] };
  /** In a lasso: the steps from this one on repeat for ever. */
  readonly cycleFrom?: number;
  /** Where it is claimed that the operations are linearizable. */
  readonly linearization?: TraceLinearization;
}

/** Values as JSON: a list is an array, everything else compound is tagged. */
export type TraceValue =
  | null
  | boolean
  | number
  | string
  | readonly TraceValue[]
  | { readonly enum: string; readonly member: string }
  | { readonly node: string }
  | { readonly set: readonly TraceValue[] }
  | { readonly map: readonly (readonly [TraceValue, TraceValue])[] }
  | { readonly struct: string; readonly fields: Readonly<Record<string, TraceValue>> }
  | { readonly request: string }
  | { readonly client: string }
  /** `alice#2`: alice's second. */
  | { readonly transaction: string };

export interface TraceMessage {
  readonly name: string;
  readonly arguments: readonly TraceValue[];
  /** `Vote("t1", true)` */
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** Index of the `send` (or `duplicate`) event. */
  readonly sent: number;
  /** Index of the `receive` or `lose` event; absent while it is in flight at the end. */
  readonly ended?: number;
}

/** One atomic step: an input handled, or a fault. People count steps from 1, so `steps[0]` is shown, and spoken of, as step 1. */
export interface TraceStep {
  /** What the step is, in one line: `p1 receives Prepare("t1") from c`. */
  readonly text: string;
  readonly kind: TraceStepKind;
  /** The lifeline that acts; absent for partitions and the like. */
  readonly node?: number;
  readonly client?: number;
  /** Virtual time in milliseconds, in timed traces. */
  readonly timeMs?: number;
  /** The handler's head, or the fault rule's line. */
  readonly place?: Place;
  /** [first, end) in `events`. */
  readonly events: readonly [first: number, end: number];
  /** The nodes that the step changed, as they are after it. */
  readonly changes: readonly NodeSnapshot[];
  /** Whether the violation depends on it: it lies in the causal past of the violating event. Absent where there is no violation. */
  readonly relevant?: boolean;
}
export type TraceStepKind =
  | 'start'
  | 'deliver'
  | 'timeout'
  | 'crash'
  | 'recover'
  | 'lose'
  | 'duplicate'
  | 'partition'
  | 'heal'
  | 'pause'
  | 'resume'
  | 'jump'
  | 'invoke'
  | 'handle'
  | 'return'
  | 'giveUp'
  | 'wake'
  /** Time passes, where an exploration keeps it. */
  | 'tick'
  /** Something of which an imported log tells only that it happened. */
  | 'internal';

export interface NodeSnapshot {
  readonly node: number;
  readonly status: 'up' | 'down' | 'paused';
  readonly variables: readonly { readonly name: string; readonly durable: boolean; readonly value: TraceValue; readonly text: string }[];
  /** `retry("t1")` */
  readonly timers: readonly string[];
}

/** Everything that happened, with its logical time: Lamport (1978) and vector clocks (Fidge, Mattern 1988) over nodes, then clients. */
export type TraceEvent = {
  readonly step: number;
  readonly place?: Place;
  /** `commit("t1")`, `sends Vote("t1", true) to c` */
  readonly text: string;
  /** Index of the lifeline: a node, or nodes.length + client; absent for what has no place (partition, heal, a loss in the network). */
  readonly line?: number;
  readonly lamport?: number;
  readonly vector?: readonly number[];
} & (
  | { readonly kind: 'start' | 'crash' | 'recover' | 'pause' | 'resume' | 'sync' | 'heal' }
  | { readonly kind: 'send' | 'receive'; readonly message: number; readonly ignored?: boolean }
  | { readonly kind: 'lose'; readonly message: number; readonly reason: 'network' | 'fault' | 'partition' | 'down' | 'crash' }
  | { readonly kind: 'duplicate'; readonly message: number; readonly copy: number }
  | {
      readonly kind: 'timeout' | 'arm' | 'cancel';
      readonly timer: string;
      readonly arguments: readonly TraceValue[];
      readonly ignored?: boolean;
    }
  | { readonly kind: 'event'; readonly name: string; readonly arguments: readonly TraceValue[] }
  | { readonly kind: 'partition'; readonly groups: readonly (readonly number[])[] }
  | { readonly kind: 'jump'; readonly byMs: number }
  | {
      /** `giveUp`: the client's timeout has passed without a reply. */
      readonly kind: 'invoke' | 'handle' | 'reply' | 'return' | 'giveUp';
      /** Unique in the trace: ties invocation, handling, reply and return together. */
      readonly operation: number;
      readonly name: string;
      readonly arguments: readonly TraceValue[];
      readonly result?: TraceValue;
      /** Of an invocation: the node that is asked. */
      readonly node?: number;
      /** Of a handling: no handler matched, so no reply will come. */
      readonly ignored?: boolean;
    }
  /** An assertion that failed or an error at run time. */
  | { readonly kind: 'failure'; readonly message: string }
);

/** When each operation took effect, as if one copy of the data had handled them one by one (Herlihy & Wing 1990): one way of possibly several. */
export interface TraceLinearization {
  /** What says what they do: `CasRegister`. */
  readonly specification: string;
  /**
   * In the order in which they took effect, each right after the event `after` and before the next one. Without operations that never did; where there is
   * no such order for all, those that had returned before the one that has no place, and what they saw.
   */
  readonly points: readonly { readonly operation: number; readonly after: number }[];
  readonly misplaced?: {
    readonly operation: number;
    /** What it could have returned, and why; without `result` where it could not have taken effect. */
    readonly possible: readonly { readonly result?: TraceValue; readonly why: string }[];
  };
}

export interface TraceViolation {
  /** `atomicity`, the invariant's name, `assertion`, `error`. */
  readonly property: string;
  /** One sentence in the file's own names. */
  readonly message: string;
  readonly step: number;
  /** The violating event, where it is one. */
  readonly event?: number;
  /** The events that led there, in order. */
  readonly witnesses: readonly number[];
}
