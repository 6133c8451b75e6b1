/** What is asked of a search while it goes on, whatever it keeps its states in. */
import type { Model, Vector } from '../model/model.ts';

export interface SearchView {
  readonly model: Model;
  readonly store: {
    readonly count: number;
    component(state: number, component: number): number;
    /** `NO_PARENT` of a state that the search began with. */
    parent(state: number): number;
  };
  /** The components of a state. */
  vector(state: number): Vector;
  /** Steps of a shortest way from a start. */
  depth(state: number): number;
}
