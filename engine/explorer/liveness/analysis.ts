/** Questions about the whole graph of states, once the search is complete. */

import type { Value } from '../../program/values.ts';
import { localOf, monitorOf, VIOLATED } from '../memory/directory.ts';
import type { Interrupt } from '../memory/state-store.ts';
import type { MemoisedPredicate } from '../model/memoised-predicate.ts';
import type { Model } from '../model/model.ts';
import { ancestry, pathThrough, runTo } from '../paths.ts';
import type { Answer, Breach } from '../questions.ts';
import type { Graph } from '../search/graph.ts';
import { failureAt, truthAt } from '../search/observers.ts';
import { Asymmetry } from '../symmetry/group.ts';
import { IDENTITY } from '../symmetry/permutations.ts';
import { type Avoidance, avoidance, interrupted, reachableInside } from './avoidance.ts';
import { GOALS_AT_ONCE, reachableGoals } from './backward.ts';

/** Who owes something, read from a monitor's state. */
export interface Debts {
  /** Which of the monitors, by its place among the components. */
  readonly monitor: number;
  readonly owers: readonly number[];
  owes(state: Value, node: number): boolean;
}

/** A goal that must stay reachable, and for whom: without `node`, for everybody at any time. */
interface Goal {
  readonly question: number;
  readonly node?: number;
  fulfilled(state: number): boolean;
  /** Whether a state from which the goal cannot be reached violates the question. */
  matters(state: number): boolean;
}

const STATES_PER_POLL = 1024;

export class Analysis {
  readonly #graph: Graph;
  readonly #model: Model;
  readonly #interrupt: Interrupt;

  constructor(graph: Graph, interrupt: Interrupt) {
    this.#graph = graph;
    this.#model = graph.search.model;
    this.#interrupt = interrupt;
  }

