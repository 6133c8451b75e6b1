/** What a search leaves out, and whether that is worth its while. */
import type { Monitor } from '../checkers/property.ts';
import type { System } from '../world/world.ts';
import { SequenceTable } from './memory/sequences.ts';
import { Model, type Vector } from './model/model.ts';
import { canDropDeadLetters, DeadLetters } from './partial-order/dead-letters.ts';
import type { Exploration, ExploreOptions, Question } from './questions.ts';
import { failureAt } from './search/observers.ts';
import type { Search } from './search/search.ts';
import type { SearchView } from './search/view.ts';
import { Broadcasts } from './symmetry/broadcasts.ts';
import { Group } from './symmetry/group.ts';
import { symmetryOf } from './symmetry/interchangeable.ts';
import { statesOf } from './symmetry/orbits.ts';
import { Quotient } from './symmetry/quotient.ts';

export interface Reduction {
  /** All states of an orbit but one; absent where there is no symmetry. */
  readonly group?: Group;
  /** Messages for nodes that are down for good. */
  readonly deadLetters: boolean;
}
export const NOTHING: Reduction = { deadLetters: false };

/** How many times fewer states make up for the time that a loop takes which does more for each: under symmetry, and without. */
const LEAST_GAIN = { symmetry: 12, none: 3 };

/** What can be left out without changing an answer; `NOTHING` where there is nothing. */
export function reductionOf(system: System, questions: readonly Question[], options: ExploreOptions): Reduction {
  const { symmetry = true, partialOrder = true, interpretAll, lossy, after } = options;
  if (interpretAll === true || lossy !== undefined || after !== undefined) return NOTHING;
  const group = symmetry ? symmetryOf(system, questions) : undefined;
  const deadLetters = partialOrder && canDropDeadLetters(system, questions);
  return group === undefined && !deadLetters ? NOTHING : { ...(group && { group }), deadLetters };
}

/** Whether it saves time, by what a search without it has found so far. */
export function savesTime(search: SearchView, { group, deadLetters }: Reduction): boolean {
  const gain = (group?.order ?? 1) * (deadLetters ? gainWithoutLetters(search) : 1);
  return gain >= (group === undefined ? LEAST_GAIN.none : LEAST_GAIN.symmetry);
}

/** How many states there are for each that differs in more than messages to the dead. */
function gainWithoutLetters(search: SearchView): number {
  const letters = new DeadLetters(search.model);
  const left = new SequenceTable();
  for (let state = 0; state < search.store.count; state++) {
    const vector = search.vector(state);
    letters.drop(vector);
    left.intern(vector);
  }
  return search.store.count / Math.max(1, left.size);
}

/** The model of a search with that reduction. */
export function modelOf(
  system: System,
  monitors: readonly Monitor[],
  { after }: ExploreOptions,
  reduction: Reduction,
): { readonly model: Model; readonly quotient?: Quotient } {
  if (reduction === NOTHING) return { model: new Model(system, monitors, after) };
  const group = reduction.group ?? new Group(system.run.nodes.length, []);
  let broadcasts: Broadcasts | undefined;
  const model = new Model(system, monitors, after, (observed) => {
    broadcasts = new Broadcasts(observed, group);
    return broadcasts.stepAll;
  });
  if (broadcasts === undefined) throw new Error('a model takes steps');
  const letters = reduction.deadLetters ? new DeadLetters(model) : undefined;
  return { model, quotient: new Quotient(model, group, broadcasts, letters) };
}

/** What a search with a reduction says of that. */
export function reducedTo(search: Search, starts: readonly Vector[]): Pick<Exploration, 'reduced'> {
  const { quotient } = search;
  if (quotient === undefined) return {};
  const counts = (state: number) => failureAt(search.model, search, state) === undefined;
  const standsFor = search.complete ? statesOf(search, quotient, starts, counts) : undefined;
  return { reduced: standsFor === undefined ? {} : { standsFor } };
}
