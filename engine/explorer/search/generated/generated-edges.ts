/**
 * Code that finds out where the edges of a finished search lead: expands states that are kept and looks their successors up, eight states at a time. What
 * `Graph.successors` does, in the same order.
 */
import { RECORD_EXTRA, RECORD_HASH, RECORD_LABEL, RECORD_PARENT } from '../../memory/state-store.ts';
import type { WasmExports } from '../../memory/web-assembly.ts';
import { type Areas, areasAt, areaWords, Control } from './areas.ts';
import { atLeastU, block, br, type FunctionCode, get, give, greaterU, i32, load, loop, seq, set, store, when } from './assembler.ts';
import { expansion } from './expansion.ts';
import { eachRecord, hashing, probing } from './insertion.ts';
import { instance, type Memories } from './instance.ts';
import { batchEnd, DONE, expandingBatch, FULL, LEFT } from './running.ts';
import { type Shape, WORD } from './shapes.ts';

/** States that can be asked for at once; their numbers stand behind the rest of the area. */
export const MOST_ASKED = 1 << 10;

/** Words of the pool that it needs. */
export function edgeAreaWords(components: number): number {
  return areaWords(components) + MOST_ASKED;
}

/** In the place of a record's hash: the state was not found. */
const NOT_FOUND = -1;

/**
 * `edges(next, end, mask)`: of the states whose numbers stand there. Leaves labelled records with, in place of the hash, the number of the state that they
 * are. Ends where they leave too little room, or at a state that the tables do not know enough about.
 */
function edges(shape: Shape, areas: Areas): FunctionCode {
  const { words: width } = shape.layout;
  return {
    parameters: 3,
    exported: 'edges',
    body: ([next, end, mask], local) => {
      if (next === undefined || end === undefined || mask === undefined) throw new Error('three parameters');
      const [state, record, batch, limit, left, looked, touched] = [local(), local(), local(), local(), local(), local(), local()];
      const expand = expansion(shape, local, true);
      const hash = hashing(width, local);
      const { find, found } = probing(width, local);
      const control = i32(areas.control);
      const enough = areas.records + ((areas.recordsEnd - areas.records) >> 1);
      const target = (index: ReturnType<typeof i32>) => store(get(record), index, (width + RECORD_HASH) * WORD);
      const finish = (reason: number) =>
        seq(
          store(control, get(next), Control.next * WORD),
          store(control, get(record), Control.to * WORD),
          store(control, get(touched), Control.touched * WORD),
          give(i32(reason)),
        );
      return seq(
        set(record, i32(areas.records)),
        loop('batches', (again) =>
          seq(
            when(atLeastU(get(next), get(end)), finish(DONE)),
            when(greaterU(get(record), i32(enough)), finish(FULL)),
            set(limit, batchEnd(next, end, WORD)),
            set(batch, get(record)),
            expandingBatch(local, { next, limit, step: WORD, record, left }, (leave) =>
              seq(set(state, load(get(next))), expand({ state, record, recordsEnd: i32(areas.recordsEnd), leave })),
            ),
            set(looked, get(record)),
            set(record, get(batch)),
            hash(record, looked, mask, touched),
            set(record, get(batch)),
            eachRecord(
              width,
              'finding',
              record,
              looked,
              block('next', (after) =>
                seq(
                  block('known', (known) => seq(find(record, mask, known), target(i32(NOT_FOUND)), br(after))),
                  target(found(mask)),
                ),
              ),
            ),
            when(get(left), finish(LEFT)),
            br(again),
          ),
        ),
        i32(DONE),
      );
    },
  };
}

/** Told of each edge, in the order of the states and of their successors. */
export type OnEdge = (from: number, to: number, label: number) => void;

export class GeneratedEdges {
  readonly #exports: WasmExports;
  readonly #pool: Memories['pool'];
  readonly #areas: Areas;
  readonly #asked: number;
  readonly #width: number;

  private constructor(exports: WasmExports, pool: Memories['pool'], areas: Areas, asked: number, width: number) {
    this.#exports = exports;
    this.#pool = pool;
    this.#areas = areas;
    this.#asked = asked;
    this.#width = width;
  }

  /** `area`: where `edgeAreaWords` words of the pool are free for it. `undefined` where the host cannot run such code. */
  static for(shape: Shape, memories: Memories, area: number): GeneratedEdges | undefined {
    const components = shape.layout.word.length;
    const areas = areasAt(area, components);
    const made = instance(shape, areas, memories, [edges(shape, areas)]);
    return made && new GeneratedEdges(made.exports, memories.pool, areas, area + areaWords(components), shape.layout.words);
  }

  /**
   * Tells the edges of the first of these states, `MOST_ASKED` at most; `mask`: the slots of the search's table, less one. Gives how many it could do; with
   * `left` the next one is for others to do.
   */
  tell(states: Int32Array, mask: number, onEdge: OnEdge): { readonly done: number; readonly left: boolean } {
    const width = this.#width;
    const stride = width + RECORD_EXTRA;
    this.#pool.words.set(states, this.#asked);
    const begin = this.#asked * WORD;
    const reason = this.#exports.edges?.(begin, begin + states.length * WORD, mask);
    const { words } = this.#pool;
    const control = this.#areas.control / WORD;
    const end = (words[control + Control.to] as number) / WORD;
    for (let record = this.#areas.records / WORD; record < end; record += stride) {
      const at = record + width;
      const to = words[at + RECORD_HASH] as number;
      if (to === NOT_FOUND) throw new Error('a complete search did not find a successor');
      onEdge(words[at + RECORD_PARENT] as number, to, words[at + RECORD_LABEL] as number);
    }
    return { done: ((words[control + Control.next] as number) - begin) / WORD, left: reason === LEFT };
  }
}
