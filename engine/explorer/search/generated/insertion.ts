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
  type Label,
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
  when,
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

/** Bytes of a record of so many words. */
export function recordBytes(width: number): number {
  return (width + RECORD_EXTRA) * WORD;
}

/** `body` for each record from `record` on, which is moved, to `end`. */
export function eachRecord(width: number, name: string, record: Local, end: Local, body: Part): Part {
  const next = set(record, add(get(record), i32(recordBytes(width))));
  return block(`${name} done`, (done) => loop(name, (again) => seq(brIf(done, atLeastU(get(record), get(end))), body, next, br(again))));
}

/** A look at the slot of a hash. */
export function touch(touched: Local, h: Part, mask: Local): Part {
  return set(touched, xor(get(touched), load(shl(and(h, get(mask)), i32(2)), 0, TABLE)));
}

/** Gives every record its hash, with a look at its slot: these loads do not wait for each other, so the cache misses of a batch overlap. */
export function hashing(width: number, local: () => Local): (record: Local, end: Local, mask: Local, touched: Local) => Part {
  const h = local();
  return (record, end, mask, touched) =>
    eachRecord(
      width,
      'hashing',
      record,
      end,
      seq(
        hash(
          h,
          Array.from({ length: width }, (_, k) => load(get(record), k * WORD)),
        ),
        store(get(record), get(h), (width + RECORD_HASH) * WORD),
        touch(touched, get(h), mask),
      ),
    );
}

/** Finds records' states in the table, and claims slots for them. */
export interface Probe {
  /**
   * Goes to `known` where the record's state is in the table; comes out where it is not, at the slot that it would have. `doubtful`: where to go
   * when a state from number `trusted` on could be it, which must not be read.
   */
  readonly find: (record: Local, mask: Local, known: Label, doubtful?: { readonly trusted: Local; readonly label: Label }) => Part;
  /** The number of the state that was found. */
  readonly found: (mask: Local) => Part;
  /** Makes the record that was not found the last state; `count` is moved. */
  readonly claim: (record: Local, mask: Local, count: Local) => Part;
}

export function probing(width: number, local: () => Local): Probe {
  const stride = (width + 1) * WORD;
  const [h, slot, entry, at] = [local(), local(), local(), local()];
  const words = Array.from({ length: width }, local);
  const found: Probe['found'] = (mask) => sub(and(get(entry), get(mask)), i32(1));
  const find: Probe['find'] = (record, mask, known, doubtful) =>
    seq(
      set(h, load(get(record), (width + RECORD_HASH) * WORD)),
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
                set(at, found(mask)),
                doubtful === undefined ? seq() : brIf(doubtful.label, atLeastU(get(at), get(doubtful.trusted))),
                set(at, mul(get(at), i32(stride))),
                ...words.map((word, k) => brIf(different, ne(load(get(at), k * WORD, ARENA), get(word)))),
                br(known),
              ),
            ),
            set(slot, and(add(get(slot), i32(1)), get(mask))),
            br(again),
          ),
        ),
      ),
    );
  const claim: Probe['claim'] = (record, mask, count) =>
    seq(
      set(at, mul(get(count), i32(stride))),
      ...words.map((word, k) => store(get(at), get(word), k * WORD, ARENA)),
      store(get(at), load(get(record), width * WORD), width * WORD, ARENA),
      set(count, add(get(count), i32(1))),
      enter(slot, count, h, mask),
    );
  return { find, found, claim };
}

/** Adds what is new of the records from `record` on, which is moved, to `end`; changes `count`. Does `full` at a new one when there are `most` states. */
export function insertion(
  width: number,
  local: () => Local,
): (around: { record: Local; end: Local; count: Local; most: Local; mask: Local; full: Part }) => Part {
  const { find, claim } = probing(width, local);
  return ({ record, end, count, most, mask, full }) =>
    eachRecord(
      width,
      'inserting',
      record,
      end,
      block('known', (known) => seq(find(record, mask, known), when(atLeastU(get(count), get(most)), full), claim(record, mask, count))),
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
