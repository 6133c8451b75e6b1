/** What all who work on pieces do, threads and driver. */
import type { AheadParameters } from '../generated/ahead.ts';
import { WORD } from '../generated/shapes.ts';
import { claimedBy, laneAt, PieceWord, pieceAt, recentAt, scratchAt, TeamWord, unclaimed } from './places.ts';

/** Makes the piece this lane's, unless it is somebody's already. */
export function claim(words: Int32Array, team: number, piece: number, lane: number): boolean {
  const at = pieceAt(team, piece) + PieceWord.claim;
  return Atomics.compareExchange(words, at, unclaimed(piece), claimedBy(piece, lane)) === unclaimed(piece);
}

/** What `ahead` is to be called with for a piece. */
export function parametersOf(words: Int32Array, team: number, piece: number, lane: number): AheadParameters {
  const at = laneAt(team, lane);
  const scratch = scratchAt(at);
  return [
    pieceAt(team, piece) * WORD,
    scratch.start * WORD,
    scratch.end * WORD,
    Atomics.load(words, team + TeamWord.trusted),
    Atomics.load(words, team + TeamWord.mask),
    (team + TeamWord.pause) * WORD,
    recentAt(at).start * WORD,
  ];
}

/** What this lane has come across is not to count any more. */
export function forget(words: Int32Array, team: number, lane: number): void {
  const { start, end } = recentAt(laneAt(team, lane));
  words.fill(0, start, end);
}

/** Whoever waits for the piece may have it. */
export function report(words: Int32Array, team: number, piece: number): void {
  const at = pieceAt(team, piece) + PieceWord.done;
  Atomics.store(words, at, piece + 1);
  Atomics.notify(words, at);
}
