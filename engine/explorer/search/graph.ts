/** The edges of a finished search: not stored by it, but computed again from the memo tables once they are wanted. */
import type { Layout } from '../memory/layout.ts';
import { RECORD_LABEL } from '../memory/state-store.ts';
import { EdgeList, type Edges } from './edges.ts';
import { Expander } from './expander.ts';
import { edgeAreaWords, GeneratedEdges, MOST_ASKED } from './generated/generated-edges.ts';
import { shapeOf } from './generated/shapes.ts';
import type { Scratch } from './scratch.ts';
import type { Search } from './search.ts';
import { expandWhole, type Sources } from './successors.ts';

export class Graph {
  readonly search: Search;
  readonly #expander: Expander;
  readonly #sources: Sources;
  readonly #layout: Layout;
  /** Of the state whose successors were computed last: the permutations by which they became the states that are kept. */
  readonly #permutations: number[] = [];

  /** `search` must be complete. */
  constructor(search: Search, sources: Sources) {
    this.search = search;
    this.#sources = sources;
    this.#layout = search.store.layout;
    this.#expander = new Expander(sources.memo, this.#layout);
    this.#expander.labelled = true;
  }

  /** The edges out of the states that `leaves` says, with labels or without faults. */
  edges(leaves: (state: number) => boolean, labels: boolean, scratch: Scratch): Edges {
    const { store, quotient } = this.search;
    const edges = new EdgeList(store.count, scratch, { labels, permutations: quotient?.permutes === true });
    const generated = this.#generated();
    const add = edges.add.bind(edges);
    const asked = new Int32Array(MOST_ASKED);
    for (let state = 0; state < store.count; ) {
      scratch.poll();
      let size = 0;
      for (; size < MOST_ASKED && state < store.count; state++) if (leaves(state)) asked[size++] = state;
      for (let next = 0; next < size; ) {
        const { done, left } = generated?.tell(asked.subarray(next, size), store.mask, add) ?? { done: 0, left: true };
        next += done;
        if (!left) continue;
        scratch.poll();
        this.#add(asked[next++] as number, edges);
      }
    }
    return edges.finish();
  }

  /** Adds a state's edges without generated code. */
  #add(state: number, edges: EdgeList): void {
    const { store } = this.search;
    const expander = this.#expander;
    this.#expand(state);
    const { stride, words, end } = expander;
    for (let record = 0, i = 0; record < end; record += stride, i++) {
      const target = store.find(words, record);
      if (target < 0) throw new Error('a complete search did not find a successor');
      edges.add(state, target, words[record + this.#layout.words + RECORD_LABEL] as number, this.#permutations[i]);
    }
  }

  /** Only after a path was replayed can there be something new to the tables that the search did not ask for. */
  #expand(state: number): void {
    const { search } = this;
    const { store, quotient } = search;
    const expander = this.#expander;
    expandWhole(expander, this.#sources, store.arena, state * store.stride, state, () => search.vector(state));
    this.#permutations.length = 0;
    if (quotient !== undefined && !quotient.apply(expander, 0, this.#permutations)) throw new Error('a kept state does not fit');
  }

  #generated(): GeneratedEdges | undefined {
    if (!this.search.isForGenerated) return undefined;
    const { memo } = this.#sources;
    const area = memo.pool.allocateBuffer(edgeAreaWords(this.#layout.word.length));
    return GeneratedEdges.for(shapeOf(memo, this.#layout), { pool: memo.pool, ...this.search.store.memories }, area);
  }
}
