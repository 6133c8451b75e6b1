/** What questions about the whole graph want to know of a single state. */
import type { Value } from '../../program/values.ts';
import { localOf, monitorOf, VIOLATED } from '../memory/directory.ts';
import type { MemoisedPredicate } from '../model/memoised-predicate.ts';
import { failureAt, truthAt } from '../search/observers.ts';
import type { Search } from '../search/search.ts';

/** Who owes something, read from a monitor's state. */
export interface Debts {
  /** Which of the monitors, by its place among the components. */
  readonly monitor: number;
  readonly owers: readonly number[];
  owes(state: Value, node: number): boolean;
}

export class Facts {
  readonly #search: Search;

  constructor(search: Search) {
    this.#search = search;
  }

  isTrue(predicate: MemoisedPredicate, state: number): boolean {
    return truthAt(this.#search.model, predicate, this.#search, state) === 1;
  }

  /** The end of a failing step is reported as such; what might have come after it is nobody's debt. */
  failed(state: number): boolean {
    return failureAt(this.#search.model, this.#search, state) !== undefined;
  }

  /** Of a lifeline: clients do not crash. */
  isUp(state: number, node: number): boolean {
    const { model, store } = this.#search;
    return node >= model.nodes || model.space(node).local(store.component(state, localOf(node))).up;
  }

  /** What `of` makes of those who owe in a state; asked once for each state of the monitor. */
  owing<T>({ monitor, owers, owes }: Debts, of: (owing: readonly number[]) => T): (state: number) => T {
    const { model, store } = this.#search;
    const component = monitorOf(model.nodes, monitor);
    const known: T[] = [];
    return (state) => {
      const id = store.component(state, component);
      const before = known[id];
      if (before !== undefined) return before;
      const owing = id === VIOLATED ? [] : owers.filter((ower) => owes(model.monitors.state(monitor, id), ower));
      const made = of(owing);
      known[id] = made;
      return made;
    };
  }
}
