/**
 * The search's inner loop as WebAssembly, generated for one model and one layout of its states: expands, looks up and inserts, eight states at a time.
 * Gives exactly what `Expander` and `StateStore.insert` give, in the same order. WebAssembly and not generated JavaScript, since content security
 * policies that allow the one need not allow the other.
 */
import { adderOf } from '../../memory/directory.ts';
import { RECORD_EXTRA } from '../../memory/state-store.ts';
import { type WasmExports, type WasmMemory, webAssembly } from '../../memory/web-assembly.ts';
import { type Areas, areasAt, Control, FIELD_WORDS, RECORD_WORDS } from './areas.ts';
import {
  add,
  assemble,
  atLeastU,
  block,
  br,
  brIf,
  choose,
  type FunctionCode,
  get,
  give,
  greaterU,
  i32,
  lessU,
  loop,
  or,
  seq,
  set,
  store,
  sub,
  when,
} from './assembler.ts';
import { expansion } from './expansion.ts';
import { wordOf } from './fields.ts';
import { helpers } from './helpers.ts';
import { insertion, rehashing } from './insertion.ts';
import { type Shape, WORD } from './shapes.ts';

/** States expanded before their successors are looked up together. */
const BATCH = 8;
/** Beyond this many nodes and clients the unrolled code gets too large. */
const MOST_ACTORS = 40;

/** `run` ended since everything asked for was done. */
export const DONE = 0;
/** It ended at a state that the tables do not know enough about. */
export const LEFT = 1;
/** It ended since the store has no room for another batch. */
export const FULL = 2;

export interface Memories {
  readonly pool: { readonly memory: WasmMemory | undefined; readonly words: Int32Array };
  readonly table: WasmMemory | undefined;
  readonly arena: WasmMemory | undefined;
}

export interface Run {
  /** The state to begin with, and the first not to expand. */
  readonly next: number;
  readonly end: number;
  /** States there are, and how many there may be before it has to return. */
  readonly count: number;
  readonly stopAt: number;
  /** How many states the store has room for. */
  readonly room: number;
  /** Slots of the table, less one. */
  readonly mask: number;
}

export class GeneratedLoop {
  /** Room for so many new states must be there before a batch. */
  readonly batchRoom: number;
  readonly #exports: WasmExports;
  readonly #pool: Memories['pool'];
  readonly #control: number;
  readonly #recordBytes: number;

  private constructor(exports: WasmExports, pool: Memories['pool'], control: number, shape: Shape) {
    this.#exports = exports;
    this.#pool = pool;
    this.#control = control;
    this.#recordBytes = (shape.layout.words + RECORD_EXTRA) * WORD;
    this.batchRoom = batchRoomOf(shape);
  }

  /** `area`: where `areaWords` words of the pool are free for it. `undefined` where the host cannot run such code: no WebAssembly, or not several memories. */
  static for(shape: Shape, { pool, table, arena }: Memories, area: number): GeneratedLoop | undefined {
    const api = webAssembly();
    const actors = shape.nodes + shape.clients.length;
    if (api === undefined || pool.memory === undefined || table === undefined || arena === undefined || actors > MOST_ACTORS) {
      return undefined;
    }
    const areas = areasAt(area, shape.layout.word.length);
    try {
      const module = new api.Module(assemble(3, [...helpers(shape, areas), running(shape, areas), rehashing(shape.layout.words)]));
      const { exports } = new api.Instance(module, { m: { 0: pool.memory, 1: table, 2: arena } });
      describeFields(shape, areas, pool.words);
      return new GeneratedLoop(exports, pool, area, shape);
    } catch {
      return undefined;
    }
  }

  /** Says why it ended; what was done is in `next`, `count` and `transitions`. */
  run({ next, end, count, stopAt, room, mask }: Run): number {
    return this.#exports.run?.(next, end, count, stopAt, room, mask) ?? LEFT;
  }
  get next(): number {
    return this.#at(Control.next);
  }
  get count(): number {
    return this.#at(Control.count);
  }
  get transitions(): number {
    return this.#at(Control.recordBytes) / this.#recordBytes;
  }

  /** Enters states into the table that are not in it. */
  rehash(from: number, to: number, mask: number): void {
    this.#exports.rehash?.(from, to, mask);
  }

  #at(word: number): number {
    return this.#pool.words[this.#control + word] as number;
  }
}

function batchRoomOf({ layout }: Shape): number {
  return Math.ceil(RECORD_WORDS / (layout.words + RECORD_EXTRA));
}

function describeFields({ nodes, monitors, layout }: Shape, { fields }: Areas, words: Int32Array): void {
  for (let component = 0; component < layout.word.length; component++) {
    const about = [
      wordOf(layout, component),
      layout.shift[component] as number,
      layout.mask[component] as number,
      adderOf(nodes, monitors, component) * WORD,
    ];
    words.set(about, fields / WORD + component * FIELD_WORDS);
  }
}

/** `run(next, end, count, stopAt, room, mask)`. */
function running(shape: Shape, areas: Areas): FunctionCode {
  const batchRoom = batchRoomOf(shape);
  return {
    parameters: 6,
    exported: 'run',
    body: ([next, end, count, stopAt, room, mask], local) => {
      if (next === undefined || end === undefined || count === undefined) throw new Error('six parameters');
      if (stopAt === undefined || room === undefined || mask === undefined) throw new Error('six parameters');
      const [record, begun, limit, left, bytes, touched] = [local(), local(), local(), local(), local(), local()];
      const expand = expansion(shape, areas, local);
      const insert = insertion(shape.layout.words, local, { begin: areas.records, end: record, count, mask, touched });
      const finish = (reason: number) =>
        seq(
          store(i32(areas.control), get(next), Control.next * WORD),
          store(i32(areas.control), get(count), Control.count * WORD),
          store(i32(areas.control), get(bytes), Control.recordBytes * WORD),
          store(i32(areas.control), get(touched), Control.touched * WORD),
          give(i32(reason)),
        );
      return seq(
        loop('batches', (again) =>
          seq(
            when(or(atLeastU(get(next), get(end)), atLeastU(get(count), get(stopAt))), finish(DONE)),
            when(greaterU(add(get(count), i32(batchRoom)), get(room)), finish(FULL)),
            set(limit, choose(lessU(add(get(next), i32(BATCH)), get(end)), add(get(next), i32(BATCH)), get(end))),
            set(record, i32(areas.records)),
            set(left, i32(1)),
            block('expanded', (expanded) =>
              seq(
                block('leave', (leave) =>
                  loop('states', (more) =>
                    seq(
                      set(begun, get(record)),
                      expand({ state: next, record, leave }),
                      set(next, add(get(next), i32(1))),
                      brIf(more, lessU(get(next), get(limit))),
                      set(left, i32(0)),
                      br(expanded),
                    ),
                  ),
                ),
                // Given up: what it has of this state is dropped.
                set(record, get(begun)),
              ),
            ),
            set(bytes, add(get(bytes), sub(get(record), i32(areas.records)))),
            insert,
            when(get(left), finish(LEFT)),
            br(again),
          ),
        ),
        i32(DONE),
      );
    },
  };
}
