/** The levels of isolation: whether there is an admissible order of versions in which none of the phenomena that a level forbids occurs. */
import type { Dependency, DependencyKind } from './anomalies.ts';
import { shortestCycle } from './cycles.ts';
import { type Dependencies, dependenciesOf } from './dependencies.ts';
import { graphOf, topologicalOrder } from './graph.ts';
import { guessedDependencies } from './guess.ts';
import { type ConditionalEdge, type OrderAnswer, solveOrder } from './solver.ts';
import type { Sources } from './sources.ts';
import { realTimeEdges, sessionEdges, type TimeEdges } from './time.ts';

export const levels = ['readCommitted', 'repeatableRead', 'snapshotIsolation', 'serializable', 'strictSerializable'] as const;
export type Level = (typeof levels)[number];

export type LevelVerdict =
  | { readonly kind: 'holds' }
  /** `cycle`: absent where no single cycle shows it. `orders`: it is one of several, one for each order of the versions that could be. */
  | { readonly kind: 'violated'; readonly cycle?: readonly Dependency[]; readonly orders: boolean }
  | { readonly kind: 'undecided'; readonly reason: string };

/** Levels that follow from a level that holds, itself included. */
export const impliedBy: Readonly<Record<Level, readonly Level[]>> = {
  readCommitted: ['readCommitted'],
  repeatableRead: ['readCommitted', 'repeatableRead'],
  snapshotIsolation: ['readCommitted', 'snapshotIsolation'],
  serializable: ['readCommitted', 'repeatableRead', 'snapshotIsolation', 'serializable'],
  strictSerializable: levels,
};

const reads: readonly DependencyKind[] = ['ww', 'wr'];
const forbidden: Readonly<Record<Level, readonly DependencyKind[]>> = {
  readCommitted: reads,
  // A cycle that needs a predicate is a phantom, and those this level allows, also where another edge of it is an item's.
  repeatableRead: [...reads, 'rw'],
  snapshotIsolation: [...reads, 'rw', 'predicate-rw'],
  serializable: [...reads, 'rw', 'predicate-rw'],
  strictSerializable: [...reads, 'rw', 'predicate-rw'],
};

const budget = { conflicts: 50_000, work: 300_000_000 };

/**
 * Decides levels over one history. Levels other than snapshot isolation hold iff the edges that they look at close no cycle. For snapshot isolation
 * every transaction is two nodes, its start and its commit: what it depends on committed before it started, and what overwrites what it read
 * committed after it started. A cycle of these is one in which no two anti-dependencies follow each other, which is what PL-SI forbids
 * (Fekete et al. 2005; Cerone & Gotsman 2018).
 */
export class LevelChecker {
  readonly #sources: Sources;
  readonly #sessions: boolean;
  readonly #dependencies = new Map<string, Dependencies>();

  /** `sessions`: the order of each session counts too, at all levels. */
  constructor(sources: Sources, sessions: boolean) {
    this.#sources = sources;
    this.#sessions = sessions;
  }

