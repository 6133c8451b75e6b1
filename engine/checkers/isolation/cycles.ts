/** Shortest cycles. */
import type { Dependency } from './anomalies.ts';
import { components, type Graph, graphOf } from './graph.ts';

/** A search looks at no more edges than this before it takes the best that it has. */
const mostWork = 20_000_000;

/**
 * The edges of a shortest cycle, in order; nothing where there is none. Breadth first from each node of a component that has a cycle, the small
 * components first, never further than the best so far. In a history where that would take too long, the shortest of those that were looked at.
 */
export function shortestCycle(graph: Graph): readonly number[] | undefined {
  const { of, sizes } = components(graph);
  const { nodes, to, first, out } = graph;
  const via = new Int32Array(nodes).fill(-1);
  let best: readonly number[] | undefined;
  let work = 0;
  const starts = Array.from({ length: nodes }, (_, node) => node)
    .filter((node) => (sizes[of[node] ?? 0] ?? 0) > 1)
    .sort((a, b) => (sizes[of[a] ?? 0] ?? 0) - (sizes[of[b] ?? 0] ?? 0) || a - b);
  for (const start of starts) {
    if (best !== undefined && (best.length <= 2 || work > mostWork)) break;
    const visited = [start];
    let layer = [start];
    let found: number | undefined;
    for (let length = 1; layer.length > 0 && found === undefined && length < (best?.length ?? Number.POSITIVE_INFINITY); length++) {
      const next: number[] = [];
      for (const node of layer) {
        for (let i = first[node] ?? 0; i < (first[node + 1] ?? 0); i++) {
          work++;
          const edge = out[i] ?? 0;
          const end = to[edge] ?? 0;
          if (end === start) {
            found ??= edge;
          } else if (of[end] === of[start] && (via[end] ?? -1) < 0) {
            via[end] = edge;
            visited.push(end);
            next.push(end);
          }
        }
        if (found !== undefined) break;
      }
      layer = next;
    }
    if (found !== undefined) best = wayBack(graph, via, start, found);
    for (const node of visited) via[node] = -1;
  }
  return best;
}

function wayBack({ from }: Graph, via: Int32Array, start: number, last: number): readonly number[] {
  const way = [last];
  for (let node = from[last] ?? start; node !== start; ) {
    const edge = via[node] ?? 0;
    way.push(edge);
    node = from[edge] ?? start;
  }
  return way.reverse();
}

export interface DependencyGraph {
  readonly graph: Graph;
  readonly dependencies: readonly Dependency[];
  /** The strongly connected component of each node. */
  readonly component: Int32Array;
}

export function dependencyGraph(transactions: number, dependencies: readonly Dependency[]): DependencyGraph {
  const graph = graphOf(
    transactions,
    dependencies.map(({ from, to }) => [from, to]),
  );
  return { graph, dependencies, component: components(graph).of };
}

type Wanted = (dependency: Dependency) => boolean;

/** A shortest cycle with one edge that is `wanted`, the others as `rest` says. */
export function cycleThrough(
  { graph, dependencies, component }: DependencyGraph,
  wanted: Wanted,
  rest: Wanted,
): readonly number[] | undefined {
  const allowed = dependencies.map(rest);
  let best: readonly number[] | undefined;
  for (const [edge, dependency] of dependencies.entries()) {
    const { from, to } = dependency;
    if (component[from] !== component[to] || !wanted(dependency)) continue;
    const way = shortestWay(graph, to, from, (other) => allowed[other] === true, (best?.length ?? Number.POSITIVE_INFINITY) - 1);
    if (way !== undefined && way.length + 1 < (best?.length ?? Number.POSITIVE_INFINITY)) best = [edge, ...way];
    if (best?.length === 2) break;
  }
  return best;
}

/** Edges of a shortest way, of fewer than `limit`. */
function shortestWay(
  { to, from, first, out }: Graph,
  start: number,
  goal: number,
  allowed: (edge: number) => boolean,
  limit: number,
): readonly number[] | undefined {
  const via = new Map<number, number>([[start, -1]]);
  let layer = [start];
  for (let length = 1; layer.length > 0 && length < limit; length++) {
    const next: number[] = [];
    for (const node of layer) {
      for (let i = first[node] ?? 0; i < (first[node + 1] ?? 0); i++) {
        const edge = out[i] ?? 0;
        const end = to[edge] ?? 0;
        if (!allowed(edge) || via.has(end)) continue;
        via.set(end, edge);
        next.push(end);
        if (end !== goal) continue;
        const way: number[] = [];
        for (let at = goal, edgeTo = edge; edgeTo >= 0; edgeTo = via.get(at) ?? -1) {
          way.push(edgeTo);
          at = from[edgeTo] ?? 0;
        }
        return way.reverse();
      }
    }
    layer = next;
  }
  return undefined;
}

/** A search for cycles tries no more steps than this. */
const mostSteps = 500_000;

/** A cycle (no transaction twice) with two or more edges that are `wanted`: a shortest one. `unknown` where it takes too long to find out. */
export function cycleWithTwo(
  { graph, dependencies, component }: DependencyGraph,
  wanted: Wanted,
): readonly number[] | 'unknown' | undefined {
  const marked = dependencies.map(wanted);
  const starts = dependencies.flatMap(({ from, to }, edge) => (marked[edge] === true && component[from] === component[to] ? [edge] : []));
  let steps = 0;
  // Deeper and deeper, so that the first that is found is a shortest one.
  for (let length = 2; starts.length > 0; length++) {
    let cut = false;
    for (const start of starts) {
      const goal = graph.from[start] ?? 0;
      const way = [start];
      const onWay = new Set([goal]);
      const found = extend(graph.to[start] ?? 0, 1);
      if (found) return way;
      if (steps > mostSteps) return 'unknown';

      function extend(node: number, count: number): boolean {
        if (node === goal) return count >= 2;
        if (onWay.has(node)) return false;
        if (way.length >= length) {
          cut = true;
          return false;
        }
        onWay.add(node);
        for (let i = graph.first[node] ?? 0; i < (graph.first[node + 1] ?? 0); i++) {
          const edge = graph.out[i] ?? 0;
          if (component[graph.to[edge] ?? 0] !== component[goal]) continue;
          if (++steps > mostSteps) return false;
          way.push(edge);
          if (extend(graph.to[edge] ?? 0, count + (marked[edge] === true ? 1 : 0))) return true;
          way.pop();
        }
        onWay.delete(node);
        return false;
      }
    }
    if (!cut) break;
  }
  return undefined;
}
