/** Code that puts records into the store, and that enters its states into the table anew: what `StateStore.insert` does, for one width of states. */
import { RECORD_EXTRA, RECORD_HASH } from '../../memory/state-store.ts';
import {
  add,
  and,
  atLeastU,
  block,
  br,
  brIf,
  type FunctionCode,
  get,
  i32,
  isZero,
  type Local,
  load,
  loop,
  mul,
  ne,
  or,
  type Part,
  seq,
  set,
  shl,
  shrU,
  store,
  sub,
  xor,
} from './assembler.ts';
import { ARENA, TABLE, WORD } from './shapes.ts';

/** `hashWords` of these words. */
function hash(result: Local, words: readonly Part[]): Part {
  const fold = set(result, xor(get(result), shrU(get(result), i32(15))));
  return seq(
    set(result, i32(0x811c9dc5)),
    ...words.flatMap((word) => [set(result, mul(add(get(result), word), i32(0x85ebca6b))), fold]),
    set(result, mul(get(result), i32(0x27d4eb2f))),
    fold,
  );
}

/** Adds what is new of the records from `begin` to `end` (bytes); changes `count`. */
export function insertion(
  width: number,
  local: () => Local,
  { begin, end, count, mask, touched }: { begin: number; end: Local; count: Local; mask: Local; touched: Local },
): Part {
  const stride = (width + 1) * WORD;
  const recordStride = (width + RECORD_EXTRA) * WORD;
  const hashAt = (width + RECORD_HASH) * WORD;
  const [record, h, slot, entry, at] = [local(), local(), local(), local(), local()];
  const words = Array.from({ length: width }, local);
  const next = set(record, add(get(record), i32(recordStride)));
  const each = (name: string, body: Part) =>
    seq(
      set(record, i32(begin)),
      block(`${name} done`, (done) => loop(name, (again) => seq(brIf(done, atLeastU(get(record), get(end))), body, next, br(again)))),
    );
  return seq(
    // All hashes first and a look at each slot: these loads do not wait for each other.
    each(
      'hashing',
      seq(
        hash(
          h,
          words.map((_, k) => load(get(record), k * WORD)),
        ),
        store(get(record), get(h), hashAt),
        set(touched, xor(get(touched), load(shl(and(get(h), get(mask)), i32(2)), 0, TABLE))),
      ),
    ),
    each(
      'inserting',
      block('known', (known) =>
        seq(
          set(h, load(get(record), hashAt)),
          ...words.map((word, k) => set(word, load(get(record), k * WORD))),
          set(slot, and(get(h), get(mask))),
          block('free', (free) =>
            loop('probe', (again) =>
              seq(
                set(entry, load(shl(get(slot), i32(2)), 0, TABLE)),
                brIf(free, isZero(get(entry))),
                block('different', (different) =>
                  seq(
                    brIf(different, and(xor(get(entry), get(h)), xor(get(mask), i32(-1)))),
                    set(at, mul(sub(and(get(entry), get(mask)), i32(1)), i32(stride))),
                    ...words.map((word, k) => brIf(different, ne(load(get(at), k * WORD, ARENA), get(word)))),
                    br(known),
                  ),
                ),
                set(slot, and(add(get(slot), i32(1)), get(mask))),
                br(again),
              ),
            ),
          ),
          set(at, mul(get(count), i32(stride))),
          ...words.map((word, k) => store(get(at), get(word), k * WORD, ARENA)),
          store(get(at), load(get(record), width * WORD), width * WORD, ARENA),
          set(count, add(get(count), i32(1))),
          enter(slot, count, h, mask),
        ),
      ),
    ),
  );
}

/** `rehash(from, to, mask)`: enters these states into the table, in which none of them may be. */
export function rehashing(width: number): FunctionCode {
  const stride = (width + 1) * WORD;
  return {
    parameters: 3,
    exported: 'rehash',
    body: ([from, to, mask], local) => {
      const [h, slot, at, number] = [local(), local(), local(), local()];
      if (from === undefined || to === undefined || mask === undefined) throw new Error('three parameters');
      return seq(
        block('done', (done) =>
          loop('states', (again) =>
            seq(
              brIf(done, atLeastU(get(from), get(to))),
              set(at, mul(get(from), i32(stride))),
              hash(
                h,
                Array.from({ length: width }, (_, k) => load(get(at), k * WORD, ARENA)),
              ),
              set(slot, and(get(h), get(mask))),
              block('free', (free) =>
                loop('probe', (probe) =>
                  seq(
                    brIf(free, isZero(load(shl(get(slot), i32(2)), 0, TABLE))),
                    set(slot, and(add(get(slot), i32(1)), get(mask))),
                    br(probe),
                  ),
                ),
              ),
              set(number, add(get(from), i32(1))),
              enter(slot, number, h, mask),
              set(from, get(number)),
              br(again),
            ),
          ),
        ),
        i32(0),
      );
    },
  };
}

/** `number` is the state's index plus one. */
function enter(slot: Local, number: Local, h: Local, mask: Local): Part {
  return store(shl(get(slot), i32(2)), or(get(number), and(get(h), xor(get(mask), i32(-1)))), 0, TABLE);
}
