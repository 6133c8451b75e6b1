/**
 * Is there a choice of orders and sources without a cycle? Yes-or-no variables, clauses over them, and edges that are there where all their literals
 * hold; wanted is an assignment for which all clauses hold and the edges close no cycle, nor breaks a last condition that is asked of each whole
 * assignment.
 *
 * Conflict-driven clause learning (Marques-Silva & Sakallah 1999; two watched literals, first unique implication point), with acyclicity as its
 * theory, as MonoSAT and PolySI do it. The order that the graph keeps suggests the values to try first, so histories that are right need little
 * search.
 */
import { OrderedGraph } from './ordered-graph.ts';

/** `2 v` says that variable v holds, `2 v + 1` that it does not. */
export type Literal = number;
export const not = (literal: Literal): Literal => literal ^ 1;

export interface ConditionalEdge {
  readonly from: number;
  readonly to: number;
  /** There when all of these hold; none: always. */
  readonly when: readonly Literal[];
}

export interface OrderProblem {
  readonly variables: number;
  readonly clauses: readonly (readonly Literal[])[];
  readonly edges: readonly ConditionalEdge[];
  /** A topological order of the edges that are always there. */
  readonly place: Int32Array;
  /** The value to try first. */
  readonly phase: (variable: number, place: Int32Array) => boolean;
  /** Of a whole assignment: literals that hold and must not all hold together; nothing where it will do. */
  readonly refuse?: (holds: (literal: Literal) => boolean) => readonly Literal[] | undefined;
  /** How much to look at before giving up. */
  readonly budget: { readonly conflicts: number; readonly work: number };
}

export type OrderAnswer =
  | { readonly kind: 'found'; readonly holds: (literal: Literal) => boolean; readonly place: Int32Array }
  /** `cycle`: indices of edges of one that is there whatever is chosen in the end; absent where clauses alone contradict each other. */
  | { readonly kind: 'none'; readonly cycle?: readonly number[]; readonly conflicts: number }
  | { readonly kind: 'gaveUp'; readonly conflicts: number };

export function solveOrder(problem: OrderProblem): OrderAnswer {
  return new Solver(problem).solve();
}

const unassigned = 2;

class Solver {
  readonly #problem: OrderProblem;
  readonly #graph: OrderedGraph;
  /** Which edge of the problem each edge of the graph is. */
  readonly #active: number[] = [];
  readonly #missing: Int32Array;
  readonly #edgesOf: (number[] | undefined)[];
  /** By variable: 0 holds, 1 does not, 2 open; the bit of the literal that is true. */
  readonly #value: Uint8Array;
  readonly #level: Int32Array;
  readonly #reason: (readonly Literal[] | undefined)[];
  readonly #trail: Literal[] = [];
  /** How many edges were active before each literal of the trail was followed. */
  readonly #edgesBefore: number[] = [];
  readonly #levels: number[] = [];
  readonly #watches: (Literal[][] | undefined)[];
  readonly #seen: Uint8Array;
  readonly #queue: Queue;
  #head = 0;
  #conflicts = 0;
  #cycle: readonly number[] | undefined;

  constructor(problem: OrderProblem) {
    this.#problem = problem;
    const { variables, edges } = problem;
    this.#graph = new OrderedGraph(problem.place.slice());
    this.#missing = Int32Array.from(edges, ({ when }) => when.length);
    this.#edgesOf = new Array(2 * variables);
    this.#watches = new Array(2 * variables);
    this.#value = new Uint8Array(variables).fill(unassigned);
    this.#level = new Int32Array(variables);
    this.#reason = new Array(variables);
    this.#seen = new Uint8Array(variables);
    this.#queue = new Queue(variables);
    for (const [index, { when }] of edges.entries()) {
      for (const literal of when) {
        const others = this.#edgesOf[literal];
        if (others === undefined) this.#edgesOf[literal] = [index];
        else others.push(index);
      }
    }
  }

