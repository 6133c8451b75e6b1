/** The levels of isolation: whether there is an admissible order of versions in which none of the phenomena that a level forbids occurs. */
import type { Dependency, DependencyKind } from './anomalies.ts';
import { shortestCycle } from './cycles.ts';
import { type Dependencies, dependenciesOf } from './dependencies.ts';
import { graphOf, topologicalOrder } from './graph.ts';
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
  readonly #dependencies = new Map<boolean, Dependencies>();

  /** `sessions`: the order of each session counts too, at all levels. */
  constructor(sources: Sources, sessions: boolean) {
    this.#sources = sources;
    this.#sessions = sessions;
  }

  check(level: Level): LevelVerdict {
    const { versions, parts, ambiguity } = this.#sources;
    const { transactions } = versions.history;
    if (
      level === 'strictSerializable' &&
      transactions.length > 0 &&
      transactions.every(({ begin, end }) => begin === undefined && end === undefined)
    ) {
      return { kind: 'undecided', reason: 'the history does not say when its transactions began and ended' };
    }
    const dependencies = this.#dependenciesFor(level);
    const kinds = new Set(forbidden[level]);
    const wanted = ({ kind }: Dependency): boolean => kinds.has(kind);
    const layout = new Layout(transactions.length, level === 'snapshotIsolation', (transaction) => this.#moment(transaction));
    for (const dependency of dependencies.fixed) if (wanted(dependency)) layout.dependency(dependency);
    if (this.#sessions) layout.time('session', sessionEdges(versions, parts));
    if (level === 'strictSerializable') layout.time('realTime', realTimeEdges(versions, parts));
    const graph = graphOf(layout.nodes, layout.edges);
    const place = topologicalOrder(graph, (node) => layout.hint(node));
    if (place === undefined) {
      return { kind: 'violated', cycle: layout.cycle(shortestCycle(graph) ?? []), orders: false };
    }
    if (ambiguity !== undefined) return { kind: 'undecided', reason: ambiguity };
    if (dependencies.tooMany)
      return { kind: 'undecided', reason: 'too many orders of the versions are possible: no read tells which came first' };
    if (dependencies.variables.length === 0) return { kind: 'holds' };
    const fixed = layout.edges.length;
    const conditional: ConditionalEdge[] = [];
    for (const { dependency, when } of dependencies.conditional) {
      if (!wanted(dependency)) continue;
      layout.dependency(dependency);
      const [from, to] = layout.edges.at(-1) ?? [0, 0];
      conditional.push({ from, to, when });
    }
    const always = layout.edges.slice(0, fixed).map(([from, to]): ConditionalEdge => ({ from, to, when: [] }));
    const { variables, clauses } = dependencies;
    const answer = solveOrder({
      variables: variables.length,
      clauses,
      edges: [...always, ...conditional],
      place,
      phase: (variable, places) => {
        const what = variables[variable];
        if (what?.kind === 'source') return true;
        return (
          what?.kind === 'order' &&
          (places[layout.commit(what.first.transaction)] ?? 0) < (places[layout.commit(what.second.transaction)] ?? 0)
        );
      },
      budget,
    });
    return verdictOf(answer, layout);
  }

  #dependenciesFor(level: Level): Dependencies {
    const unreadElements = level === 'snapshotIsolation';
    const known = this.#dependencies.get(unreadElements);
    if (known !== undefined) return known;
    const made = dependenciesOf(this.#sources, { unreadElements, everyKeyApart: false });
    this.#dependencies.set(unreadElements, made);
    return made;
  }

  /** Databases mostly install versions in the order in which transactions end: the order to try first. */
  #moment(transaction: number): readonly [begin: number, end: number] {
    const { begin, end } = this.#sources.versions.history.transactions[transaction] ?? {};
    return [begin ?? end ?? transaction, end ?? begin ?? transaction];
  }
}

function verdictOf(answer: OrderAnswer, layout: Layout): LevelVerdict {
  switch (answer.kind) {
    case 'found':
      return { kind: 'holds' };
    case 'none':
      return { kind: 'violated', ...(answer.cycle === undefined ? {} : { cycle: layout.cycle(answer.cycle) }), orders: true };
    case 'gaveUp':
      return {
        kind: 'undecided',
        reason: `${answer.conflicts.toLocaleString('en-US')} orders of the versions were tried in vain, and others are possible`,
      };
  }
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

  dependency(dependency: Dependency): void {
    const { from, to, kind } = dependency;
    const anti = kind === 'rw' || kind === 'predicate-rw';
    this.#add(anti ? [this.start(from), this.commit(to)] : [this.commit(from), this.start(to)], dependency);
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
