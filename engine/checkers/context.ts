import type { CheckedProgram, ScenarioRun } from '../../grammar/semantics/program.ts';
import type { ValueStore } from '../program/values.ts';

/** What a monitor may know of the scenario that it watches. */
export interface PropertyContext {
  readonly program: CheckedProgram;
  readonly run: ScenarioRun;
  readonly values: ValueStore;
  /** Index of an event by its name in the prelude, `commit`. */
  event(name: string): number;
  /** Nodes whose role can call the event, in declaration order. */
  nodesThatCall(event: string): readonly number[];
}
