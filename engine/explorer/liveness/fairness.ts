/**
 * Weak fairness, per step: what stays enabled for ever happens some time. A run can go round in a component for ever and be fair iff each fair action
 * is disabled in some state of it or taken by some edge of it.
 */
import type { Hop } from '../paths.ts';
import { type Edges, isFairLabel } from '../search/edges.ts';
import type { IntList, Scratch } from '../search/scratch.ts';

const STATES_PER_POLL = 1 << 12;

/** What the search for a stretch knows of the states it has come by: the edge that led there, and whence. */
interface Ways {
  readonly via: Int32Array;
  readonly from: Int32Array;
  readonly queue: IntList;
}

const OUTSIDE = 0;
const INSIDE = 1;
/** Inside, and the search for a stretch has come by. */
const REACHED = 2;

/** Looks at one component after the other; what it needs for that it keeps from one to the next. */
export class Fairness {
  readonly #edges: Edges;
  readonly #scratch: Scratch;
  /** By state, as to the component at hand. */
  readonly #marks: Uint8Array;
  /** By label: the number of the look at a state's actions that saw it last. */
  readonly #seenIn: Int32Array;
  #looks = 0;
  /** By label, of the component at hand: in how many states it is enabled, and whether an edge inside takes it. */
  readonly #enabledIn: Int32Array;
  readonly #taken: Uint8Array;

  constructor(edges: Edges, scratch: Scratch) {
    this.#edges = edges;
    this.#scratch = scratch;
    this.#marks = scratch.bytes(edges.firsts.length - 1);
    this.#seenIn = scratch.ints(edges.fairLabels + 1);
    this.#enabledIn = scratch.ints(edges.fairLabels + 1);
    this.#taken = scratch.bytes(edges.fairLabels + 1);
  }

  /** Whether a fair run can stay in the component for ever. */
  isFair(component: Int32Array): boolean {
    return this.#within(component, () => {
      const { firsts, targets } = this.#edges;
      const labels = this.#edges.labelled();
      const marks = this.#marks;
      const [seenIn, enabledIn, taken] = [this.#seenIn, this.#enabledIn, this.#taken];
      const seen: number[] = [];
      for (let i = 0; i < component.length; i++) {
        if (i % STATES_PER_POLL === 0) this.#scratch.poll();
        const state = component[i] as number;
        const look = ++this.#looks;
        for (let edge = firsts[state] as number, end = firsts[state + 1] as number; edge < end; edge++) {
          const label = labels[edge] as number;
          if (!isFairLabel(label)) continue;
          if (enabledIn[label] === 0) seen.push(label);
          if (seenIn[label] !== look) enabledIn[label] = (enabledIn[label] as number) + 1;
          seenIn[label] = look;
          if (marks[targets[edge] as number] !== OUTSIDE) taken[label] = 1;
        }
      }
      const isFair = seen.every((label) => (enabledIn[label] as number) < component.length || taken[label] === 1);
      for (const label of seen) {
        enabledIn[label] = 0;
        taken[label] = 0;
      }
      return isFair;
    });
  }

  /**
   * A way from `start` back to it, inside a fair component, on which each fair action is taken or is disabled somewhere: repeated for ever it is a fair
   * run. Not the shortest, but each of its stretches is.
   */
  cycle(component: Int32Array, start: number): readonly Hop[] {
    return this.#within(component, () => {
      const edges = this.#edges;
      const states = edges.firsts.length - 1;
      const ways = { via: this.#scratch.ints(states), from: this.#scratch.ints(states), queue: this.#scratch.list() };
      const cycle: Hop[] = [];
      let owed: readonly number[] = this.#fairLabelsAt(start);
      let at = start;
      while (owed.length > 0 || at !== start || cycle.length === 0) {
        const isWanted = (edge: number) =>
          owed.length > 0
            ? owed.includes(edges.label(edge)) || this.#stillEnabled(owed, edges.target(edge)).length < owed.length
            : edges.target(edge) === start;
        for (const edge of this.#nearest(at, ways, isWanted)) {
          at = edges.target(edge);
          const label = edges.label(edge);
          owed = this.#stillEnabled(owed, at).filter((other) => other !== label);
          cycle.push({ state: at, label });
        }
      }
      return cycle;
    });
  }

  /** The edges of a shortest way of at least one step whose last edge is wanted. */
  #nearest(start: number, { via, from, queue }: Ways, isWanted: (edge: number) => boolean): readonly number[] {
    const edges = this.#edges;
    const marks = this.#marks;
    queue.size = 0;
    queue.push(start);
    let last = -1;
    let whence = start;
    for (let i = 0; i < queue.size && last < 0; i++) {
      if (i % STATES_PER_POLL === 0) this.#scratch.poll();
      whence = queue.view[i] as number;
      for (let edge = edges.first(whence), end = edges.end(whence); edge < end; edge++) {
        const target = edges.target(edge);
        if (marks[target] === OUTSIDE) continue;
        if (isWanted(edge)) {
          last = edge;
          break;
        }
        if (marks[target] === REACHED) continue;
        marks[target] = REACHED;
        via[target] = edge;
        from[target] = whence;
        queue.push(target);
      }
    }
    if (last < 0) throw new Error('a strongly connected component is not connected');
    for (let i = 1; i < queue.size; i++) marks[queue.view[i] as number] = INSIDE;
    const way = [last];
    for (; whence !== start; whence = from[whence] as number) way.push(via[whence] as number);
    return way.reverse();
  }

  #fairLabelsAt(state: number): readonly number[] {
    const edges = this.#edges;
    const labels = new Set<number>();
    for (let edge = edges.first(state), end = edges.end(state); edge < end; edge++) labels.add(edges.label(edge));
    return [...labels].filter(isFairLabel);
  }

  /** Those of the labels that are of an action which is enabled in the state. */
  #stillEnabled(labels: readonly number[], state: number): readonly number[] {
    const edges = this.#edges;
    const look = ++this.#looks;
    for (let edge = edges.first(state), end = edges.end(state); edge < end; edge++) {
      const label = edges.label(edge);
      if (isFairLabel(label)) this.#seenIn[label] = look;
    }
    return labels.filter((label) => this.#seenIn[label] === look);
  }

  #within<T>(component: Int32Array, work: () => T): T {
    const mark = (as: number) =>
      this.#scratch.each(component, (state) => {
        this.#marks[state] = as;
      });
    mark(INSIDE);
    const result = this.#scratch.during(work);
    mark(OUTSIDE);
    return result;
  }
}
