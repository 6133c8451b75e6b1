/**
 * Single phenomena: whether there is an admissible order of versions in which one does not occur (`no lostUpdate`). Unlike the levels these are no
 * matter of cycles alone, so every order that the search proposes is looked at as a whole.
 */
import type { Anomaly, AnomalyKind, Dependency, DependencyKind } from './anomalies.ts';
import { cycleThrough, cycleWithTwo, dependencyGraph, shortestCycle } from './cycles.ts';
import { type ConditionalDependency, type Dependencies, dependenciesOf, type Occurrence } from './dependencies.ts';
import { directOnly } from './direct.ts';
import { cycleAnomaly } from './explain.ts';
import { graphOf } from './graph.ts';
import { lostUpdates } from './lost-updates.ts';
import { type ConditionalEdge, type Literal, not, solveOrder } from './solver.ts';
import type { Sources } from './sources.ts';

export const phenomena = ['dirtyWrite', 'dirtyRead', 'readSkew', 'lostUpdate', 'writeSkew', 'phantom'] as const;
export type Phenomenon = (typeof phenomena)[number];

export type PhenomenonVerdict =
  | { readonly kind: 'holds' }
  | { readonly kind: 'violated'; readonly anomaly: Anomaly }
  | { readonly kind: 'undecided'; readonly reason: string };

/** `unknown`: it took too long to tell. */
export type Search = Occurrence | 'unknown' | undefined;

/** Every conflict may be a look at the whole graph. */
const budget = { conflicts: 5_000, work: 100_000_000 };
const dirty: readonly AnomalyKind[] = ['G1a', 'G1b'];

/** Whether the history keeps clear of the phenomenon. */
export function withoutPhenomenon(sources: Sources, phenomenon: Phenomenon): PhenomenonVerdict {
  if (phenomenon === 'dirtyRead') {
    const anomaly = sources.anomalies.find(({ kind }) => dirty.includes(kind));
    if (anomaly !== undefined) return { kind: 'violated', anomaly };
    return contradiction(sources) ?? ambiguous(sources) ?? { kind: 'holds' };
  }
  const contradictory = contradiction(sources);
  if (contradictory !== undefined) return contradictory;
  const dependencies = dependenciesOf(sources, { unreadElements: true, everyKeyApart: true });
  if (dependencies.tooMany) {
    const fixed = occurrence(sources, { ...dependencies, conditional: [] }, phenomenon, () => true);
    if (fixed !== undefined && fixed !== 'unknown') return { kind: 'violated', anomaly: fixed.anomaly(false) };
    return { kind: 'undecided', reason: 'too many orders of the versions are possible: no read tells which came first' };
  }
  let last: Occurrence | undefined;
  let unsure = false;
  const answer = solveOrder({
    ...perKeyOrder(dependencies),
    variables: dependencies.variables.length,
    clauses: dependencies.clauses,
    phase: (variable) => {
      const what = dependencies.variables[variable];
      return what?.kind !== 'committed';
    },
    refuse: (holds) => {
      const found = occurrence(sources, dependencies, phenomenon, holds);
      unsure ||= found === 'unknown';
      if (found === 'unknown' || found === undefined) return undefined;
      last = found;
      return found.because;
    },
    budget,
  });
  if (answer.kind === 'none' && last !== undefined) return { kind: 'violated', anomaly: last.anomaly(answer.conflicts > 1) };
  if (unsure) return { kind: 'undecided', reason: 'its dependencies are too many to look through all of their cycles' };
  if (answer.kind === 'gaveUp') {
    return {
      kind: 'undecided',
      reason: `${answer.conflicts.toLocaleString('en-US')} orders of the versions were tried in vain, and others are possible`,
    };
  }
  return ambiguous(sources) ?? { kind: 'holds' };
}

/** Where no order of versions explains the history at all. */
function contradiction({ anomalies }: Sources): PhenomenonVerdict | undefined {
  const found = anomalies.find(({ kind }) => !dirty.includes(kind));
  return found === undefined ? undefined : { kind: 'undecided', reason: `no order of versions explains the history: ${found.message}` };
}

