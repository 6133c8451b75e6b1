/**
 * How each state was found: its parent, and the how-manyth of the parent's successors it is. Two bytes for most states, since a breadth-first search
 * finds states in the order of their parents: a parent is told by how much its number is greater than that of the state before. Written and read in order, from
 * a mark on.
 */
const STATES_PER_MARK = 256;
const CHUNK_SHIFT = 16;
const CHUNK = 1 << CHUNK_SHIFT;

export interface Found {
  readonly parent: number;
  readonly ordinal: number;
}

export class ParentLog {
  readonly #chunks: Uint8Array[] = [];
  /** For every so many states: where what is said of them begins, and the parent of the state before. */
  readonly #marks: { readonly at: number; readonly parent: number }[] = [];
  #end = 0;
  #count = 0;
  #parent = -1;

  get bytes(): number {
    return this.#chunks.length * CHUNK + this.#marks.length * 32;
  }

  /** `parent` must not be less than that of the state before, nor than -1. */
  append({ parent, ordinal }: Found): void {
    if (this.#count % STATES_PER_MARK === 0) this.#marks.push({ at: this.#end, parent: this.#parent });
    this.#write(parent - this.#parent);
    this.#write(ordinal);
    this.#parent = parent;
    this.#count++;
  }

  of(state: number): Found {
    const mark = this.#marks[Math.floor(state / STATES_PER_MARK)];
    if (mark === undefined || state >= this.#count) throw new Error(`no state ${state}`);
    let { at, parent } = mark;
    const read = (): number => {
      for (let value = 0, scale = 1; ; scale *= 128) {
        const byte = this.#chunks[at >>> CHUNK_SHIFT]?.[at & (CHUNK - 1)] as number;
        at++;
        value += (byte & 127) * scale;
        if (byte < 128) return value;
      }
    };
    for (let left = state % STATES_PER_MARK; ; left--) {
      parent += read();
      const ordinal = read();
      if (left === 0) return { parent, ordinal };
    }
  }

  /** Seven bits a byte, the low ones first; the high bit says that there is more. */
  #write(value: number): void {
    let rest = value;
    do {
      if (this.#end === this.#chunks.length * CHUNK) this.#chunks.push(new Uint8Array(CHUNK));
      const byte = rest % 128;
      rest = Math.floor(rest / 128);
      (this.#chunks.at(-1) as Uint8Array)[this.#end & (CHUNK - 1)] = rest === 0 ? byte : byte | 128;
      this.#end++;
    } while (rest !== 0);
  }
}
