/** Questions about the whole graph of states, once the search is complete. */
import type { MemoisedPredicate } from '../model/memoised-predicate.ts';
import { ancestry, pathThrough, runTo } from '../paths.ts';
import type { Answer, Breach } from '../questions.ts';
import type { Edges } from '../search/edges.ts';
import type { Graph } from '../search/graph.ts';
import type { Scratch } from '../search/scratch.ts';
import { Asymmetry } from '../symmetry/group.ts';
import { type Avoidance, Avoiding, reachableInside } from './avoidance.ts';
import { GOALS_AT_ONCE } from './backward.ts';
import { type Debts, Facts } from './facts.ts';
import { GoalSet, type Goals, type Hopeless, possibleGoals, progressGoals, together } from './goals.ts';

/** What takes every state and every edge to answer; `index` says which of the caller's questions it is. */
export type GraphQuestion = { readonly index: number; readonly name: string } & (
  | { readonly kind: 'alwaysPossible'; readonly predicate: MemoisedPredicate }
  | { readonly kind: 'eventually'; readonly predicate: MemoisedPredicate }
  /** `nonBlocking` and the like. */
  | { readonly kind: 'possibleProgress'; readonly debts: Debts }
  /** `termination` and the like: on every fair run each node that can owe pays, or stays down. */
  | { readonly kind: 'fairTermination'; readonly debts: Debts }
);

/** What fair runs may not avoid. */
type FairQuestion = Extract<GraphQuestion, { readonly kind: 'eventually' | 'fairTermination' }> & {
  /** States that a run which avoids it can be in. */
  avoids(state: number): boolean;
};

const STATES_PER_POLL = 1 << 11;

/** Answers the questions, each as soon as it can. Throws `Stopped`; what has been answered then stays so. */
export function answerByGraph(
  graph: Graph,
  questions: readonly GraphQuestion[],
  scratch: Scratch,
  onAnswer: (index: number, answer: Answer) => void,
): void {
  if (questions.length === 0) return;
  scratch.during(() => new Analysis(graph, scratch).answer(questions, onAnswer));
}

class Analysis {
  readonly #graph: Graph;
  readonly #facts: Facts;
  readonly #scratch: Scratch;

  constructor(graph: Graph, scratch: Scratch) {
    this.#graph = graph;
    this.#facts = new Facts(graph.search);
    this.#scratch = scratch;
  }

