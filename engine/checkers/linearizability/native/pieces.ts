/** Texts that are put together from pieces, of which none is the beginning of another: then there is one way only to take them apart. */
export class Pieces {
  /** The number of a piece is its index. */
  readonly #sorted: readonly string[];
  readonly #known = new Map<string, readonly number[]>();

  /** Nothing where one piece begins with another, or is empty. */
  static of(pieces: Iterable<string>): Pieces | undefined {
    const sorted = [...new Set(pieces)].sort(byUnits);
    // All that begin with a piece follow it at once.
    const begins = sorted.some((piece, i) => piece === '' || sorted[i + 1]?.startsWith(piece) === true);
    return begins ? undefined : new Pieces(sorted);
  }

  private constructor(sorted: readonly string[]) {
    this.#sorted = sorted;
  }

  /** The numbers of the pieces of a text; -1 at the end where it goes on with something that is none. */
  in(text: string): readonly number[] {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const numbers: number[] = [];
    for (let at = 0; at < text.length; ) {
      const number = this.#last(text.slice(at));
      const piece = this.#sorted[number];
      if (piece === undefined || !text.startsWith(piece, at)) {
        numbers.push(-1);
        break;
      }
      numbers.push(number);
      at += piece.length;
    }
    this.#known.set(text, numbers);
    return numbers;
  }

  /** The last piece, in their order, that does not come after the text: if the text begins with a piece, it is this one. */
  #last(text: string): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle] ?? '') <= text) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

/** In the order of `<=`. */
function byUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