  solve(): OrderAnswer {
    const { edges, clauses, budget } = this.#problem;
    for (const [index, { when }] of edges.entries()) {
      if (when.length === 0 && this.#activate(index) !== undefined) return this.#none();
    }
    for (const clause of clauses) if (!this.#add([...clause])) return this.#none();
    for (;;) {
      const conflict = this.#propagate() ?? this.#complete();
      if (conflict === 'done') return { kind: 'found', holds: (literal) => this.#holds(literal), place: this.#graph.place };
      if (conflict === undefined) continue;
      this.#conflicts++;
      if (!this.#learn(conflict)) return this.#none();
      if (this.#conflicts > budget.conflicts || this.#graph.work > budget.work) return { kind: 'gaveUp', conflicts: this.#conflicts };
    }
  }

  #none(): OrderAnswer {
    return { kind: 'none', ...(this.#cycle === undefined ? {} : { cycle: this.#cycle }), conflicts: this.#conflicts };
  }

  #holds(literal: Literal): boolean {
    return this.#value[literal >> 1] === (literal & 1);
  }
  #fails(literal: Literal): boolean {
    return this.#value[literal >> 1] === ((literal & 1) ^ 1);
  }

  #assign(literal: Literal, reason: readonly Literal[] | undefined): void {
    const variable = literal >> 1;
    this.#value[variable] = literal & 1;
    this.#level[variable] = this.#levels.length;
    this.#reason[variable] = reason;
    this.#trail.push(literal);
  }

  /** A clause from the beginning, where nothing is decided yet. */
  #add(clause: Literal[]): boolean {
    if (clause.some((literal) => this.#holds(literal))) return true;
    const open = clause.filter((literal) => !this.#fails(literal));
    const [first] = open;
    if (first === undefined) return false;
    if (open.length === 1) this.#assign(first, open);
    else this.#watch(open);
    return true;
  }

  #watch(clause: Literal[]): void {
    for (const literal of [clause[0] ?? 0, clause[1] ?? 0]) {
      const others = this.#watches[literal];
      if (others === undefined) this.#watches[literal] = [clause];
      else others.push(clause);
    }
  }

  /** Gives a clause that fails. */
  #propagate(): readonly Literal[] | undefined {
    while (this.#head < this.#trail.length) {
      const literal = this.#trail[this.#head] ?? 0;
      this.#edgesBefore[this.#head] = this.#active.length;
      this.#head++;
      const conflict = this.#followEdges(literal) ?? this.#followClauses(not(literal));
      if (conflict !== undefined) return conflict;
    }
    return undefined;
  }

  #followEdges(literal: Literal): readonly Literal[] | undefined {
    let conflict: readonly Literal[] | undefined;
    // All counts must be kept, also past a conflict: going back counts them up again.
    for (const index of this.#edgesOf[literal] ?? []) {
      const missing = (this.#missing[index] ?? 0) - 1;
      this.#missing[index] = missing;
      if (missing === 0) conflict ??= this.#activate(index);
    }
    return conflict;
  }

  #activate(index: number): readonly Literal[] | undefined {
    const edge = this.#problem.edges[index];
    if (edge === undefined) return undefined;
    const way = this.#graph.add(edge.from, edge.to);
    if (way === undefined) {
      this.#active.push(index);
      return undefined;
    }
    const cycle = [index, ...way.map((active) => this.#active[active] ?? 0)];
    this.#cycle = cycle;
    return [...new Set(cycle.flatMap((each) => this.#problem.edges[each]?.when ?? []))].map(not);
  }

  #followClauses(failed: Literal): readonly Literal[] | undefined {
    const watching = this.#watches[failed];
    if (watching === undefined) return undefined;
    let kept = 0;
    for (let i = 0; i < watching.length; i++) {
      const clause = watching[i] ?? [];
      if (clause[0] === failed) {
        clause[0] = clause[1] ?? failed;
        clause[1] = failed;
      }
      const other = clause[0] ?? failed;
      if (!this.#holds(other)) {
        const next = clause.findIndex((literal, at) => at > 1 && !this.#fails(literal));
        if (next > 0) {
          const moved = clause[next] ?? failed;
          clause[1] = moved;
          clause[next] = failed;
          const others = this.#watches[moved];
          if (others === undefined) this.#watches[moved] = [clause];
          else others.push(clause);
          continue;
        }
      }
      watching[kept++] = clause;
      if (this.#holds(other)) continue;
      if (this.#fails(other)) {
        while (++i < watching.length) watching[kept++] = watching[i] ?? [];
        watching.length = kept;
        return clause;
      }
      this.#assign(other, clause);
    }
    watching.length = kept;
    return undefined;
  }

  /** Decides the next variable; `done` where there is none and nothing is left to refuse. */
  #complete(): 'done' | readonly Literal[] | undefined {
    const variable = this.#queue.next((candidate) => this.#value[candidate] === unassigned);
    if (variable >= 0) {
      this.#levels.push(this.#trail.length);
      this.#assign(2 * variable + (this.#problem.phase(variable, this.#graph.place) ? 0 : 1), undefined);
      return undefined;
    }
    const refused = this.#problem.refuse?.((literal) => this.#holds(literal));
    if (refused === undefined) return 'done';
    this.#cycle = undefined;
    return refused.map(not);
  }

  /** Learns from a clause that fails, and goes back to where it would have mattered first. False where nothing is left to go back to. */
  #learn(conflict: readonly Literal[]): boolean {
    const top = Math.max(0, ...conflict.map((literal) => this.#level[literal >> 1] ?? 0));
    if (top === 0) return false;
    this.#backTo(top);
    const learned: Literal[] = [0];
    const touched: number[] = [];
    let open = 0;
    let at = this.#trail.length;
    let clause: readonly Literal[] = conflict;
    let implied = -1;
    do {
      for (const literal of clause) {
        const variable = literal >> 1;
        const level = this.#level[variable] ?? 0;
        if (literal === implied || this.#seen[variable] === 1 || level === 0) continue;
        this.#seen[variable] = 1;
        touched.push(variable);
        if (level === top) open++;
        else learned.push(literal);
      }
      do at--;
      while (this.#seen[(this.#trail[at] ?? 0) >> 1] !== 1);
      implied = this.#trail[at] ?? 0;
      clause = this.#reason[implied >> 1] ?? [];
      open--;
    } while (open > 0);
    learned[0] = not(implied);
    for (const variable of touched) {
      this.#seen[variable] = 0;
      this.#queue.bump(variable);
    }
    let second = 0;
    for (let i = 1; i < learned.length; i++) {
      if (this.#levelOf(learned[i]) > (second === 0 ? 0 : this.#levelOf(learned[second]))) second = i;
    }
    if (second > 1) [learned[1], learned[second]] = [learned[second] ?? 0, learned[1] ?? 0];
    this.#backTo(learned.length === 1 ? 0 : this.#levelOf(learned[1]));
    if (learned.length > 1) this.#watch(learned);
    this.#assign(learned[0] ?? 0, learned);
    return true;
  }

  #levelOf(literal: Literal | undefined): number {
    return this.#level[(literal ?? 0) >> 1] ?? 0;
  }

  #backTo(level: number): void {
    if (level >= this.#levels.length) return;
    const length = this.#levels[level] ?? 0;
    if (length < this.#head) {
      const edges = this.#edgesBefore[length] ?? 0;
      // Edges that are always there come first in the graph, and stay.
      this.#active.length = edges;
      this.#graph.shrink(edges);
      for (let i = length; i < this.#head; i++) {
        for (const index of this.#edgesOf[this.#trail[i] ?? 0] ?? []) this.#missing[index] = (this.#missing[index] ?? 0) + 1;
      }
    }
    for (let i = length; i < this.#trail.length; i++) {
      const variable = (this.#trail[i] ?? 0) >> 1;
      this.#value[variable] = unassigned;
      this.#queue.open(variable);
    }
    this.#trail.length = length;
    this.#levels.length = level;
    this.#head = Math.min(this.#head, length);
  }
}

/** Variables in the order in which they are decided: those of late conflicts first (move to front). */
class Queue {
  readonly #before: Int32Array;
  readonly #after: Int32Array;
  readonly #stamp: Float64Array;
  #front: number;
  /** No open variable stands before it. */
  #at: number;
  #time: number;

  constructor(variables: number) {
    this.#before = Int32Array.from({ length: variables }, (_, i) => i - 1);
    this.#after = Int32Array.from({ length: variables }, (_, i) => (i + 1 < variables ? i + 1 : -1));
    this.#stamp = Float64Array.from({ length: variables }, (_, i) => variables - i);
    this.#front = variables === 0 ? -1 : 0;
    this.#at = this.#front;
    this.#time = variables;
  }

  /** -1 where none is open. */
  next(isOpen: (variable: number) => boolean): number {
    while (this.#at >= 0 && !isOpen(this.#at)) this.#at = this.#after[this.#at] ?? -1;
    return this.#at;
  }

  open(variable: number): void {
    if (this.#at < 0 || (this.#stamp[variable] ?? 0) > (this.#stamp[this.#at] ?? 0)) this.#at = variable;
  }

  bump(variable: number): void {
    if (variable === this.#front) return;
    const [before, after] = [this.#before[variable] ?? -1, this.#after[variable] ?? -1];
    // The pointer must not skip what stands behind the one that moves; that it stands further back than needed only costs a look.
    if (this.#at === variable) this.#at = after;
    if (before >= 0) this.#after[before] = after;
    if (after >= 0) this.#before[after] = before;
    this.#before[variable] = -1;
    this.#after[variable] = this.#front;
    if (this.#front >= 0) this.#before[this.#front] = variable;
    this.#front = variable;
    this.#stamp[variable] = ++this.#time;
  }
}
