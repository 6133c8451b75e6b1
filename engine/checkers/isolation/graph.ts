/** Directed graphs in typed arrays: strongly connected components, orders, shortest ways. Nodes and edges are numbers. */

export interface Graph {
  readonly nodes: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Edges that leave node `v`: `out[first[v]] … out[first[v + 1] - 1]`. */
  readonly first: Int32Array;
  readonly out: Int32Array;
}

export function graphOf(nodes: number, edges: readonly (readonly [from: number, to: number])[]): Graph {
  return graphFrom(
    nodes,
    Int32Array.from(edges, ([a]) => a),
    Int32Array.from(edges, ([, b]) => b),
  );
}

/** The edges by their ends. */
export function graphFrom(nodes: number, from: Int32Array, to: Int32Array): Graph {
  const first = new Int32Array(nodes + 1);
  for (const a of from) first[a + 1] = (first[a + 1] ?? 0) + 1;
  for (let v = 0; v < nodes; v++) first[v + 1] = (first[v + 1] ?? 0) + (first[v] ?? 0);
  const next = first.slice();
  const out = new Int32Array(from.length);
  for (let e = 0; e < from.length; e++) {
    const a = from[e] ?? 0;
    const at = next[a] ?? 0;
    out[at] = e;
    next[a] = at + 1;
  }
  return { nodes, from, to, first, out };
}

/**
 * The component of each node, numbered in reverse topological order (an edge leads to the same or a lower number), and how many nodes each has.
 * Tarjan (1972), without recursion.
 */
export function components({ nodes, to, first, out }: Graph): { readonly of: Int32Array; readonly sizes: readonly number[] } {
  const of = new Int32Array(nodes).fill(-1);
  const index = new Int32Array(nodes).fill(-1);
  const low = new Int32Array(nodes);
  const at = first.slice();
  const stack: number[] = [];
  const path: number[] = [];
  const sizes: number[] = [];
  let counter = 0;
  for (let root = 0; root < nodes; root++) {
    if ((index[root] ?? 0) >= 0) continue;
    path.push(root);
    while (path.length > 0) {
      const v = path.at(-1) ?? 0;
      if ((index[v] ?? 0) < 0) {
        index[v] = low[v] = counter++;
        stack.push(v);
      }
      const next = at[v] ?? 0;
      if (next < (first[v + 1] ?? 0)) {
        at[v] = next + 1;
        const w = to[out[next] ?? 0] ?? 0;
        if ((index[w] ?? 0) < 0) path.push(w);
        else if ((of[w] ?? 0) < 0) low[v] = Math.min(low[v] ?? 0, index[w] ?? 0);
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent !== undefined) low[parent] = Math.min(low[parent] ?? 0, low[v] ?? 0);
      if (low[v] !== index[v]) continue;
      let size = 0;
      for (let w = -1; w !== v; size++) {
        w = stack.pop() ?? v;
        of[w] = sizes.length;
      }
      sizes.push(size);
    }
  }
  return { of, sizes };
}

/**
 * A topological order: the place of each node; of nodes that could come next, the one with the least `hint` does. Nothing where there is a cycle.
 */
export function topologicalOrder(graph: Graph, hint: (node: number) => number): Int32Array | undefined {
  const { nodes, to, first, out } = graph;
  const waiting = new Int32Array(nodes);
  for (const w of to) waiting[w] = (waiting[w] ?? 0) + 1;
  const ready = new Heap(Float64Array.from({ length: nodes }, (_, node) => hint(node)));
  for (let v = 0; v < nodes; v++) if (waiting[v] === 0) ready.push(v);
  const place = new Int32Array(nodes);
  let placed = 0;
  for (let v = ready.pop(); v !== undefined; v = ready.pop()) {
    place[v] = placed++;
    for (let i = first[v] ?? 0; i < (first[v + 1] ?? 0); i++) {
      const w = to[out[i] ?? 0] ?? 0;
      const left = (waiting[w] ?? 0) - 1;
      waiting[w] = left;
      if (left === 0) ready.push(w);
    }
  }
  return placed === nodes ? place : undefined;
}

/** Nodes by their hint, the least first; equal ones by their number. */
class Heap {
  readonly #hints: Float64Array;
  readonly #nodes: number[] = [];

  constructor(hints: Float64Array) {
    this.#hints = hints;
  }

  #before(a: number, b: number): boolean {
    const [x, y] = [this.#hints[a] ?? 0, this.#hints[b] ?? 0];
    return x < y || (x === y && a < b);
  }

  push(node: number): void {
    const nodes = this.#nodes;
    let at = nodes.length;
    nodes.push(node);
    while (at > 0) {
      const up = (at - 1) >> 1;
      const parent = nodes[up] ?? 0;
      if (!this.#before(node, parent)) break;
      nodes[at] = parent;
      at = up;
    }
    nodes[at] = node;
  }

  pop(): number | undefined {
    const nodes = this.#nodes;
    const least = nodes[0];
    const last = nodes.pop();
    if (least === undefined || last === undefined || nodes.length === 0) return least;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= nodes.length) break;
      const [a, b] = [nodes[left] ?? 0, nodes[left + 1]];
      const [child, down] = b !== undefined && this.#before(b, a) ? [b, left + 1] : [a, left];
      if (!this.#before(child, last)) break;
      nodes[at] = child;
      at = down;
    }
    nodes[at] = last;
    return least;
  }
}
