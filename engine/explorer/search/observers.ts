/** What is found out on the way: questions that one reachable state answers, and failures. */
import { environmentOf, localOf, monitorOf, VIOLATED } from '../memory/directory.ts';
import type { MemoisedPredicate } from '../model/memoised-predicate.ts';
import type { Model } from '../model/model.ts';
import type { SearchView } from './view.ts';

/** Waits for the first state that answers it. */
export interface Observer {
  /** The first state found; absent while there is none. */
  found?: number;
  /** Whether this state answers it. */
  matches(search: SearchView, state: number): boolean;
}

/** The monitor has read a violation. */
export function monitorObserver(model: Model, monitor: number): Observer {
  const component = monitorOf(model.nodes, monitor);
  return { matches: ({ store }, state) => store.component(state, component) === VIOLATED };
}

/** The predicate has one of these truth values after the start or after a step; never asked of a state in the middle of a failing step. */
export function predicateObserver(model: Model, predicate: MemoisedPredicate, wanted: readonly number[]): Observer {
  return {
    matches: (search, state) => failureAt(model, search, state) === undefined && wanted.includes(truthAt(model, predicate, search, state)),
  };
}

export function truthAt(model: Model, predicate: MemoisedPredicate, { store }: SearchView, state: number) {
  // What predicates read does not change while time passes.
  const local = (node: number) => model.timelessLocal(node, store.component(state, localOf(node)));
  const known = predicate.known(local);
  return known >= 0 ? known : predicate.evaluate(local, () => model.spaces.map((space, node) => space.local(local(node))));
}

/** The number of the failure that ended the run in this state. */
export function failureAt(model: Model, { store }: SearchView, state: number): number | undefined {
  return model.failures.size === 0 ? undefined : model.failedIn(store.component(state, environmentOf(model.nodes)));
}

/** The first state for each failure, and how many states are but ends of failing steps. */
export class FailureObserver {
  readonly #model: Model;
  /** By failure. */
  readonly found = new Map<number, number>();
  states = 0;
  /** The deepest state that is not such an end. */
  depth = 0;

  constructor(model: Model) {
    this.#model = model;
  }

  observe(search: SearchView, from: number, to: number): void {
    if (this.#model.failures.size === 0) {
      this.depth = search.depth(to - 1);
      return;
    }
    for (let state = from; state < to; state++) {
      const failure = failureAt(this.#model, search, state);
      if (failure === undefined) this.depth = search.depth(state);
      else {
        this.states++;
        if (!this.found.has(failure)) this.found.set(failure, state);
      }
    }
  }
}
