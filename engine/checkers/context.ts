import type { CheckedProgram, ScenarioRun } from '../../grammar/semantics/program.ts';
import type { ValueStore } from '../program/values.ts';

/** Who of a scenario could do what: what a definition such as "every participant voted" quantifies over. A trace alone does not say. */
export interface Roster {
  /** Nodes whose role can call the event (by its name in the prelude, `vote`), in declaration order. */
  nodesThatCall(event: string): readonly number[];
  /** What could bring the node to call one of the events: the messages and timers whose handlers may. */
  sourcesOf(node: number, events: readonly string[]): readonly Source[];
  /** A number that nodes share which can hear of each other, by messages, also by way of others. */
  groupOf(node: number): number;
}
export interface Source {
  readonly kind: 'message' | 'timeout';
  readonly name: string;
  /** Nodes whose role sends the message. */
  readonly senders: readonly number[];
}

/** What a monitor may know of the scenario that it watches. */
export interface PropertyContext extends Roster {
  readonly program: CheckedProgram;
  readonly run: ScenarioRun;
  readonly values: ValueStore;
  /** Index of an event by its name in the prelude, `commit`; -1 where the program has none of that name. */
  event(name: string): number;
}
