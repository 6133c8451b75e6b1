/**
 * The answer to "does this file keep its claims?": what `check` returns and what editor, terminal and tests show. Plain JSON.
 */
import type { Place } from '../grammar/syntax/range.ts';
import { counted } from './check/words.ts';
import type { IsolationSummary } from './checkers/isolation/summary.ts';
import { enumerate } from './checkers/reading.ts';
import type { Trace } from './trace/model.ts';

export interface RunReport {
  readonly scenario: string;
  readonly place: Place;
  readonly titlePlace: Place;
  readonly bindings: readonly { readonly name: string; readonly value: number | string | boolean }[];
  /** `history`: nothing was run; the file says what clients saw. */
  readonly mode: 'simulate' | 'explore' | 'schedule' | 'history';
  readonly claims: readonly ClaimReport[];
  /** Assertions that failed and errors at run time: wrong whatever the scenario claims. */
  readonly failures: readonly Violation[];
  /** A scheduled step that was not possible. */
  readonly scheduleError?: { readonly place: Place; readonly message: string };
  /** Of a history of transactions. */
  readonly isolation?: IsolationSummary;
  readonly coverage: Coverage;
  readonly statistics: Statistics;
  readonly traces: readonly Trace[];
  /** All claims as expected, no failure: `passed`; something wrong: `failed`; nothing wrong but a claim undecided: `undecided`. */
  readonly outcome: 'passed' | 'failed' | 'undecided';
}
export interface ClaimReport {
  readonly text: string;
  readonly place: Place;
  readonly expected: 'holds' | 'violated';
  readonly verdict: Verdict;
  readonly asExpected: boolean;
  /** Verdicts of a bundle's parts, by name; one entry otherwise. */
  readonly parts: readonly { readonly name: string; readonly verdict: Verdict }[];
}
export type Verdict =
  /** `basis` says what that is worth: `in all of 1,349 states`, or, of a simulation, `no violation in 1,000 simulated runs`. */
  | { readonly kind: 'holds'; readonly basis?: string }
  /** `others`: of other parts of the claim, and at other statements; each by a run of its own, a few in all. */
  | { readonly kind: 'violated'; readonly violation: Violation; readonly others?: readonly Violation[] }
  | { readonly kind: 'undecided'; readonly reason: string };

export interface Violation {
  /** `atomicity`, an invariant's name, `assertion`, `error`. */
  readonly property: string;
  readonly message: string;
  /** The statement that broke it. */
  readonly place: Place;
  /** The events that led there, in order. */
  readonly related: readonly { readonly place: Place; readonly message: string; readonly step: number }[];
  /** Index in `RunReport.traces`, and the violating step in it: of a wait the last one, from which on it is hopeless. */
  readonly trace: number;
  readonly step: number;
  /**
   * Of simulations: what the run had besides that plays no part in the violation, and is not shown: that many steps (up to the violating one), and faults of
   * budgets and dice.
   */
  readonly leftOut?: { readonly steps: number; readonly faults: number };
}
/** ` (13 steps and 2 faults of the run play no part and are left out)`; nothing where all is shown. */
export function leftOut({ leftOut: out }: Violation): string {
  if (out === undefined || (out.steps === 0 && out.faults === 0)) return '';
  const parts = [out.steps === 0 ? [] : [counted(out.steps, 'step')], out.faults === 0 ? [] : [counted(out.faults, 'fault')]].flat();
  const alone = parts.length === 1 && out.steps + out.faults === 1;
  return ` (${parts.join(' and ')} of the run ${alone ? 'plays no part and is' : 'play no part and are'} left out)`;
}
/** `keeps snapshotIsolation and repeatableRead, not serializable` */
export function isolationText({ keeps, broken, undecided }: IsolationSummary): string {
  const kept = keeps.length === 0 ? 'keeps no level' : `keeps ${enumerate(keeps)}`;
  const not = broken.length === 0 ? '' : `, not ${broken.map(({ level }) => level).join(', nor ')}`;
  return `${kept}${not}${undecided.length === 0 ? '' : `; ${enumerate(undecided)} undecided`}`;
}
export interface Statistics {
  /** Distinct states; 0 in simulations. */
  readonly states: number;
  /**
   * Where the exploration kept one of several states that come to the same: `states` and `transitions` are what it kept. `standsFor`: how many states there
   * are in all, where that is known exactly.
   */
  readonly reduced?: { readonly standsFor?: number };
  readonly transitions: number;
  /** Longest of the shortest ways to a state. */
  readonly depth: number;
  /** Runs simulated. */
  readonly seeds: number;
  readonly elapsedMs: number;
  /** Why it is not exhaustive: `5,000,000 states, depth 31`, `cancelled`, … */
  readonly limit?: string;
  /** What grew until the limit was reached, one sentence each, and what would bound it. */
  readonly hints?: readonly string[];
}
/** `1,349 states`; where one of several was kept, `29,249 states (for 170,009)`, or `3,027 states (reduced)`. */
export function statesText({ states, reduced }: Pick<Statistics, 'states' | 'reduced'>): string {
  const kept = counted(states, 'state');
  if (reduced === undefined) return kept;
  return reduced.standsFor === undefined ? `${kept} (reduced)` : `${kept} (for ${reduced.standsFor.toLocaleString('en')})`;
}
export interface Coverage {
  /**
   * Places of handlers' heads that never ran, and of rules and budgets that never struck; in handlers and functions that did run, of the first statement of
   * each block that never did.
   */
  readonly unreached: readonly {
    readonly kind: 'handler' | 'rule' | 'fault' | 'budget' | 'statement';
    readonly place: Place;
    readonly text: string;
  }[];
  /** Heads of handlers and statements of roles that ran. */
  readonly ran: readonly Place[];
}

/** Streamed while it runs. */
export interface Progress {
  readonly scenario: string;
  /** Runs done before this one, and in all. */
  readonly done: number;
  readonly total: number;
  /** Distinct states so far, and successors computed, known ones included. */
  readonly states?: number;
  readonly transitions?: number;
  /** States whose successors are not known yet. */
  readonly frontier?: number;
  readonly depth?: number;
  readonly statesPerSecond?: number;
  /** Memory of the states and the tables. */
  readonly bytes?: number;
  /** What is found out about the whole graph, once all states are known: names of claims. */
  readonly checking?: string;
  readonly seeds?: number;
}
