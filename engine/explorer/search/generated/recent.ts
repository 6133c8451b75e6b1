/**
 * The states that a thread came across last. Most successors that are found more than once are found again soon, by states that stand close to each other:
 * a small table, in which a later state takes the place of an earlier one, recognises nearly all of them, and needs no memory that is far away.
 */
import { RECORD_HASH } from '../../memory/state-store.ts';
import { RECENT_WORDS } from './areas.ts';
import {
  add,
  and,
  block,
  br,
  brIf,
  get,
  i32,
  isZero,
  type Label,
  type Local,
  load,
  mul,
  ne,
  type Part,
  seq,
  set,
  store,
} from './assembler.ts';
import { WORD } from './shapes.ts';

/** Goes to `seen` where the record's state is among those at `recent` (bytes, `RECENT_WORDS`, 0 at first); comes out where it is not, and is from now on. */
export function recollection(width: number, local: () => Local): (record: Local, recent: Local, seen: Label) => Part {
  const at = local();
  const words = Array.from({ length: width }, local);
  // A state may well be all zeros, so that a word of its own says that there is one.
  const entryWords = width + 1;
  const entries = 2 ** Math.floor(Math.log2(RECENT_WORDS / entryWords));
  return (record, recent, seen) =>
    seq(
      ...words.map((word, k) => set(word, load(get(record), k * WORD))),
      set(at, and(load(get(record), (width + RECORD_HASH) * WORD), i32(entries - 1))),
      set(at, add(get(recent), mul(get(at), i32(entryWords * WORD)))),
      block('another', (another) =>
        seq(
          brIf(another, isZero(load(get(at), width * WORD))),
          ...words.map((word, k) => brIf(another, ne(load(get(at), k * WORD), get(word)))),
          br(seen),
        ),
      ),
      ...words.map((word, k) => store(get(at), get(word), k * WORD)),
      store(get(at), i32(1), width * WORD),
    );
}
