/**
 * Code for several threads. `ahead` expands states and drops the successors that the table has already: all that it reads of the store was there before, so
 * any number of threads may do so while the driver's inserts. It drops those, too, that the same thread came across a moment ago, since a thread goes through
 * the states in their order: its earlier candidate is inserted before. What is left are candidates, which `admit` inserts in the order of the search: whether
 * one of them is new depends on that order alone, not on which thread was faster.
 */
import { RECORD_HASH, RECORD_LABEL } from '../../memory/state-store.ts';
import { type Areas, Control, Job } from './areas.ts';
import {
  add,
  atLeastS,
  atLeastU,
  atomicLoad,
  block,
  br,
  brIf,
  type FunctionCode,
  get,
  give,
  greaterU,
  i32,
  type Local,
  lessS,
  lessU,
  load,
  loop,
  type Part,
  seq,
  set,
  store,
  sub,
  when,
  xor,
} from './assembler.ts';
import { expansion } from './expansion.ts';
import { eachRecord, hashing, probing, recordBytes, touch } from './insertion.ts';
import { recollection } from './recent.ts';
import { BATCH, batchEnd, DONE, FULL } from './running.ts';
import { type Shape, WORD } from './shapes.ts';

/** `admit` ended at a gap: the driver has to expand the state that stands there. */
export const GAP = 3;
/** `ahead` ended since the driver wants to change what it reads. */
export const INTERRUPTED = 4;

/** Scratch room for the records of a batch has to have so many bytes beside them: each of its states could be a gap. */
export function gapBytes(width: number): number {
  return BATCH * recordBytes(width);
}

export type AheadParameters = readonly [
  job: number,
  scratch: number,
  scratchEnd: number,
  trusted: number,
  mask: number,
  pause: number,
  recent: number,
];

/**
 * `ahead(job, scratch, scratchEnd, trusted, mask, pause, recent)`: goes on with the job. Its candidates are records whose last word is the number of successors
 * that the job found before; one whose parent is negative is a gap: the state `~parent` could not be expanded. States from `trusted` on are not looked at;
 * it gives up between two batches where `pause` holds something else than 0. Gives `FULL` where the job's room does not suffice for the next batch.
 * `recent`: the thread's last states; all 0 where candidates that it made before are not to count.
 */
export function ahead(shape: Shape): FunctionCode {
  const width = shape.layout.words;
  const bytes = recordBytes(width);
  return {
    parameters: 7,
    exported: 'ahead',
    body: ([job, scratch, scratchEnd, trusted, mask, pause, recent], local) => {
      if (job === undefined || scratch === undefined || scratchEnd === undefined) throw new Error('seven parameters');
      if (trusted === undefined || mask === undefined || pause === undefined || recent === undefined) throw new Error('seven parameters');
      const [next, end, out, room, made, first] = [local(), local(), local(), local(), local(), local()];
      const [record, begun, end2, limit, touched] = [local(), local(), local(), local(), local()];
      const expand = expansion(shape, local);
      const hash = hashing(width, local);
      const { find } = probing(width, local);
      const recall = recollection(width, local);
      const own = (word: number) => load(get(job), word * WORD);
      const parent = (at: Local) => load(get(at), width * WORD);
      const finish = (reason: number, reached: Local) =>
        seq(
          store(get(job), get(reached), Job.next * WORD),
          store(get(job), get(out), Job.to * WORD),
          store(get(job), get(made), Job.transitions * WORD),
          store(get(job), get(touched), Job.touched * WORD),
          give(i32(reason)),
        );
      const gap = seq(
        set(record, get(begun)),
        store(get(record), xor(get(next), i32(-1)), width * WORD),
        set(record, add(get(record), i32(bytes))),
      );
      const keep = seq(
        ...Array.from({ length: width + RECORD_HASH + 1 }, (_, k) => store(get(out), load(get(record), k * WORD), k * WORD)),
        store(get(out), get(made), (width + RECORD_LABEL) * WORD),
        set(out, add(get(out), i32(bytes))),
      );
      const filter: Part = seq(
        block('known', (known) =>
          seq(
            block('kept', (kept) =>
              seq(
                brIf(kept, lessS(parent(record), i32(0))),
                recall(record, recent, known),
                find(record, mask, known, { trusted, label: kept }),
              ),
            ),
            keep,
          ),
        ),
        when(atLeastS(parent(record), i32(0)), set(made, add(get(made), i32(1)))),
      );
      return seq(
        set(next, own(Job.next)),
        set(end, own(Job.end)),
        set(out, own(Job.to)),
        set(room, own(Job.room)),
        set(made, own(Job.transitions)),
        loop('batches', (again) =>
          seq(
            when(atLeastU(get(next), get(end)), finish(DONE, next)),
            when(atomicLoad(get(pause)), finish(INTERRUPTED, next)),
            set(limit, batchEnd(next, end)),
            set(first, get(next)),
            set(record, get(scratch)),
            loop('states', (more) =>
              seq(
                set(begun, get(record)),
                block('expanded', (expanded) =>
                  seq(
                    block('leave', (leave) =>
                      seq(expand({ state: next, record, recordsEnd: sub(get(scratchEnd), i32(gapBytes(width))), leave }), br(expanded)),
                    ),
                    gap,
                  ),
                ),
                set(next, add(get(next), i32(1))),
                brIf(more, lessU(get(next), get(limit))),
              ),
            ),
            when(greaterU(add(get(out), sub(get(record), get(scratch))), get(room)), finish(FULL, first)),
            set(end2, get(record)),
            set(record, get(scratch)),
            hash(record, end2, mask, touched),
            set(record, get(scratch)),
            eachRecord(width, 'filtering', record, end2, filter),
            br(again),
          ),
        ),
        i32(DONE),
      );
    },
  };
}

/** `look(from, to, mask)`: a look at the slots of these candidates, so that they are near when `admit` comes. */
export function looking(width: number, areas: Areas): FunctionCode {
  return {
    parameters: 3,
    exported: 'look',
    body: ([record, end, mask], local) => {
      if (record === undefined || end === undefined || mask === undefined) throw new Error('three parameters');
      const touched = local();
      const each = touch(touched, load(get(record), (width + RECORD_HASH) * WORD), mask);
      return seq(eachRecord(width, 'looking', record, end, each), store(i32(areas.control), get(touched), Control.touched * WORD), i32(0));
    },
  };
}

/** `admit(from, to, count, most, mask)`: inserts candidates up to a gap, or until there are `most` states. */
export function admission(width: number, areas: Areas): FunctionCode {
  return {
    parameters: 5,
    exported: 'admit',
    body: ([record, end, count, most, mask], local) => {
      if (record === undefined || end === undefined || count === undefined) throw new Error('five parameters');
      if (most === undefined || mask === undefined) throw new Error('five parameters');
      const { find, claim } = probing(width, local);
      const finish = (reason: number) =>
        seq(
          store(i32(areas.control), get(record), Control.from * WORD),
          store(i32(areas.control), get(record), Control.to * WORD),
          store(i32(areas.control), get(count), Control.count * WORD),
          give(i32(reason)),
        );
      const each = block('known', (known) =>
        seq(
          when(lessS(load(get(record), width * WORD), i32(0)), finish(GAP)),
          find(record, mask, known),
          when(atLeastU(get(count), get(most)), finish(FULL)),
          claim(record, mask, count),
        ),
      );
      return seq(eachRecord(width, 'admitting', record, end, each), finish(DONE), i32(DONE));
    },
  };
}
