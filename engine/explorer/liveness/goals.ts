/** Goals that must stay reachable: what `always possible` and `nonBlocking` are about. */
import type { MemoisedPredicate } from '../model/memoised-predicate.ts';
import type { Edges } from '../search/edges.ts';
import type { Scratch } from '../search/scratch.ts';
import { Asymmetry } from '../symmetry/group.ts';
import { IDENTITY } from '../symmetry/permutations.ts';
import type { Quotient } from '../symmetry/quotient.ts';
import { allGoals, GOALS_AT_ONCE, reachGoals } from './backward.ts';
import type { Debts, Facts } from './facts.ts';

/** Goals of one question, few enough for a word. */
export interface Goals {
  readonly question: number;
  /** For whom; `undefined`: for everybody at any time. */
  readonly nodes: readonly (number | undefined)[];
  /** Those that the state fulfils, as bits by their place. */
  fulfilled(state: number): number;
  /** Whether a state from which this node's goal cannot be reached violates the question. */
  matters(state: number, node: number | undefined): boolean;
}

/** A state from which a goal cannot be reached. */
export interface Hopeless {
  readonly question: number;
  readonly state: number;
  readonly node: number | undefined;
}

const STATES_PER_POLL = 1 << 11;

/** `always possible`: one goal, which matters everywhere. */
export function possibleGoals(question: number, predicate: MemoisedPredicate, facts: Facts): readonly Goals[] {
  const fulfilled = (state: number) => (facts.failed(state) || facts.isTrue(predicate, state) ? 1 : 0);
  return [{ question, nodes: [undefined], fulfilled, matters: () => true }];
}

/** `nonBlocking` and the like: one goal for each node that can owe. */
export function progressGoals(question: number, debts: Debts, facts: Facts): readonly Goals[] {
  return chunks(debts.owers, GOALS_AT_ONCE).map((nodes): Goals => {
    const all = allGoals(nodes.length);
    const paid = facts.owing(debts, (owing) => nodes.reduce((bits, node, i) => (owing.includes(node) ? bits : bits | (1 << i)), 0));
    return {
      question,
      nodes,
      fulfilled: (state) => (facts.failed(state) ? all : paid(state)),
      matters: (state, node) => node === undefined || facts.isUp(state, node),
    };
  });
}

function chunks<T>(items: readonly T[], most: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / most) }, (_, i) => items.slice(i * most, (i + 1) * most));
}

/** Puts as many together as fit into a word. */
export function together(goals: readonly Goals[]): readonly (readonly Goals[])[] {
  const sets: Goals[][] = [];
  for (const each of goals) {
    const last = sets.at(-1);
    if (last !== undefined && last.reduce((sum, { nodes }) => sum + nodes.length, each.nodes.length) <= GOALS_AT_ONCE) last.push(each);
    else sets.push([each]);
  }
  return sets;
}

interface Goal {
  readonly of: Goals;
  readonly node: number | undefined;
}

/** Goals that are looked for together. */
export class GoalSet {
  readonly #goals: readonly Goal[];
  readonly #all: number;
  readonly #scratch: Scratch;
  /** Of each state, as far as is known. */
  readonly #reached: Int32Array;

  constructor(goals: readonly Goals[], states: number, scratch: Scratch) {
    this.#goals = goals.flatMap((of) => of.nodes.map((node) => ({ of, node })));
    this.#all = allGoals(this.#goals.length);
    this.#scratch = scratch;
    this.#reached = scratch.ints(states);
    let shift = 0;
    for (const { nodes, fulfilled } of goals) {
      for (let state = 0; state < states; state++) {
        if (state % STATES_PER_POLL === 0) scratch.poll();
        this.#reached[state] = (this.#reached[state] as number) | (fulfilled(state) << shift);
      }
      shift += nodes.length;
    }
  }

  /** Whether it matters where the state leads. */
  isOpen(state: number): boolean {
    return this.#reached[state] !== this.#all;
  }

  /** For each goal the first state from which it cannot be reached, where that matters. `edges` has those of all open states. */
  hopeless(edges: Edges, quotient: Quotient | undefined): readonly Hopeless[] {
    const reached = this.#reached;
    reachGoals(edges, this.#all, reached, this.#pulling(edges, quotient), this.#scratch);
    const found: Hopeless[] = [];
    let sought = this.#all;
    for (let state = 0; state < reached.length && sought !== 0; state++) {
      if (state % STATES_PER_POLL === 0) this.#scratch.poll();
      const missed = sought & ~(reached[state] as number);
      if (missed === 0) continue;
      for (const [i, { of, node }] of this.#goals.entries()) {
        if (((missed >> i) & 1) === 0 || !of.matters(state, node)) continue;
        sought &= ~(1 << i);
        found.push({ question: of.question, state, node });
      }
    }
    return found;
  }

  /** Under symmetry the state that an edge leads to has other names for the nodes, so the goals of nodes change with it. */
  #pulling({ permutations }: Edges, quotient: Quotient | undefined): ((bits: number, edge: number) => number) | undefined {
    const goals = this.#goals;
    const all = this.#all;
    if (permutations === undefined || quotient === undefined || goals.every(({ node }) => node === undefined)) return undefined;
    const places = new Map<number, readonly number[]>();
    return (bits, edge) => {
      const permutation = permutations[edge] as number;
      if (permutation === IDENTITY || bits === 0 || bits === all) return bits;
      let there = places.get(permutation);
      if (there === undefined) {
        const image = quotient.canonical.permutations.get(permutation);
        there = goals.map(({ of, node }) =>
          goals.findIndex((goal) => goal.of === of && goal.node === (node === undefined ? undefined : (image[node] ?? node))),
        );
        if (there.includes(-1)) throw new Asymmetry('of nodes that are alike only some owe something');
        places.set(permutation, there);
      }
      return there.reduce((here, at, i) => (((bits >> at) & 1) === 1 ? here | (1 << i) : here), 0);
    };
  }
}
