/**
 * Growable 32-bit words.
 *
 * Backed by a `WebAssembly.Memory` where there is one: it grows in place, by asking the system for more pages, so that growth neither copies nor
 * needs old and new at once. Elsewhere it falls back to copying.
 */

import { type WasmMemory, webAssembly } from './web-assembly.ts';

const PAGE_WORDS = 16_384;
/** 4 GiB: what 32-bit addresses reach. */
const MOST_PAGES = 65_536;

function wasmMemory(pages: number, shared: boolean): WasmMemory | undefined {
  const api = webAssembly();
  if (api === undefined) return undefined;
  try {
    // The maximum only reserves addresses; some hosts refuse to reserve that much.
    if (!shared) return new api.Memory({ initial: pages, maximum: MOST_PAGES });
    // Others give a shared one that cannot grow where it stands, which it must: that is found out at once.
    const memory = new api.Memory({ initial: pages - 1, maximum: MOST_PAGES, shared });
    memory.grow(1);
    return memory;
  } catch {
    return undefined;
  }
}

/** Thrown where the host has no more memory to give; the search ends as undecided. */
export class OutOfMemory extends Error {
  constructor(bytes: number) {
    super(`no memory for ${bytes} bytes`);
    this.name = 'OutOfMemory';
  }
}

export class Words {
  /** All words, those beyond what was asked for included; replaced when it grows, so never keep it across `ensure`. */
  view: Int32Array;
  #memory: WasmMemory | undefined;
  #shared = false;

  /** `capacity` in words; all are 0 at first. */
  constructor(capacity: number) {
    const pages = Math.max(1, Math.ceil(capacity / PAGE_WORDS));
    this.#memory = wasmMemory(pages, false);
    this.view = this.#memory === undefined ? new Int32Array(pages * PAGE_WORDS) : new Int32Array(this.#memory.buffer);
  }

  /** What the words are in; absent where the host has no WebAssembly. */
  get memory(): WasmMemory | undefined {
    return this.#memory;
  }
  /** Whether other threads can be given the memory. */
  get shared(): boolean {
    return this.#shared;
  }

  get bytes(): number {
    return this.view.byteLength;
  }

  /** Moves all of these words to memory that threads can share. Gives false, and leaves them as they are, where the host has not enough of it. */
  static share(all: readonly Words[]): boolean {
    const memories = all.map(({ view }) => wasmMemory(view.length / PAGE_WORDS, true));
    if (memories.some((memory) => memory === undefined)) return false;
    all.forEach((words, i) => {
      const memory = memories[i] as WasmMemory;
      const view = new Int32Array(memory.buffer);
      view.set(words.view);
      words.view = view;
      words.#memory = memory;
      words.#shared = true;
    });
    return true;
  }

  /** Room for at least `capacity` words; what is there stays, new words are 0. Throws `OutOfMemory`. */
  ensure(capacity: number): void {
    const more = Math.ceil((capacity - this.view.length) / PAGE_WORDS);
    if (more <= 0) return;
    const length = this.view.length + more * PAGE_WORDS;
    try {
      if (this.#memory !== undefined) {
        this.#memory.grow(more);
        this.view = new Int32Array(this.#memory.buffer);
      } else {
        const larger = new Int32Array(length);
        larger.set(this.view);
        this.view = larger;
      }
    } catch {
      throw new OutOfMemory(length * 4);
    }
  }
}
