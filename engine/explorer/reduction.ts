/** What a search leaves out, and whether that is worth its while. */
import type { Monitor, PropertyContext } from '../checkers/property.ts';
import type { System } from '../world/world.ts';
import { SequenceTable } from './memory/sequences.ts';
import { Model, type Vector } from './model/model.ts';
import { DeadLetters } from './partial-order/dead-letters.ts';
import { Futures } from './partial-order/futures.ts';
import { Revived } from './partial-order/revived.ts';
import type { Exploration, ExploreOptions, Question } from './questions.ts';
import { isReducible } from './reducible.ts';
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
  /** What nodes can still come to, so that messages which they have done with can be left out; absent where none are. */
  readonly futures?: Futures;
}
export const NOTHING: Reduction = {};

/** How many times fewer states make up for the time that a loop takes which does more for each: under symmetry, and without. */
const LEAST_GAIN = { symmetry: 12, none: 3 };
/** How many times fewer states make it worth while to search again for one that ran out of room. */
const LEAST_ROOM = 1.2;
/** Of so many of the last states that a search has found it is seen how many there would be without dead letters. */
const STATES_TO_JUDGE_BY = 50_000;

/** What can be left out without changing an answer; `NOTHING` where there is nothing. */
export function reductionOf(system: System, context: PropertyContext, questions: readonly Question[], options: ExploreOptions): Reduction {
  const { symmetry = true, partialOrder = true, interpretAll, lossy, after } = options;
  if (interpretAll === true || lossy !== undefined || after !== undefined || !isReducible(system, questions)) return NOTHING;
  const group = symmetry ? symmetryOf(system, questions) : undefined;
  const readers = questions.flatMap((question) => {
    if (question.kind === 'monitor') return [question.monitor];
    return question.kind === 'liveness' ? [question.property.monitor(context)] : [];
  });
  const futures = partialOrder ? new Futures(system, (happening) => readers.some((monitor) => monitor.reads(happening))) : undefined;
  return group === undefined && futures === undefined ? NOTHING : { ...(group && { group }), ...(futures && { futures }) };
}

/** What of it saves time, by what a search without it has found so far; nothing where none of it does. */
export function savingTime(search: SearchView, reduction: Reduction): Reduction | undefined {
  const { group, futures } = reduction;
  const gain = futures === undefined ? 1 : gainWithoutLetters(search, futures);
  if (group !== undefined && group.order * gain >= LEAST_GAIN.symmetry) return reduction;
  return futures !== undefined && gain >= LEAST_GAIN.none ? { futures } : undefined;
}

/** Whether it saves room, by what a search without it has found. */
export function savesRoom(search: SearchView, { group, futures }: Reduction): boolean {
  return group !== undefined || (futures !== undefined && gainWithoutLetters(search, futures) >= LEAST_ROOM);
}

/** How many states there are for each that differs in more than dead letters. */
function gainWithoutLetters(search: SearchView, futures: Futures): number {
  futures.begin();
  try {
    const letters = new DeadLetters(search.model, futures, new Group(search.model.nodes, []));
    letters.listen();
    const left = new SequenceTable();
    const begin = Math.max(0, search.store.count - STATES_TO_JUDGE_BY);
    for (let state = begin; state < search.store.count; state++) {
      const vector = search.vector(state);
      letters.drop(vector);
      left.intern(vector);
    }
    return (search.store.count - begin) / Math.max(1, left.size);
  } catch (error) {
    if (!(error instanceof Revived)) throw error;
    return gainWithoutLetters(search, futures);
  }
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
  reduction.futures?.begin();
  const letters = reduction.futures && new DeadLetters(model, reduction.futures, group);
  return { model, quotient: new Quotient(model, group, broadcasts, letters) };
}

/** What a search with a reduction says of that. */
export function reducedTo(search: Search, starts: readonly Vector[]): Pick<Exploration, 'reduced'> {
  const { quotient } = search;
  if (quotient === undefined || !(quotient.permutes || quotient.deadLetters?.used === true)) return {};
  const counts = (state: number) => failureAt(search.model, search, state) === undefined;
  const standsFor = search.complete ? statesOf(search, quotient, starts, counts) : undefined;
  return { reduced: standsFor === undefined ? {} : { standsFor } };
}
