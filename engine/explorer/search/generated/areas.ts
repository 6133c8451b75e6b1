/** Where in the pool's memory the generated loop keeps what is its own: an area of fixed places, so that they are literals in the code. */
import { WORD } from './shapes.ts';

/** Words of the area. */
export const CONTROL_WORDS = 8;
/**
 * What `run` leaves behind: the next state to expand, how many states there are, the size of the records it made, and which of its records (from, to) it
 * has not inserted yet: with these it begins when it is called again.
 */
export const Control = { next: 0, count: 1, recordBytes: 2, from: 3, to: 4, touched: 5 } as const;
/**
 * A piece of work for `ahead`: the next state and the one where it ends, where its next candidate goes and where the room for them ends (bytes), and how
 * many successors it has found.
 */
export const Job = { next: 0, end: 1, to: 2, room: 3, transitions: 4, touched: 5 } as const;
export const JOB_WORDS = 8;
/** For the states that a thread came across last: what stays in a processor's own cache. */
export const RECENT_WORDS = 1 << 15;
/** What is known of each component: word of the state in bytes, shift, mask, table for additions (of inboxes and clients) in bytes. */
export const FIELD_WORDS = 4;
/** Successors on their way into the store. */
export const RECORD_WORDS = 1 << 15;

export interface Areas {
  /** Byte addresses. */
  readonly control: number;
  readonly fields: number;
  readonly records: number;
  readonly recordsEnd: number;
}

export function areaWords(components: number): number {
  return CONTROL_WORDS + FIELD_WORDS * components + RECORD_WORDS;
}

export function areasAt(start: number, components: number): Areas {
  const control = start * WORD;
  const fields = control + CONTROL_WORDS * WORD;
  const records = fields + FIELD_WORDS * components * WORD;
  return { control, fields, records, recordsEnd: records + RECORD_WORDS * WORD };
}
