/**
 * The driver's side of a search by several threads. It gives out the states in pieces, in their order; whoever has nothing to do claims the first that
 * nobody has claimed, the driver too when it would have to wait. It takes back, in the same order, what was found. Where a thread writes that dies or hangs
 * nobody else writes any more, and its pieces are done again.
 */
import type { Pool } from '../../memory/pool.ts';
import { Job } from '../generated/areas.ts';
import type { GeneratedLoop } from '../generated/generated-loop.ts';
import { WORD } from '../generated/shapes.ts';
import type { SearchThread, Threads } from './host.ts';
import {
  CANDIDATE_WORDS,
  candidatesAt,
  claimant,
  LaneWord,
  LEAVE,
  laneAt,
  MOST_LANES,
  PIECES,
  PieceWord,
  pieceAt,
  stateOf,
  TeamWord,
  teamWords,
  unclaimed,
} from './places.ts';
import { changes } from './waiting.ts';
import { claim, forget, parametersOf, report } from './working.ts';

/** States of a piece, at most and at least. */
const MOST_STATES = 256;
const FEWEST_STATES = 8;
/** Milliseconds between two looks at whether the search is to stop. */
const MOMENT_MS = 4;
/** So long a thread may let itself be waited for, in milliseconds, before it is given up. */
const PATIENCE_MS = 2000;
/** The lane of the driver. */
const OWN = 0;

interface Lane {
  readonly thread: SearchThread;
  readonly number: number;
  /** Word where it begins. */
  readonly at: number;
  /** Its thread has failed, or was waited for in vain. Nothing that it did since counts, and where it may still be writing nobody else writes any more. */
  lost: boolean;
}

/** Some states, and what their expansion brought. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  /** Nobody has done it. */
  readonly lost: boolean;
  /** The first state that was not expanded; others may have been left out as gaps. */
  readonly reached: number;
  /** Where the candidates stand, in bytes. */
  readonly candidates: number;
  readonly candidatesEnd: number;
  readonly transitions: number;
}

interface Given {
  readonly number: number;
  readonly from: number;
  readonly to: number;
}

export class Team {
  readonly #words: Int32Array;
  readonly #at: number;
  readonly #lanes: readonly Lane[];
  /** What the threads work with at present. */
  #loop: GeneratedLoop | undefined;
  #given: Given[] = [];
  /** The number of the next piece, and its first state. */
  #asked = 0;
  #next = 0;
  /** Words that the candidates of a state take, by the pieces of late. */
  #wordsPerState = 0;
  #paused = false;
  /** How many times the threads were given something to work with. */
  #turn = 0;

  /** Starts the threads, or as many as the host has. The pool must be in shared memory. */
  constructor({ count, host }: Threads, pool: Pool) {
    const lanes = Math.min(count, MOST_LANES);
    const team = pool.allocateBuffer(teamWords(lanes));
    this.#at = team;
    this.#lanes = started(host, lanes - 1).map((thread, k) => ({ thread, number: k + 1, at: laneAt(team, k + 1), lost: false }));
    // Of shared memory, so good for ever, however the pool grows.
    this.#words = pool.words;
  }

