/** What driver and threads say to each other: words in the memory of the pool, each written by one side and read by the other. */
import { JOB_WORDS, RECORD_WORDS } from '../generated/areas.ts';

/** `pause`: not 0 while the threads must not read. `trusted`: number of states that they may read. `mask`: slots of the table, less one. */
export const TeamWord = { pause: 0, trusted: 1, mask: 2 } as const;
export const TEAM_WORDS = 16;

/**
 * `asked`: jobs that the driver has given, `LEAVE` to end. `done`: jobs done. `busy`: 1 while the thread may be reading what `pause` protects.
 * A job `n` stands at place `n % JOBS`.
 */
export const LaneWord = { state: 0, asked: 1, done: 2, busy: 3 } as const;
const LANE_CONTROL = 16;
const states = { starting: 0, ready: 1, gone: 2 } as const;
/** What `state` says: each turn, in which a thread is given something to work with, has its own values. */
export function stateOf(turn: number, state: keyof typeof states): number {
  return turn * 4 + states[state];
}
export const LEAVE = -1;

/** Jobs that can wait for one thread, or for their admission. */
export const JOBS = 16;
/** Room for a job's candidates. */
const CANDIDATE_WORDS = 1 << 13;

const CANDIDATES = LANE_CONTROL + JOBS * JOB_WORDS;
const SCRATCH = CANDIDATES + JOBS * CANDIDATE_WORDS;
export const LANE_WORDS = SCRATCH + RECORD_WORDS;

export function jobAt(lane: number, job: number): number {
  return lane + LANE_CONTROL + (job % JOBS) * JOB_WORDS;
}
export function candidatesAt(lane: number, job: number): { readonly start: number; readonly end: number } {
  const start = lane + CANDIDATES + (job % JOBS) * CANDIDATE_WORDS;
  return { start, end: start + CANDIDATE_WORDS };
}
export function scratchAt(lane: number): { readonly start: number; readonly end: number } {
  return { start: lane + SCRATCH, end: lane + LANE_WORDS };
}