/** Where the history does not tell what was read. */
function ambiguous({ ambiguity }: Sources): PhenomenonVerdict | undefined {
  return ambiguity === undefined ? undefined : { kind: 'undecided', reason: ambiguity };
}

/** The versions of each key have one order. Orders of different keys may contradict each other: that is a dirty write. */
function perKeyOrder({ variables }: Dependencies): { readonly edges: readonly ConditionalEdge[]; readonly place: Int32Array } {
  const nodes = new Map<number, number>();
  const node = (version: number): number => {
    const known = nodes.get(version) ?? nodes.size;
    nodes.set(version, known);
    return known;
  };
  const edges = variables.flatMap((variable, index): ConditionalEdge[] => {
    if (variable.kind !== 'order') return [];
    const [first, second] = [node(variable.first.index), node(variable.second.index)];
    return [
      { from: first, to: second, when: [2 * index] },
      { from: second, to: first, when: [not(2 * index)] },
    ];
  });
  return { edges, place: Int32Array.from({ length: nodes.size }, (_, i) => i) };
}

export function occurrence(
  sources: Sources,
  dependencies: Dependencies,
  phenomenon: Phenomenon,
  holds: (literal: Literal) => boolean,
): Search {
  if (phenomenon === 'lostUpdate') return lostUpdates(sources, dependencies, holds);
  const kinds: readonly DependencyKind[] = {
    dirtyWrite: ['ww'] as const,
    dirtyRead: [],
    readSkew: ['ww', 'wr', 'rw', 'predicate-rw'] as const,
    writeSkew: ['ww', 'wr', 'rw'] as const,
    phantom: ['ww', 'wr', 'rw', 'predicate-rw'] as const,
  }[phenomenon];
  const always = dependencies.fixed.map((dependency): ConditionalDependency => ({ dependency, when: [] }));
  const edges = [...always, ...dependencies.conditional.filter(({ when }) => when.every(holds))].filter(({ dependency }) =>
    kinds.includes(dependency.kind),
  );
  const exact = phenomenon === 'writeSkew' ? directOnly(sources.versions, edges) : edges;
  const graph = dependencyGraph(
    sources.versions.history.transactions.length,
    exact.map(({ dependency }) => dependency),
  );
  const cycle = find();
  if (cycle === 'unknown' || cycle === undefined) return cycle;
  const chosen = cycle.map((index) => exact[index]).filter((edge) => edge !== undefined);
  return {
    anomaly: (everyOrder) => ({
      ...cycleAnomaly(
        sources.versions,
        chosen.map(({ dependency }) => dependency),
        everyOrder,
      ),
      kind: kindOf[phenomenon],
    }),
    because: [...new Set(phenomenon === 'writeSkew' ? allChoices(dependencies, holds) : chosen.flatMap(({ when }) => when))],
  };

  function find(): readonly number[] | 'unknown' | undefined {
    const anti = (dependency: Dependency): boolean => dependency.kind === 'rw' || dependency.kind === 'predicate-rw';
    switch (phenomenon) {
      case 'readSkew':
        return cycleThrough(graph, anti, (dependency) => !anti(dependency));
      case 'phantom':
        return cycleThrough(
          graph,
          ({ kind }) => kind === 'predicate-rw',
          () => true,
        );
      case 'writeSkew':
        return cycleWithTwo(graph, ({ kind }) => kind === 'rw');
      default:
        return shortestCycle(
          graphOf(
            graph.graph.nodes,
            exact.map(({ dependency: { from, to } }) => [from, to]),
          ),
        );
    }
  }
}

const kindOf: Readonly<Record<Phenomenon, AnomalyKind>> = {
  dirtyWrite: 'G0',
  dirtyRead: 'G1a',
  readSkew: 'G-single',
  lostUpdate: 'lostUpdate',
  writeSkew: 'G2-item',
  phantom: 'G2',
};

function allChoices({ variables }: Dependencies, holds: (literal: Literal) => boolean): readonly Literal[] {
  return variables.map((_, index) => (holds(2 * index) ? 2 * index : 2 * index + 1));
}
