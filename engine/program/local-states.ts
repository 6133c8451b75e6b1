import { compareValues } from './compare.ts';
import { ConsTable, mix, sameElements } from './cons-table.ts';
import type { ArmedTimer, LocalState } from './machine.ts';
import type { ConsingStore } from './store.ts';
import type { RequestValue, Value } from './values.ts';

/** The hash-consed local states of one machine. */
export class LocalStates {
  readonly #store: ConsingStore;
  readonly #states = new ConsTable<LocalState>(sameState, 1024);
  readonly #timers = new ConsTable<ArmedTimer>((a, b) => a.timer === b.timer && sameElements(a.arguments, b.arguments));

  constructor(store: ConsingStore) {
    this.#store = store;
  }

  /** `timers` in their order; `held` in any. The arrays are kept and must not change any more. */
  intern(
    node: number,
    up: boolean,
    variables: readonly Value[],
    disk: readonly Value[] | undefined,
    timers: readonly ArmedTimer[],
    held: readonly RequestValue[],
  ): LocalState {
    const store = this.#store;
    let hash = store.hashAll(up ? node * 2 + 1 : node * 2, variables);
    if (disk !== undefined) hash = store.hashAll(hash, disk);
    const armed = timers.length === 0 ? none : timers.map((timer) => this.#internTimer(timer));
    for (const timer of armed) hash = store.hashAll(mix(hash, timer.timer), timer.arguments);
    const ordered = held.length < 2 ? held : held.toSorted(compareValues);
    if (ordered.length > 0) hash = store.hashAll(hash, ordered);
    const id = this.#states.size;
    const candidate: LocalState =
      disk === undefined
        ? { id, node, up, variables, timers: armed, held: ordered }
        : { id, node, up, variables, disk, timers: armed, held: ordered };
    return this.#states.intern(candidate, hash);
  }

  #internTimer(timer: ArmedTimer): ArmedTimer {
    return this.#timers.intern(timer, this.#store.hashAll(timer.timer, timer.arguments));
  }
}

const none: readonly ArmedTimer[] = [];

function sameState(a: LocalState, b: LocalState): boolean {
  return (
    a.node === b.node &&
    a.up === b.up &&
    sameElements(a.variables, b.variables) &&
    (a.disk === b.disk || (a.disk !== undefined && b.disk !== undefined && sameElements(a.disk, b.disk))) &&
    sameElements(a.timers, b.timers) &&
    sameElements(a.held, b.held)
  );
}
