/** Edges of a finished search, kept while questions about the whole graph are answered. */
import { FAULT_LABEL, NEUTRAL_LABEL } from '../memory/directory.ts';
import type { IntList, Scratch } from './scratch.ts';

/** Whether an edge with that label takes a fair action: neither heals nor is a budgeted fault. */
export function isFairLabel(label: number): boolean {
  return label !== NEUTRAL_LABEL && label !== FAULT_LABEL;
}

/** The edges out of some states; every other state seems to have none. */
export class Edges {
  /** Edges of state `s` are those from number `firsts[s]` to before `firsts[s + 1]`, in the order of the search. */
  readonly firsts: Int32Array;
  /** Where they lead. */
  readonly targets: Int32Array;
  /** What they are to fairness. Absent where faults are left out. */
  readonly labels: Int32Array | undefined;
  /** Under symmetry the permutations by which what they lead to became the states that are kept. */
  readonly permutations: Int32Array | undefined;
  /** The greatest label of a fair action. */
  readonly fairLabels: number;

  constructor({
    firsts,
    targets,
    labels,
    permutations,
    fairLabels,
  }: Pick<Edges, 'firsts' | 'targets' | 'labels' | 'permutations' | 'fairLabels'>) {
    this.firsts = firsts;
    this.targets = targets;
    this.labels = labels;
    this.permutations = permutations;
    this.fairLabels = fairLabels;
  }

  first(state: number): number {
    return this.firsts[state] as number;
  }
  end(state: number): number {
    return this.firsts[state + 1] as number;
  }
  target(edge: number): number {
    return this.targets[edge] as number;
  }
  isFault(edge: number): boolean {
    return this.labels !== undefined && this.labels[edge] === FAULT_LABEL;
  }
  labelled(): Int32Array {
    if (this.labels === undefined) throw new Error('what fairness is about needs labels');
    return this.labels;
  }
  label(edge: number): number {
    return this.labelled()[edge] as number;
  }
  /** Whether a fair action can be taken there. */
  hasFair(state: number): boolean {
    for (let edge = this.first(state), end = this.end(state); edge < end; edge++) if (isFairLabel(this.label(edge))) return true;
    return false;
  }
}

/** Takes edges in, the states in ascending order. */
export class EdgeList {
  readonly #firsts: Int32Array;
  readonly #targets: IntList;
  readonly #labels: IntList | undefined;
  readonly #permutations: IntList | undefined;
  #fairLabels = 0;

  /** Of a graph with so many states. */
  constructor(states: number, scratch: Scratch, { labels, permutations }: { readonly labels: boolean; readonly permutations: boolean }) {
    this.#firsts = scratch.ints(states + 1);
    this.#targets = scratch.list();
    this.#labels = labels ? scratch.list() : undefined;
    this.#permutations = permutations ? scratch.list() : undefined;
  }

  /** Without labels, faults are left out. */
  add(from: number, to: number, label: number, permutation = 0): void {
    if (this.#labels === undefined && label === FAULT_LABEL) return;
    this.#firsts[from + 1] = (this.#firsts[from + 1] as number) + 1;
    this.#targets.push(to);
    if (label > this.#fairLabels && label !== FAULT_LABEL) this.#fairLabels = label;
    this.#labels?.push(label);
    this.#permutations?.push(permutation);
  }

  /** Nothing is to be added afterwards. */
  finish(): Edges {
    const firsts = this.#firsts;
    for (let state = 1; state < firsts.length; state++) firsts[state] = (firsts[state] as number) + (firsts[state - 1] as number);
    return new Edges({
      firsts,
      targets: this.#targets.view,
      labels: this.#labels?.view,
      permutations: this.#permutations?.view,
      fairLabels: this.#fairLabels,
    });
  }
}
