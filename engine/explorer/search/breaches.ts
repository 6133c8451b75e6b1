/**
 * Several violations of one claim, where different statements break it. Breadth first, so the first one found at a statement is a shortest one. Not all
 * of them need be found: what arrives in a state that is known already shows nothing new, and looking ends at bounds.
 */

import { environmentOf, inboxOf, localOf, monitorOf, VIOLATED } from '../memory/directory.ts';
import { NO_PARENT } from '../memory/state-store.ts';
import type { Model, Vector } from '../model/model.ts';
import { lastStepsTo, shortestPath } from '../paths.ts';
import type { Path } from '../questions.ts';
import type { Observer } from './observers.ts';
import type { SearchView } from './view.ts';

/** Violations shown of one claim. */
const MOST_PLACES = 5;
/** Violating steps taken again, to see which statement it was. */
const MOST_EXAMINED = 100;
/** Violating steps looked at. */
const MOST_SEEN = 10_000;

export class Breaches {
  /** The shortest first. */
  readonly paths: Path[] = [];
  readonly #model: Model;
  readonly #observer: Observer;
  readonly #monitor: number | undefined;
  readonly #places = new Set<string>();
  readonly #examined = new Set<string>();
  #seen = 0;

  /** `monitor`: the number of the one that is violated; absent for an invariant. */
  constructor(model: Model, observer: Observer, monitor?: number) {
    this.#model = model;
    this.#observer = observer;
    this.#monitor = monitor;
  }

  /** Looks at new states, in order. */
  observe(search: SearchView, from: number, to: number): void {
    for (let state = from; state < to; state++) {
      if (this.#places.size >= MOST_PLACES || this.#examined.size >= MOST_EXAMINED || this.#seen >= MOST_SEEN) return;
      if (!this.#observer.matches(search, state)) continue;
      const parent = search.store.parent(state);
      // Whatever comes behind a violation breaks nothing any more.
      if (parent !== NO_PARENT && this.#observer.matches(search, parent)) continue;
      this.#seen++;
      this.#examine(search, parent, state);
    }
  }

  #examine(search: SearchView, parent: number, state: number): void {
    const kind = parent === NO_PARENT ? `start ${state}` : this.#kindOf(search.vector(parent), search.vector(state));
    if (this.#examined.has(kind)) return;
    this.#examined.add(kind);
    const place = this.#placeOf(search, parent, state);
    if (this.#places.has(place)) return;
    this.#places.add(place);
    this.paths.push(shortestPath(search, state));
  }

  /** What tells one violating step from another without taking it: what it did to nodes, and the messages that it took. */
  #kindOf(before: Vector, after: Vector): string {
    const parts: number[] = [];
    this.#model.spaces.forEach((space, node) => {
      const [local, inbox] = [localOf(node), inboxOf(node)];
      if (before[local] !== after[local]) parts.push(node, before[local] as number, after[local] as number);
      if (before[inbox] === after[inbox]) return;
      const left = new Set(space.items(after[inbox] as number));
      parts.push(-1, ...space.items(before[inbox] as number).filter((item) => !left.has(item)));
    });
    this.#model.clients.forEach((_, client) => {
      const local = this.#model.clientAt(client);
      if (before[local] !== after[local]) parts.push(-4, client, before[local] as number, after[local] as number);
    });
    const environment = environmentOf(this.#model.nodes);
    if (before[environment] !== after[environment]) parts.push(-2, before[environment] as number, after[environment] as number);
    if (this.#monitor !== undefined) parts.push(-3, before[monitorOf(this.#model.nodes, this.#monitor)] as number);
    return parts.join();
  }

  /** The statement that broke it: the event that the monitor does not bear; of an invariant what the step is shown at. */
  #placeOf(search: SearchView, parent: number, state: number): string {
    const happenings = lastStepsTo(search, parent, state).flatMap((step) => step.happenings);
    if (this.#monitor === undefined) return placeKey(happenings.find(({ place }) => place !== undefined));
    const { monitors, nodes } = this.#model;
    let before = parent === NO_PARENT ? monitors.initial(this.#monitor) : search.store.component(parent, monitorOf(nodes, this.#monitor));
    for (const happening of happenings) {
      before = monitors.next(this.#monitor, before, monitors.listId([happening]));
      if (before === VIOLATED) return placeKey(happening);
    }
    throw new Error('a step that violates a property does not when it is taken again');
  }
}

function placeKey(
  happening: { readonly place?: { readonly file: string; readonly start: number; readonly end: number } } | undefined,
): string {
  const place = happening?.place;
  return place === undefined ? '' : `${place.file} ${place.start} ${place.end}`;
}