  /** `always possible`: one goal, which matters everywhere. */
  possibleGoals(question: number, predicate: MemoisedPredicate): readonly Goal[] {
    return [{ question, fulfilled: (state) => this.#failed(state) || this.#truth(predicate, state), matters: () => true }];
  }

  /** `nonBlocking` and the like: one goal for each node that can owe. */
  progressGoals(question: number, debts: Debts): readonly Goal[] {
    const owes = this.#debtsOf(debts);
    return debts.owers.map((node) => ({
      question,
      node,
      fulfilled: (state) => this.#failed(state) || !owes(state, node),
      matters: (state) => this.#isUp(state, node),
    }));
  }

  /** Answers to the questions that the goals belong to; `undefined` when interrupted. */
  answerGoals(goals: readonly Goal[]): ReadonlyMap<number, Answer> | undefined {
    if (this.#graph.search.quotient?.permutes === true && goals.length > GOALS_AT_ONCE)
      throw new Asymmetry('more goals than can be renamed at once');
    const hopeless = new Map<number, { readonly state: number; readonly node: number | undefined }[]>();
    for (let first = 0; first < goals.length; first += GOALS_AT_ONCE) {
      const some = goals.slice(first, first + GOALS_AT_ONCE);
      const bitsAt = (state: number) => some.reduce((bits, goal, i) => (goal.fulfilled(state) ? bits | (1 << i) : bits), 0);
      const reached = reachableGoals(this.#graph, some.length, bitsAt, this.#pulling(some), this.#interrupt);
      if (reached === undefined) return undefined;
      some.forEach((goal, i) => {
        const state = reached.findIndex((bits, candidate) => (bits & (1 << i)) === 0 && goal.matters(candidate));
        if (state < 0) return;
        const found = hopeless.get(goal.question) ?? [];
        hopeless.set(goal.question, [...found, { state, node: goal.node }]);
      });
    }
    return new Map(
      goals.map(({ question }) => {
        const found = (hopeless.get(question) ?? []).sort((a, b) => a.state - b.state);
        return [question, answered(found.map(({ state, node }) => this.#breachAt(state, node)))];
      }),
    );
  }

  #breachAt(state: number, node: number | undefined): Breach {
    const { path, nodes } = runTo(this.#graph.search, state);
    return breach(path, node === undefined ? undefined : nodes(node));
  }

  /** Under symmetry the state that an edge leads to has other names for the nodes, so the goals of nodes change with it. */
  #pulling(goals: readonly Goal[]): (bits: number, k: number) => number {
    const { quotient } = this.#graph.search;
    if (quotient?.permutes !== true || goals.every(({ node }) => node === undefined)) return (bits) => bits;
    const everything = 2 ** goals.length - 1;
    const places = new Map<number, readonly number[]>();
    return (bits, k) => {
      const permutation = this.#graph.permutations[k] as number;
      if (permutation === IDENTITY || bits === 0 || bits === everything) return bits;
      let there = places.get(permutation);
      if (there === undefined) {
        const image = quotient.canonical.permutations.get(permutation);
        there = goals.map(({ question, node }) =>
          goals.findIndex((goal) => goal.question === question && goal.node === (node === undefined ? undefined : (image[node] ?? node))),
        );
        if (there.includes(-1)) throw new Asymmetry('of nodes that are alike only some owe something');
        places.set(permutation, there);
      }
      return there.reduce((here, at, i) => (((bits >> at) & 1) === 1 ? here | (1 << i) : here), 0);
    };
  }

  /** `eventually`: no fair run avoids the predicate from its start on. */
  answerEventually(predicate: MemoisedPredicate): Answer | undefined {
    const part = reachableInside(this.#graph, (state) => !this.#truth(predicate, state), this.#interrupt);
    if (part === undefined) return undefined;
    const found = avoidance(this.#graph, part, (state) => !this.#failed(state), this.#interrupt);
    if (found === interrupted) return undefined;
    if (found === undefined) return { kind: 'holds' };
    return answered([breach(pathThrough(this.#graph.search, ancestry(found.state, part), found.cycle))]);
  }

  /** `termination` and the like: on every fair run each node that can owe pays, or stays down. */
  answerTermination(debts: Debts): Answer | undefined {
    const owes = this.#debtsOf(debts);
    const avoided: { readonly found: Avoidance; readonly node: number }[] = [];
    for (const node of debts.owers) {
      const has = (state: number) => owes(state, node);
      const states = this.#statesWhere(has);
      if (states === undefined) return undefined;
      const found = avoidance(this.#graph, { states, has }, (state) => !this.#failed(state) && this.#isUp(state, node), this.#interrupt);
      if (found === interrupted) return undefined;
      // Who waits in the run of another is told with it.
      if (found && avoided.every((other) => other.found.state !== found.state)) avoided.push({ found, node });
    }
    const { search } = this.#graph;
    avoided.sort((a, b) => a.found.state - b.found.state);
    return answered(avoided.map(({ found, node }) => breach(pathThrough(search, ancestry(found.state, search.store), found.cycle), node)));
  }

  #statesWhere(has: (state: number) => boolean): readonly number[] | undefined {
    const states: number[] = [];
    for (let state = 0; state < this.#graph.search.store.count; state++) {
      if (state % STATES_PER_POLL === 0 && this.#interrupt()) return undefined;
      if (has(state)) states.push(state);
    }
    return states;
  }

  /** Whether a node owes in a state; asked of the property once for each state of its monitor. */
  #debtsOf({ monitor, owers, owes }: Debts): (state: number, node: number) => boolean {
    const component = monitorOf(this.#model.nodes, monitor);
    const known: ReadonlySet<number>[] = [];
    return (state, node) => {
      const id = this.#graph.search.store.component(state, component);
      if (id === VIOLATED) return false;
      known[id] ??= new Set(owers.filter((ower) => owes(this.#model.monitors.state(monitor, id), ower)));
      return known[id].has(node);
    };
  }

  /** Of a lifeline: clients do not crash. */
  #isUp(state: number, node: number): boolean {
    if (node >= this.#model.nodes) return true;
    return this.#model.space(node).local(this.#graph.search.store.component(state, localOf(node))).up;
  }
  #truth(predicate: MemoisedPredicate, state: number): boolean {
    return truthAt(this.#model, predicate, this.#graph.search, state) === 1;
  }
  /** The end of a failing step is reported as such; what might have come after it is nobody's debt. */
  #failed(state: number): boolean {
    return failureAt(this.#model, this.#graph.search, state) !== undefined;
  }
}

function breach(path: Breach['path'], node?: number): Breach {
  return { path, ...(node !== undefined && { node }) };
}

/** The answer to a question that these violate, the shortest first; it holds where there are none. */
function answered([first, ...others]: readonly Breach[]): Answer {
  return first === undefined ? { kind: 'holds' } : { kind: 'violated', ...first, ...(others.length > 0 && { others }) };
}
