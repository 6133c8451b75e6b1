/** Code for one thread: expands, looks up and inserts, eight states at a time. */
import type { Areas } from './areas.ts';
import { Control } from './areas.ts';
import {
  add,
  atLeastU,
  block,
  br,
  brIf,
  choose,
  type FunctionCode,
  get,
  give,
  i32,
  type Local,
  lessU,
  load,
  loop,
  seq,
  set,
  store,
  sub,
  when,
} from './assembler.ts';
import { expansion } from './expansion.ts';
import { hashing, insertion } from './insertion.ts';
import { type Shape, WORD } from './shapes.ts';

/** States expanded before their successors are looked up together. */
export const BATCH = 8;

/** It ended since everything asked for was done. */
export const DONE = 0;
/** It ended at a state that the tables do not know enough about. */
export const LEFT = 1;
/** It ended since there are as many states as there may be, with a new one at hand. */
export const FULL = 2;

/** The lesser of the next batch's end and `end`. */
export function batchEnd(next: Local, end: Local) {
  return choose(lessU(add(get(next), i32(BATCH)), get(end)), add(get(next), i32(BATCH)), get(end));
}

/** `run(next, end, count, most, mask)`. */
export function running(shape: Shape, areas: Areas): FunctionCode {
  const { words: width } = shape.layout;
  return {
    parameters: 5,
    exported: 'run',
    body: ([next, end, count, most, mask], local) => {
      if (next === undefined || end === undefined || count === undefined) throw new Error('five parameters');
      if (most === undefined || mask === undefined) throw new Error('five parameters');
      const [pending, record, begun, limit, left, bytes, touched] = [local(), local(), local(), local(), local(), local(), local()];
      const expand = expansion(shape, local);
      const hash = hashing(width, local);
      const insert = insertion(width, local);
      const control = i32(areas.control);
      const save = (...words: readonly (readonly [word: number, value: Local])[]) =>
        seq(...words.map(([word, value]) => store(control, get(value), word * WORD)));
      const finish = (reason: number) =>
        seq(
          save([Control.next, next], [Control.count, count], [Control.recordBytes, bytes], [Control.touched, touched]),
          save([Control.from, pending], [Control.to, record]),
          give(i32(reason)),
        );
      return seq(
        set(pending, load(control, Control.from * WORD)),
        set(record, load(control, Control.to * WORD)),
        loop('batches', (again) =>
          seq(
            insert({ record: pending, end: record, count, most, mask, full: finish(FULL) }),
            when(get(left), finish(LEFT)),
            when(atLeastU(get(next), get(end)), finish(DONE)),
            set(limit, batchEnd(next, end)),
            set(record, i32(areas.records)),
            set(left, i32(1)),
            block('expanded', (expanded) =>
              seq(
                block('leave', (leave) =>
                  loop('states', (more) =>
                    seq(
                      set(begun, get(record)),
                      expand({ state: next, record, recordsEnd: i32(areas.recordsEnd), leave }),
                      set(next, add(get(next), i32(1))),
                      brIf(more, lessU(get(next), get(limit))),
                      set(left, i32(0)),
                      br(expanded),
                    ),
                  ),
                ),
                // Given up: what it has of this state is dropped.
                set(record, get(begun)),
              ),
            ),
            set(bytes, add(get(bytes), sub(get(record), i32(areas.records)))),
            set(pending, i32(areas.records)),
            hash(pending, record, mask, touched),
            set(pending, i32(areas.records)),
            br(again),
          ),
        ),
        i32(DONE),
      );
    },
  };
}
