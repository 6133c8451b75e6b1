/** What is asked of a search while it goes on, whatever it keeps its states in. */
import type { Model, Vector } from '../model/model.ts';
import type { Quotient } from '../symmetry/quotient.ts';

export interface SearchView {
  readonly model: Model;
  /** Says which of several states that come to the same is kept; absent where all are. */
  readonly quotient?: Quotient | undefined;
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

/** The depth of a state: `levels` are the states at which the levels begin; the one that is being found begins at `end`, if that is beyond them. */
export function depthOf(state: number, levels: readonly number[], end: number): number {
  const depth = levels.findLastIndex((start) => start <= state);
  const isNewest = depth === levels.length - 1 && end > (levels[depth] as number) && state >= end;
  return isNewest ? depth + 1 : depth;
}
