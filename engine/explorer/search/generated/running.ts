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
  type Label,
  type Local,
  lessU,
  load,
  loop,
  type Part,
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

/** The lesser of the next batch's end and `end`, where a state takes `step`. */
export function batchEnd(next: Local, end: Local, step = 1): Part {
  const full = add(get(next), i32(BATCH * step));
  return choose(lessU(full, get(end)), full, get(end));
}

interface Batch {
  readonly next: Local;
  readonly limit: Local;
  /** From one state to the next. */
  readonly step?: number;
  readonly record: Local;
  /** 1 afterwards where a state was given up: `next` is that one. */
  readonly left: Local;
}

/** Code for `expand` at each state from `next`, which is moved, to `limit`, unless it leaves: what it has of that state is dropped then. */
export function expandingBatch(local: () => Local, { next, limit, step = 1, record, left }: Batch, expand: (leave: Label) => Part): Part {
  const begun = local();
  return seq(
    set(left, i32(1)),
    block('expanded', (expanded) =>
      seq(
        block('leave', (leave) =>
          loop('states', (more) =>
            seq(
              set(begun, get(record)),
              expand(leave),
              set(next, add(get(next), i32(step))),
              brIf(more, lessU(get(next), get(limit))),
              set(left, i32(0)),
              br(expanded),
            ),
          ),
        ),
        set(record, get(begun)),
      ),
    ),
  );
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
      const [pending, record, limit, left, bytes, touched] = [local(), local(), local(), local(), local(), local()];
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
            expandingBatch(local, { next, limit, record, left }, (leave) =>
              expand({ state: next, record, recordsEnd: i32(areas.recordsEnd), leave }),
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