  /** Gives the threads this code to work with, unless they have it already. */
  use(loop: GeneratedLoop): void {
    if (this.#loop === loop) return;
    this.dismiss();
    this.#loop = loop;
    this.#wordsPerState = 0;
    this.#set(this.#at + TeamWord.asked, this.#asked);
    forget(this.#words, this.#at, OWN);
    const task = { module: loop.module, memories: loop.memories, team: this.#at, turn: ++this.#turn, first: this.#asked };
    for (const { thread, number, at } of this.#serving()) {
      this.#set(at + LaneWord.state, stateOf(this.#turn, 'starting'));
      thread.serve({ ...task, lane: number });
    }
  }

  /** Whether anybody is there to give something to. */
  get ready(): boolean {
    return this.#lanes.some(({ at, lost }) => !lost && this.#get(at + LaneWord.state) === stateOf(this.#turn, 'ready'));
  }

  /**
   * The piece that begins at state `next`, when it is done; it is to be given back by `free`. Absent where there is none since nobody is ready, or since
   * `interrupt` said so. `end`: the first state not to be expanded; `count` and `mask`: of the store.
   */
  take(next: number, end: number, count: number, mask: number, interrupt: () => boolean): Piece | undefined {
    if (this.#given.length === 0) this.#next = next;
    Atomics.store(this.#words, this.#at + TeamWord.trusted, count);
    Atomics.store(this.#words, this.#at + TeamWord.mask, mask);
    for (;;) {
      this.#giveOut(end);
      const [first] = this.#given;
      if (first === undefined) return undefined;
      const lost = this.#isLost(first);
      if (lost || this.#isDone(first)) return this.#piece(first, lost);
      if (!this.#helpOut() && !this.#waitFor(first, interrupt)) return undefined;
    }
  }

  /** Whether the piece that was taken last is still to be freed, and was not forgotten since the threads were dismissed. */
  holds({ from }: Piece): boolean {
    return this.#given[0]?.from === from;
  }
  free(piece: Piece): void {
    if (this.holds(piece)) this.#given.shift();
  }

  /** Has all threads stop reading tables and states, until `resume`. */
  pause(): void {
    if (this.#paused) return;
    this.#paused = true;
    this.#set(this.#at + TeamWord.pause, 1);
    for (const lane of this.#serving()) this.#await(lane, LaneWord.busy, 1);
  }
  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#set(this.#at + TeamWord.pause, 0);
  }

  /** Sends the threads away from the code that they work with, and forgets what they did. */
  dismiss(): void {
    this.#given = [];
    if (this.#loop === undefined) return;
    this.#loop = undefined;
    const [starting, ready, gone] = [stateOf(this.#turn, 'starting'), stateOf(this.#turn, 'ready'), stateOf(this.#turn, 'gone')];
    for (const lane of this.#serving()) {
      // One that has not begun need not begin any more; one that is gone by itself has failed.
      if (Atomics.compareExchange(this.#words, lane.at + LaneWord.state, starting, gone) === gone) lane.lost = true;
    }
    this.#set(this.#at + TeamWord.asked, LEAVE);
    this.resume();
    for (const lane of this.#serving()) this.#await(lane, LaneWord.state, ready);
  }

  end(): void {
    this.#set(this.#at + TeamWord.asked, LEAVE);
    this.resume();
    for (const { thread } of this.#lanes) thread.end();
  }

  /** Many pieces at once, since a thread that has run out of them sleeps and has to be woken. */
  #giveOut(end: number): void {
    const begun = this.#given[0]?.number ?? this.#asked;
    if (this.#next >= end || this.#asked - begun > PIECES / 2 || !this.ready) return;
    for (; this.#next < end && this.#asked - begun < PIECES; this.#asked++) {
      // Of its place, a lost thread may not have let go.
      if (!this.#isLost({ number: this.#asked })) this.#give(end);
    }
    this.#set(this.#at + TeamWord.asked, this.#asked);
  }

  #give(end: number): void {
    const workers = 1 + this.#lanes.length;
    const fair = Math.ceil((end - this.#next) / (4 * workers));
    // Half of the room, since some pieces have more candidates than others.
    const roomy = Math.floor(CANDIDATE_WORDS / (2 * this.#wordsPerState));
    const number = this.#asked;
    const from = this.#next;
    const to = Math.min(end, from + Math.max(FEWEST_STATES, Math.min(MOST_STATES, fair, roomy)));
    const place = pieceAt(this.#at, number);
    const candidates = candidatesAt(this.#at, number);
    this.#words[place + Job.next] = from;
    this.#words[place + Job.end] = to;
    this.#words[place + Job.to] = candidates * WORD;
    this.#words[place + Job.room] = (candidates + CANDIDATE_WORDS) * WORD;
    this.#words[place + Job.transitions] = 0;
    Atomics.store(this.#words, place + PieceWord.claim, unclaimed(number));
    this.#given.push({ number, from, to });
    this.#next = to;
  }

  /** Does a piece instead of waiting; gives false where none is left to do. */
  #helpOut(): boolean {
    const mine = this.#given.find(({ number }) => claim(this.#words, this.#at, number, OWN));
    if (mine === undefined) return false;
    this.#loop?.ahead(...parametersOf(this.#words, this.#at, mine.number, OWN));
    report(this.#words, this.#at, mine.number);
    return true;
  }

  #piece({ number, from, to }: Given, lost: boolean): Piece {
    const place = pieceAt(this.#at, number);
    const word = (which: number) => this.#words[place + which] as number;
    const start = candidatesAt(this.#at, number);
    const reached = word(Job.next);
    if (!lost && reached > from) this.#wordsPerState = (3 * this.#wordsPerState + (word(Job.to) / WORD - start) / (reached - from)) / 4;
    return { from, to, lost, reached, candidates: start * WORD, candidatesEnd: word(Job.to), transitions: word(Job.transitions) };
  }

  #isDone({ number }: Given): boolean {
    return this.#get(pieceAt(this.#at, number) + PieceWord.done) === number + 1;
  }
  /** Whether a thread has got hold of it, or of its place, that has been lost. */
  #isLost({ number }: Pick<Given, 'number'>): boolean {
    return this.#claimant(number)?.lost ?? false;
  }
  /** The lane that works on a piece, or whoever did on the last one at its place; absent for nobody and for the driver itself. */
  #claimant(number: number): Lane | undefined {
    return this.#lanes[claimant(this.#get(pieceAt(this.#at, number) + PieceWord.claim)) - 1];
  }

  /** Waits until the piece is done, or its thread lost. Gives false when interrupted. */
  #waitFor(given: Given, interrupt: () => boolean): boolean {
    const lane = this.#claimant(given.number);
    const since = Date.now();
    const at = pieceAt(this.#at, given.number) + PieceWord.done;
    for (;;) {
      const done = this.#get(at);
      if (done === given.number + 1 || lane === undefined || lane.lost) return true;
      if (this.#get(lane.at + LaneWord.state) === stateOf(this.#turn, 'gone') || Date.now() - since > PATIENCE_MS) this.#lose(lane);
      else if (!changes(this.#words, at, done, MOMENT_MS) && interrupt()) return false;
    }
  }

  /** Waits until the lane's word is no more `value`. */
  #await(lane: Lane, which: number, value: number): void {
    const since = Date.now();
    while (!lane.lost && this.#get(lane.at + which) === value) {
      if (!changes(this.#words, lane.at + which, value, MOMENT_MS) && Date.now() - since > PATIENCE_MS) this.#lose(lane);
    }
  }

  #lose(lane: Lane): void {
    lane.lost = true;
    this.#set(lane.at + LaneWord.state, stateOf(this.#turn, 'gone'));
  }
  #serving(): readonly Lane[] {
    return this.#lanes.filter(({ lost }) => !lost);
  }
  #get(word: number): number {
    return Atomics.load(this.#words, word);
  }
  #set(word: number, value: number): void {
    Atomics.store(this.#words, word, value);
    Atomics.notify(this.#words, word);
  }
}

function started(host: Threads['host'], count: number): readonly SearchThread[] {
  const threads: SearchThread[] = [];
  try {
    while (threads.length < count) threads.push(host.start());
  } catch {
    // A host that has no more threads to give: those that there are do.
  }
  return threads;
}
