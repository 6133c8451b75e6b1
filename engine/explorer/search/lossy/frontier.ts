/** The states that are still to be expanded, and some that have just been: packed, in the order of their discovery, in pieces that are let go of one by one. */
import { fits, type Layout, looseLayout, pack, packedLayout, unpack } from '../../memory/layout.ts';

const PIECE_WORDS = 1 << 16;
/** States after which the components have shown how wide they get. */
const STATES_TO_LEARN_FROM = 3000;

interface Piece {
  readonly first: number;
  readonly layout: Layout;
  readonly words: Int32Array;
  count: number;
}

export class Frontier {
  readonly #components: number;
  readonly #sizeOf: (component: number) => number;
  #pieces: Piece[] = [];
  #end = 0;

  /** `sizeOf`: how many numbers a component has by now. */
  constructor(components: number, sizeOf: (component: number) => number) {
    this.#components = components;
    this.#sizeOf = sizeOf;
  }

  get bytes(): number {
    return this.#pieces.length * PIECE_WORDS * 4;
  }

  append(values: Int32Array): void {
    const last = this.#pieces.at(-1);
    const has = last !== undefined && (last.count + 1) * last.layout.words <= PIECE_WORDS && fits(last.layout, this.#sizeOf);
    const piece = has ? last : this.#begin();
    pack(piece.layout, values, piece.words, piece.count * piece.layout.words);
    piece.count++;
    this.#end++;
  }

  /** Absent where the state is no more, or not yet, here. */
  component(state: number, component: number): number | undefined {
    const piece = this.#pieceOf(state);
    return piece && unpack(piece.layout, piece.words, (state - piece.first) * piece.layout.words, component);
  }

  /** Copies the state's components; false where it is no more here. */
  read(state: number, into: Int32Array): boolean {
    const piece = this.#pieceOf(state);
    if (piece === undefined) return false;
    const at = (state - piece.first) * piece.layout.words;
    for (let component = 0; component < this.#components; component++) into[component] = unpack(piece.layout, piece.words, at, component);
    return true;
  }

  /** States before this one are of no use any more. */
  forget(state: number): void {
    const kept = this.#pieces.findIndex((piece) => piece.first + piece.count > state);
    if (kept > 0) this.#pieces = this.#pieces.slice(kept);
  }

  #begin(): Piece {
    const sizes = Array.from({ length: this.#components }, (_, component) => this.#sizeOf(component));
    const layout = this.#end < STATES_TO_LEARN_FROM ? looseLayout(this.#components) : packedLayout(sizes);
    const piece = { first: this.#end, layout, words: new Int32Array(Math.max(PIECE_WORDS, layout.words)), count: 0 };
    this.#pieces.push(piece);
    return piece;
  }

  #pieceOf(state: number): Piece | undefined {
    if (state >= this.#end) return undefined;
    return this.#pieces.findLast(({ first }) => first <= state);
  }
}
