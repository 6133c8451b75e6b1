/** Code that reads and writes what generated code works on: components in the words of a state, entries of memo tables. */
import { add, and, atLeastS, call, choose, get, i32, type Local, load, or, type Part, shl, shrU, store, tee } from './assembler.ts';
import { type Shape, WORD } from './shapes.ts';

/** Functions of the module, by number. */
export const Callee = { findHashed: 0, lookUp: 1, pay: 2, observe: 3, send: 4, put: 5, union: 6 } as const;

export const address = (words: Part) => shl(words, i32(2));

/** The entry of a table whose place in the directory is known; row and column are evaluated twice. */
export function entry(table: number, row: Part, column: Part | undefined, bits: Local): Part {
  const at = table * WORD;
  const direct = column === undefined ? row : add(shl(row, get(bits)), column);
  return load(
    choose(
      atLeastS(tee(bits, load(i32(0), at + WORD)), i32(0)),
      address(add(load(i32(0), at), direct)),
      call(Callee.findHashed, i32(at), row, column ?? i32(0)),
    ),
  );
}

type Layout = Shape['layout'];
export const element = (array: Int32Array, index: number): number => array[index] as number;
/** Of the component's word in a state, in bytes. */
export const wordOf = (layout: Layout, component: number): number => element(layout.word, component) * WORD;
export function fieldOf({ shift, mask }: Layout, component: number, word: Part): Part {
  return and(shrU(word, i32(element(shift, component))), i32(element(mask, component)));
}
export function placed({ shift, clear }: Layout, component: number, word: Part, value: Part): Part {
  return or(and(word, i32(element(clear, component))), shl(value, i32(element(shift, component))));
}
export function patch(layout: Layout, record: Local, component: number, value: Part): Part {
  const at = wordOf(layout, component);
  return store(get(record), placed(layout, component, load(get(record), at), value), at);
}
