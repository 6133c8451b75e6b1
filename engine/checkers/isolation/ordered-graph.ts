/**
 * A graph without cycles that edges are added to and taken from again, last in first out. It keeps a topological order of its nodes and repairs it
 * where a new edge asks for it (Pearce & Kelly 2006), so that an edge that agrees with the order costs nothing.
 */
export class OrderedGraph {
  /** The place of each node in the order. */
  readonly place: Int32Array;
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  readonly #out: number[][];
  readonly #in: number[][];
  /** The edge by which a search came to each node. */
  readonly #via: Int32Array;
  /** Nodes and edges looked at so far: what searches in it cost. */
  work = 0;

  constructor(place: Int32Array) {
    this.place = place;
    this.#out = Array.from(place, () => []);
    this.#in = Array.from(place, () => []);
    this.#via = new Int32Array(place.length).fill(-1);
  }

  get edges(): number {
    return this.#from.length;
  }

  /** Adds an edge; its number is that of edges before it. Where it would close a cycle it is not added: gives the edges of a shortest way back. */
  add(from: number, to: number): readonly number[] | undefined {
    if (from === to) return [];
    const [low, high] = [this.place[to] ?? 0, this.place[from] ?? 0];
    if (low < high) {
      const ahead = this.#search(to, from, this.#out, this.#to, (place) => place <= high);
      if (ahead.found !== undefined) return ahead.found;
      const behind = this.#search(from, -1, this.#in, this.#from, (place) => place >= low);
      this.#reorder(behind.nodes, ahead.nodes);
    }
    const edge = this.#from.length;
    this.#from.push(from);
    this.#to.push(to);
    this.#out[from]?.push(edge);
    this.#in[to]?.push(edge);
    return undefined;
  }

  /** Takes the last edges away, until so many are left. An order that fitted them fits fewer too. */
  shrink(edges: number): void {
    while (this.#from.length > edges) {
      this.#out[this.#from.pop() ?? 0]?.pop();
      this.#in[this.#to.pop() ?? 0]?.pop();
    }
  }

  /** Breadth first from `start`, over nodes whose place is within the bound; ends at `goal` with the way there. */
  #search(
    start: number,
    goal: number,
    edgesOf: readonly (readonly number[])[],
    ends: readonly number[],
    within: (place: number) => boolean,
  ): { readonly nodes: readonly number[]; readonly found?: readonly number[] } {
    const nodes = [start];
    const via = this.#via;
    via[start] = -2;
    let found: number[] | undefined;
    for (let i = 0; i < nodes.length && found === undefined; i++) {
      for (const edge of edgesOf[nodes[i] ?? 0] ?? []) {
        this.work++;
        const next = ends[edge] ?? 0;
        if (via[next] !== -1 || !within(this.place[next] ?? 0)) continue;
        via[next] = edge;
        nodes.push(next);
        if (next === goal) {
          found = this.#wayTo(goal);
          break;
        }
      }
    }
    for (const node of nodes) via[node] = -1;
    return { nodes, ...(found === undefined ? {} : { found }) };
  }

  #wayTo(goal: number): number[] {
    const way: number[] = [];
    for (let node = goal, edge = this.#via[node] ?? -2; edge >= 0; edge = this.#via[node] ?? -2) {
      way.push(edge);
      node = this.#from[edge] ?? 0;
    }
    return way.reverse();
  }

  #reorder(behind: readonly number[], ahead: readonly number[]): void {
    const byPlace = (a: number, b: number): number => (this.place[a] ?? 0) - (this.place[b] ?? 0);
    const nodes = [...[...behind].sort(byPlace), ...[...ahead].sort(byPlace)];
    const places = Int32Array.from(nodes, (node) => this.place[node] ?? 0).sort();
    for (const [i, node] of nodes.entries()) this.place[node] = places[i] ?? 0;
  }
}
