/** What driver and threads say to each other: words in the memory of the pool. */
import { JOB_WORDS, RECENT_WORDS, RECORD_WORDS } from '../generated/areas.ts';

/**
 * `pause`: not 0 while the threads must not read. `trusted`: number of states that they may read. `mask`: slots of the table, less one. `asked`: the number of the
 * first piece that is not given out, `LEAVE` to end. The driver writes them.
 */
export const TeamWord = { pause: 0, trusted: 1, mask: 2, asked: 3 } as const;
const TEAM_CONTROL = 16;
export const LEAVE = -1;

/** `busy`: 1 while the thread may be reading what `pause` protects; the thread writes it. */
export const LaneWord = { state: 0, busy: 1 } as const;
const LANE_CONTROL = 16;
const states = { starting: 0, ready: 1, gone: 2 } as const;
/** What `state` says: each turn, in which a thread is given something to work with, has its own values. */
export function stateOf(turn: number, state: keyof typeof states): number {
  return turn * 4 + states[state];
}

/** Pieces that are given out and not yet taken back. Piece `n` stands at place `n % PIECES`. */
export const PIECES = 32;
/** Behind the words of `Job`: who does the piece, and the number of the last piece of this place that was done, plus one. */
export const PieceWord = { claim: JOB_WORDS, done: JOB_WORDS + 1 } as const;
const PIECE_CONTROL = 16;
/** Room for a piece's candidates. */
export const CANDIDATE_WORDS = 1 << 14;

const LANE_BITS = 4;
export const MOST_LANES = (1 << LANE_BITS) - 1;
/** What `claim` says of a piece that nobody has begun with; unlike that of any other piece, so that whoever is late claims nothing. */
export function unclaimed(piece: number): number {
  return (piece << LANE_BITS) | MOST_LANES;
}
export function claimedBy(piece: number, lane: number): number {
  return (piece << LANE_BITS) | lane;
}
/** The number of the lane, `MOST_LANES` for none. */
export function claimant(claim: number): number {
  return claim & MOST_LANES;
}

const LANES = TEAM_CONTROL + PIECES * (PIECE_CONTROL + CANDIDATE_WORDS);
const SCRATCH = LANE_CONTROL;
const RECENT = SCRATCH + RECORD_WORDS;
const LANE_WORDS = RECENT + RECENT_WORDS;

export function teamWords(lanes: number): number {
  return LANES + lanes * LANE_WORDS;
}
export function pieceAt(team: number, piece: number): number {
  return team + TEAM_CONTROL + (piece % PIECES) * PIECE_CONTROL;
}
export function candidatesAt(team: number, piece: number): number {
  return team + TEAM_CONTROL + PIECES * PIECE_CONTROL + (piece % PIECES) * CANDIDATE_WORDS;
}
export function laneAt(team: number, lane: number): number {
  return team + LANES + lane * LANE_WORDS;
}
export function scratchAt(lane: number): { readonly start: number; readonly end: number } {
  return { start: lane + SCRATCH, end: lane + SCRATCH + RECORD_WORDS };
}
export function recentAt(lane: number): { readonly start: number; readonly end: number } {
  return { start: lane + RECENT, end: lane + RECENT + RECENT_WORDS };
}
