/**
 * The search's inner loop as WebAssembly, generated for one model and one layout of its states: expands, looks up and inserts, eight states at a time.
 * Gives exactly what `Expander` and `StateStore.insert` give, in the same order. WebAssembly and not generated JavaScript, since content security
 * policies that allow the one need not allow the other.
 */
import { RECORD_LABEL, RECORD_PARENT } from '../../memory/state-store.ts';
import type { WasmExports, WasmMemory } from '../../memory/web-assembly.ts';
import { type AheadParameters, admission, ahead, looking } from './ahead.ts';
import { areasAt, Control } from './areas.ts';
import { recordBytes, rehashing } from './insertion.ts';
import { type Instance, instance, type Memories } from './instance.ts';
import { LEFT, running } from './running.ts';
import { type Shape, WORD } from './shapes.ts';

/** How far states may be added: how many there are, how many there may be, and the slots of the table, less one. */
export interface Room {
  readonly count: number;
  readonly most: number;
  readonly mask: number;
}
/** The state to begin with, and the first not to expand. */
export interface Run extends Room {
  readonly next: number;
  readonly end: number;
}

export class GeneratedLoop {
  /** What other threads need to have the same code: only where the memories are shared. */
  readonly module: object;
  readonly memories: readonly WasmMemory[];
  readonly #exports: WasmExports;
  readonly #pool: Memories['pool'];
  readonly #control: number;
  readonly #width: number;

  private constructor({ module, memories, exports }: Instance, pool: Memories['pool'], area: number, width: number) {
    this.module = module;
    this.memories = memories;
    this.#exports = exports;
    this.#pool = pool;
    this.#control = area;
    this.#width = width;
  }

  /** `area`: where `areaWords` words of the pool are free for it. `undefined` where the host cannot run such code. */
  static for(shape: Shape, memories: Memories, area: number): GeneratedLoop | undefined {
    const areas = areasAt(area, shape.layout.word.length);
    const width = shape.layout.words;
    const alone = [running(shape, areas), rehashing(width)];
    const code = memories.shared ? [...alone, ahead(shape), looking(width, areas), admission(width, areas)] : alone;
    const made = instance(shape, areas, memories, code);
    return made && new GeneratedLoop(made, memories.pool, area, width);
  }

  /** Expands and inserts. Says why it ended; what was done is in `next`, `count` and `transitions`. Begins with what is pending from the last time. */
  run({ next, end, count, most, mask }: Run): number {
    return this.#exports.run?.(next, end, count, most, mask) ?? LEFT;
  }
  get next(): number {
    return this.#at(Control.next);
  }
  get count(): number {
    return this.#at(Control.count);
  }
  /** Successors that `run` computed. */
  get transitions(): number {
    return this.#at(Control.recordBytes) / recordBytes(this.#width);
  }
  /** Of these, or of those before, the ones that are not inserted yet. */
  get pending(): number {
    return (this.#at(Control.to) - this.#at(Control.from)) / recordBytes(this.#width);
  }

  /** Enters states into the table that are not in it. */
  rehash(from: number, to: number, mask: number): void {
    this.#exports.rehash?.(from, to, mask);
  }

  /** Works on a job as another thread does. */
  ahead(...parameters: AheadParameters): void {
    this.#exports.ahead?.(...parameters);
  }
  /** Makes the slots that these candidates need quick to reach. Addresses are in bytes. */
  look(from: number, to: number, mask: number): void {
    this.#exports.look?.(from, to, mask);
  }
  /** Inserts candidates. Says why it ended; `candidate` is the first that was not inserted, `count` how many states there are. */
  admit(from: number, to: number, { count, most, mask }: Room): number {
    return this.#exports.admit?.(from, to, count, most, mask) ?? LEFT;
  }
  get candidate(): number {
    return this.#at(Control.from);
  }
  /** Words of a candidate: its parent (or `~state`, where that is a gap), and how many successors its job had found before. */
  parentOf(candidate: number): number {
    return this.#pool.words[candidate / WORD + this.#width + RECORD_PARENT] as number;
  }
  ordinalOf(candidate: number): number {
    return this.#pool.words[candidate / WORD + this.#width + RECORD_LABEL] as number;
  }
  /** The candidate behind this one. */
  after(candidate: number): number {
    return candidate + recordBytes(this.#width);
  }

  #at(word: number): number {
    return this.#pool.words[this.#control + word] as number;
  }
}