  check(level: Level): LevelVerdict {
    const { versions, ambiguity } = this.#sources;
    const { transactions } = versions.history;
    if (
      level === 'strictSerializable' &&
      transactions.length > 0 &&
      transactions.every(({ begin, end }) => begin === undefined && end === undefined)
    ) {
      return { kind: 'undecided', reason: 'the history does not say when its transactions began and ended' };
    }
    const fixed = this.#dependenciesFor(level, true);
    const layout = this.#layout(level, fixed);
    const graph = graphOf(layout.nodes, layout.edges);
    const place = topologicalOrder(graph, (node) => layout.hint(node));
    if (place === undefined) return { kind: 'violated', cycle: layout.cycle(shortestCycle(graph) ?? []), orders: false };
    if (ambiguity !== undefined) return { kind: 'undecided', reason: ambiguity };
    if (!fixed.open || this.#guessHolds(level, fixed)) return { kind: 'holds' };
    const dependencies = this.#dependenciesFor(level, false);
    if (dependencies.tooMany) {
      return { kind: 'undecided', reason: 'too many orders of the versions are possible: no read tells which came first' };
    }
    const answer = solve(layout, place, dependencies, forbidden[level]);
    switch (answer.kind) {
      case 'found':
        return { kind: 'holds' };
      case 'none':
        return { kind: 'violated', ...this.#shown(level, dependencies, answer.cycle && layout.cycle(answer.cycle)), orders: true };
      case 'gaveUp': {
        const tried = answer.conflicts.toLocaleString('en-US');
        return { kind: 'undecided', reason: `${tried} orders of the versions were tried in vain, and others are possible` };
      }
    }
  }

  #guessHolds(level: Level, dependencies: Dependencies): boolean {
    const readsFrom = this.#layout('readCommitted', dependencies);
    const place = topologicalOrder(graphOf(readsFrom.nodes, readsFrom.edges), (node) => readsFrom.hint(node));
    const guessed = place && guessedDependencies(this.#sources, (transaction) => place[transaction] ?? 0);
    if (guessed === undefined) return false;
    const layout = this.#layout(level, dependencies);
    for (const dependency of guessed) if (forbidden[level].includes(dependency.kind)) layout.dependency(dependency);
    return topologicalOrder(graphOf(layout.nodes, layout.edges), (node) => layout.hint(node)) !== undefined;
  }

  /** The edges that are there whatever is chosen. */
  #layout(level: Level, dependencies: Dependencies): Layout {
    const { versions, parts } = this.#sources;
    const layout = new Layout(parts.length, level === 'snapshotIsolation', (transaction) => this.#moment(transaction));
    for (const dependency of dependencies.fixed) if (forbidden[level].includes(dependency.kind)) layout.dependency(dependency);
    if (this.#sessions) layout.time('session', sessionEdges(versions, parts));
    if (level === 'strictSerializable') layout.time('realTime', realTimeEdges(versions, parts));
    return layout;
  }

  /**
   * A cycle to show where each order of versions has one of its own: the shortest in an order that is at least read committed, so that it tells of what
   * was read; nothing where there is none of that kind and no cycle either.
   */
  #shown(
    level: Level,
    dependencies: Dependencies,
    otherwise: readonly Dependency[] | undefined,
  ): { readonly cycle?: readonly Dependency[] } {
    const weakest = this.#layout('readCommitted', dependencies);
    const graph = graphOf(weakest.nodes, weakest.edges);
    const place = topologicalOrder(graph, (node) => weakest.hint(node));
    const answer = place === undefined ? undefined : solve(weakest, place, dependencies, forbidden.readCommitted);
    if (answer?.kind === 'found') {
      const layout = this.#layout(level, dependencies);
      for (const { dependency, when } of dependencies.conditional) {
        if (forbidden[level].includes(dependency.kind) && when.every(answer.holds)) layout.dependency(dependency);
      }
      const cycle = shortestCycle(graphOf(layout.nodes, layout.edges));
      if (cycle !== undefined) return { cycle: layout.cycle(cycle) };
    }
    return otherwise === undefined ? {} : { cycle: otherwise };
  }

  #dependenciesFor(level: Level, fixedOnly: boolean): Dependencies {
    const unreadElements = level === 'snapshotIsolation' && this.#sources.lists.orders.length > 0;
    const key = `${unreadElements} ${fixedOnly}`;
    const known = this.#dependencies.get(key);
    if (known !== undefined) return known;
    const made = dependenciesOf(this.#sources, { unreadElements, everyKeyApart: false, fixedOnly });
    this.#dependencies.set(key, made);
    return made;
  }

  /** Databases mostly install versions in the order in which transactions end: the order to try first. */
  #moment(transaction: number): readonly [begin: number, end: number] {
    const { begin, end } = this.#sources.versions.history.transactions[transaction] ?? {};
    return [begin ?? end ?? transaction, end ?? begin ?? transaction];
  }
}

/** Looks for an order of versions, and sources of reads, in which the edges of these kinds close no cycle. */
function solve(layout: Layout, place: Int32Array, dependencies: Dependencies, kinds: readonly DependencyKind[]): OrderAnswer {
  const { variables, clauses } = dependencies;
  const edges = layout.edges.map(([from, to]): ConditionalEdge => ({ from, to, when: [] }));
  for (const { dependency, when } of dependencies.conditional) {
    if (!kinds.includes(dependency.kind)) continue;
    const [from, to] = layout.dependency(dependency);
    edges.push({ from, to, when });
  }
  return solveOrder({
    variables: variables.length,
    clauses,
    edges,
    place,
    phase: (variable, places) => {
      const what = variables[variable];
      if (what?.kind !== 'order') return what?.kind === 'source';
      const [first, second] = [what.first, what.second].map(({ transaction }) => places[layout.commit(transaction)] ?? 0);
      return (first ?? 0) < (second ?? 0);
    },
    budget,
  });
}

/** Transactions as nodes, one each or one for its start and one for its commit, and dependencies as edges. */
class Layout {
  readonly edges: (readonly [from: number, to: number])[] = [];
  /** What each edge stands for. */
  readonly #meaning: (Dependency | undefined)[] = [];
  readonly #transactions: number;
  readonly #split: boolean;
  readonly #moment: (transaction: number) => readonly [begin: number, end: number];
  #moments = 0;
  #timeKind: DependencyKind = 'realTime';

