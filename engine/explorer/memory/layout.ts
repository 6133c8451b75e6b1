/**
 * Where the components of a state stand in its packed words.
 *
 * A component is a small number that is known to grow while the search goes on, so its width is a guess: what it needs now and some spare. Where
 * the guess fails the states are packed anew (`repack`), which is why a guess is generous.
 */
export interface Layout {
  /** Words of a state. */
  readonly words: number;
  /** By component. */
  readonly word: Int32Array;
  readonly shift: Int32Array;
  /** Of the component's width, not shifted. */
  readonly mask: Int32Array;
  /** Clears the component in its word. */
  readonly clear: Int32Array;
}

/** One word for each component: how a search begins, before it knows what its components need. */
export function looseLayout(components: number): Layout {
  return layoutOf(
    new Array<number>(components).fill(32),
    Int32Array.from({ length: components }, (_, k) => k),
    components,
  );
}

/** Bits that the numbers below `count` need. */
function bitsFor(count: number): number {
  return count <= 1 ? 0 : 32 - Math.clz32(count - 1);
}

/** More values than this show that a component grows. */
const GROWING = 16;

/** Bits that a component had better have beyond what it needs: one that grows may do so as the states do, of which there can be a thousand times as many. */
function spareFor(count: number): number {
  return count > GROWING ? 11 : 2;
}

/** The smallest number of words in which each component has what it needs and something spare. What is left of the words is handed out. */
export function packedLayout(counts: readonly number[]): Layout {
  // A component that never took a second value may still do so: nothing here is ever 0 bits wide.
  const wanted = counts.map((count) => Math.min(31, Math.max(1, bitsFor(count) + (count > GROWING ? 3 : count > 4 ? 2 : 1))));
  const order = wanted.map((_, k) => k).sort((a, b) => at(wanted, b) - at(wanted, a) || a - b);
  for (let words = Math.max(1, Math.ceil(wanted.reduce((sum, width) => sum + width, 0) / 32)); ; words++) {
    const free = new Array<number>(words).fill(32);
    const word = new Int32Array(counts.length);
    if (!order.every((k) => place(k, at(wanted, k), free, word))) continue;
    const widths = wanted.slice();
    free.forEach((spare, index) => {
      const here = order.filter((k) => word[k] === index);
      for (let left = spare; left > 0 && widen(here, widths, counts); left--);
    });
    return layoutOf(widths, word, words);
  }
}

/** Gives a bit to the component that lacks most, of several the narrowest. Gives false where none can have any more. */
function widen(components: readonly number[], widths: number[], counts: readonly number[]): boolean {
  const lacks = (k: number) => bitsFor(at(counts, k)) + spareFor(at(counts, k)) - at(widths, k);
  const [first] = components
    .filter((k) => at(widths, k) < 31)
    .sort((a, b) => lacks(b) - lacks(a) || at(widths, a) - at(widths, b) || a - b);
  if (first === undefined) return false;
  widths[first] = at(widths, first) + 1;
  return true;
}

/** Puts the component into the word with the most room, so that the spare is spread. */
function place(component: number, width: number, free: number[], word: Int32Array): boolean {
  const best = free.indexOf(Math.max(...free));
  const room = at(free, best);
  if (room < width) return false;
  free[best] = room - width;
  word[component] = best;
  return true;
}

function layoutOf(widths: readonly number[], word: Int32Array, words: number): Layout {
  const next = new Int32Array(words);
  const shift = new Int32Array(widths.length);
  const mask = new Int32Array(widths.length);
  const clear = new Int32Array(widths.length);
  widths.forEach((width, k) => {
    const at = word[k] as number;
    shift[k] = next[at] as number;
    mask[k] = width === 32 ? -1 : (1 << width) - 1;
    clear[k] = ~((mask[k] as number) << (shift[k] as number));
    next[at] = (next[at] as number) + width;
  });
  return { words, word, shift, mask, clear };
}

/** Whether the largest number of every component still has room; `count(component)` is how many numbers it has. */
export function fits(layout: Layout, count: (component: number) => number): boolean {
  for (let component = 0; component < layout.mask.length; component++) {
    const mask = layout.mask[component] as number;
    if (mask !== -1 && count(component) - 1 > mask) return false;
  }
  return true;
}

export function unpack(layout: Layout, words: Int32Array, offset: number, component: number): number {
  return (
    ((words[offset + (layout.word[component] as number)] as number) >>> (layout.shift[component] as number)) &
    (layout.mask[component] as number)
  );
}

export function pack(layout: Layout, values: ArrayLike<number>, words: Int32Array, offset: number): void {
  for (let w = 0; w < layout.words; w++) words[offset + w] = 0;
  for (let k = 0; k < values.length; k++) {
    const at = offset + (layout.word[k] as number);
    words[at] = (words[at] as number) | ((values[k] as number) << (layout.shift[k] as number));
  }
}

function at(array: readonly number[], index: number): number {
  return array[index] as number;
}