  answer(questions: readonly GraphQuestion[], onAnswer: (index: number, answer: Answer) => void): void {
    const { search } = this.#graph;
    const scratch = this.#scratch;
    scratch.announce(questions.map(({ name }) => name).join(', '));
    const goals = questions.flatMap((question) => this.#goalsOf(question));
    if (search.quotient?.permutes === true && goals.reduce((sum, { nodes }) => sum + nodes.length, 0) > GOALS_AT_ONCE)
      throw new Asymmetry('more goals than can be renamed at once');
    const sets = together(goals).map((some) => new GoalSet(some, search.store.count, scratch));
    const fair = questions.flatMap((question) => this.#fairQuestion(question));
    const isFairs = this.#marked((state) => fair.some(({ avoids }) => avoids(state)), fair.length > 0);
    const leaves = (state: number) => isFairs[state] === 1 || sets.some((set) => set.isOpen(state));
    const edges = this.#graph.edges(leaves, fair.length > 0, scratch);

    const hopeless = sets.flatMap((set) => set.hopeless(edges, search.quotient));
    for (const { index } of questions.filter(({ kind }) => kind === 'alwaysPossible' || kind === 'possibleProgress')) {
      const found = hopeless.filter(({ question }) => question === index).sort((a, b) => a.state - b.state);
      onAnswer(index, answered(found.map((each) => this.#breachAt(each))));
    }
    if (fair.length === 0) return;
    const avoiding = new Avoiding(edges, this.#listed(isFairs), (state) => isFairs[state] === 1, scratch);
    for (const question of fair) {
      const { kind, index } = question;
      scratch.announce(question.name);
      const answer = () =>
        kind === 'eventually' ? this.#eventually(question, edges, avoiding) : this.#termination(question, edges, avoiding);
      onAnswer(index, scratch.during(answer));
    }
  }

  #goalsOf(question: GraphQuestion): readonly Goals[] {
    if (question.kind === 'alwaysPossible') return possibleGoals(question.index, question.predicate, this.#facts);
    return question.kind === 'possibleProgress' ? progressGoals(question.index, question.debts, this.#facts) : [];
  }

  #fairQuestion(question: GraphQuestion): readonly FairQuestion[] {
    const { kind } = question;
    if (kind === 'eventually') return [{ ...question, avoids: (state) => !this.#facts.isTrue(question.predicate, state) }];
    return kind === 'fairTermination' ? [{ ...question, avoids: this.#facts.owing(question.debts, (owing) => owing.length > 0) }] : [];
  }

  #breachAt({ state, node }: Hopeless): Breach {
    const { path, nodes } = runTo(this.#graph.search, state);
    return breach(path, node === undefined ? undefined : nodes(node));
  }

  /** No fair run avoids the predicate from its start on. */
  #eventually({ avoids }: FairQuestion, edges: Edges, avoiding: Avoiding): Answer {
    const { search } = this.#graph;
    const part = reachableInside(search, edges, avoids, this.#scratch);
    const counts = (state: number) => !this.#facts.failed(state);
    const found = avoiding.first(
      part,
      counts,
      part.states.find((state) => !edges.hasFair(state) && counts(state)),
    );
    return answered(found === undefined ? [] : [breach(pathThrough(search, ancestry(found.state, part), found.cycle))]);
  }

  #termination({ debts }: Extract<FairQuestion, { readonly kind: 'fairTermination' }>, edges: Edges, avoiding: Avoiding): Answer {
    const { search } = this.#graph;
    const owing = this.#facts.owing(debts, (nodes) => nodes);
    const counts = (state: number, node: number) => !this.#facts.failed(state) && this.#facts.isUp(state, node);
    const ended = new Map<number, number>();
    for (let state = 0; state < search.store.count; state++) {
      if (state % STATES_PER_POLL === 0) this.#scratch.poll();
      if (edges.hasFair(state)) continue;
      for (const node of owing(state)) if (!ended.has(node) && counts(state, node)) ended.set(node, state);
    }
    const avoided: { readonly found: Avoidance; readonly node: number }[] = [];
    for (const node of debts.owers) {
      const itself = (state: number) => state;
      const part = { has: (state: number) => owing(state).includes(node), rank: itself, at: itself, size: search.store.count };
      const found = this.#scratch.during(() => avoiding.first(part, (state) => counts(state, node), ended.get(node)));
      // Who waits in the run of another is told with it.
      if (found && avoided.every((other) => other.found.state !== found.state)) avoided.push({ found, node });
    }
    avoided.sort((a, b) => a.found.state - b.found.state);
    return answered(avoided.map(({ found, node }) => breach(pathThrough(search, ancestry(found.state, search.store), found.cycle), node)));
  }

  /** 1 where it is so. */
  #marked(is: (state: number) => boolean, asked: boolean): Uint8Array {
    const { count } = this.#graph.search.store;
    const marks = this.#scratch.bytes(asked ? count : 0);
    for (let state = 0; state < marks.length; state++) {
      if (state % STATES_PER_POLL === 0) this.#scratch.poll();
      if (is(state)) marks[state] = 1;
    }
    return marks;
  }

  #listed(marks: Uint8Array): Int32Array {
    const states = this.#scratch.list();
    marks.forEach((mark, state) => {
      if (mark === 1) states.push(state);
    });
    return states.view.subarray(0, states.size);
  }
}

function breach(path: Breach['path'], node?: number): Breach {
  return { path, ...(node !== undefined && { node }) };
}

/** The answer to a question that these violate, the shortest first; it holds where there are none. */
function answered([first, ...others]: readonly Breach[]): Answer {
  return first === undefined ? { kind: 'holds' } : { kind: 'violated', ...first, ...(others.length > 0 && { others }) };
}