  constructor(transactions: number, split: boolean, moment: (transaction: number) => readonly [begin: number, end: number]) {
    this.#transactions = transactions;
    this.#split = split;
    this.#moment = moment;
    if (split) for (let t = 0; t < transactions; t++) this.#add([2 * t, 2 * t + 1], undefined);
  }

  get nodes(): number {
    return (this.#split ? 2 : 1) * this.#transactions + this.#moments;
  }

  start(transaction: number): number {
    return this.#split ? 2 * transaction : transaction;
  }
  commit(transaction: number): number {
    return this.#split ? 2 * transaction + 1 : transaction;
  }

  /** Gives the edge. */
  dependency(dependency: Dependency): readonly [from: number, to: number] {
    const { from, to, kind } = dependency;
    const anti = kind === 'rw' || kind === 'predicate-rw';
    const ends = anti ? ([this.start(from), this.commit(to)] as const) : ([this.commit(from), this.start(to)] as const);
    this.#add(ends, dependency);
    return ends;
  }

  time(kind: 'session' | 'realTime', { moments, edges }: TimeEdges): void {
    const first = this.nodes;
    this.#timeKind = kind;
    const node = (end: number, of: (transaction: number) => number): number =>
      end < this.#transactions ? of(end) : first + end - this.#transactions;
    for (const [from, to] of edges) {
      const direct = from < this.#transactions && to < this.#transactions;
      const ends = [node(from, (t) => this.commit(t)), node(to, (t) => this.start(t))] as const;
      this.#add(ends, direct ? { from, to, kind } : undefined);
    }
    this.#moments += moments;
  }

  /** Where the node is to come if nothing else says. */
  hint(node: number): number {
    if (node >= this.nodes - this.#moments) return Number.NEGATIVE_INFINITY;
    if (!this.#split) return this.#moment(node)[1];
    return this.#moment(node >> 1)[node & 1] ?? 0;
  }

  /** The cycle of these edges, as dependencies between transactions: ways over moments become one step. */
  cycle(edges: readonly number[]): readonly Dependency[] {
    const steps = edges.map((edge) => ({ ends: this.edges[edge] ?? [0, 0], meaning: this.#meaning[edge] }));
    const begin = Math.max(
      steps.findIndex(({ meaning }) => meaning !== undefined),
      0,
    );
    const cycle: Dependency[] = [];
    let from: number | undefined;
    for (const { ends, meaning } of [...steps.slice(begin), ...steps.slice(0, begin)]) {
      if (meaning !== undefined) {
        if (from !== undefined && from !== meaning.from) cycle.push({ from, to: meaning.from, kind: this.#timeKind });
        cycle.push(meaning);
        from = meaning.to;
        continue;
      }
      const to = this.#transactionAt(ends[1]);
      if (to !== undefined && from !== undefined && to !== from) {
        cycle.push({ from, to, kind: this.#timeKind });
        from = to;
      }
    }
    return cycle;
  }

  #transactionAt(node: number): number | undefined {
    const transaction = this.#split ? node >> 1 : node;
    return node < (this.#split ? 2 : 1) * this.#transactions ? transaction : undefined;
  }

  #add(ends: readonly [number, number], meaning: Dependency | undefined): void {
    this.edges.push(ends);
    this.#meaning.push(meaning);
  }
}
