/**
 * The driver's side of a search by several threads. It gives out the states in pieces, in their order, and takes back, in the same order, what
 * the threads found; while it waits it does a piece itself. What each thread writes is its own, so one that dies or hangs is left alone, and its pieces are
 * done again.
 */
import type { Pool } from '../../memory/pool.ts';
import { Job } from '../generated/areas.ts';
import type { GeneratedLoop } from '../generated/generated-loop.ts';
import { WORD } from '../generated/shapes.ts';
import type { SearchThread, Threads } from './host.ts';
import { candidatesAt, JOBS, jobAt, LANE_WORDS, LaneWord, LEAVE, scratchAt, stateOf, TEAM_WORDS, TeamWord } from './places.ts';
import { changes } from './waiting.ts';

/** States of a piece, at most and at least. */
const MOST_STATES = 128;
const FEWEST_STATES = 8;
/** Pieces of its own that the driver does ahead. */
const OWN_JOBS = 2;
/** Milliseconds between two looks at whether the search is to stop. */
const MOMENT_MS = 4;
/** So long a thread may let itself be waited for, in milliseconds, before it is given up. */
const PATIENCE_MS = 2000;

interface Lane {
  /** Word where it begins. */
  readonly at: number;
  /** Absent for the driver's own. */
  readonly thread?: SearchThread;
  /** Jobs given, and those whose places can be used again. */
  asked: number;
  freed: number;
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
  readonly lane: Lane;
  readonly job: number;
  readonly from: number;
  readonly to: number;
}

export class Team {
  readonly #words: Int32Array;
  readonly #at: number;
  readonly #lanes: readonly Lane[];
  readonly #own: Lane;
  /** What the threads work with at present. */
  #loop: GeneratedLoop | undefined;
  #given: Given[] = [];
  /** The first state that is not given out. */
  #next = 0;
  #paused = false;
  /** How many times the threads were given something to work with. */
  #turn = 0;

  /** Starts the threads, or as many as the host has. The pool must be in shared memory. */
  constructor({ count, host }: Threads, pool: Pool) {
    this.#at = pool.allocateBuffer(TEAM_WORDS + LANE_WORDS * count);
    const lane = (index: number, thread?: SearchThread): Lane => ({
      at: this.#at + TEAM_WORDS + LANE_WORDS * index,
      asked: 0,
      freed: 0,
      lost: false,
      ...(thread && { thread }),
    });
    this.#own = lane(0);
    this.#lanes = started(host, count - 1).map((thread, index) => lane(index + 1, thread));
    // Of shared memory, so good for ever, however the pool grows.
    this.#words = pool.words;
  }

  /** Gives the threads this code to work with, unless they have it already. */
  use(loop: GeneratedLoop): void {
    if (this.#loop === loop) return;
    this.dismiss();
    this.#loop = loop;
    const task = { module: loop.module, memories: loop.memories, team: this.#at, turn: ++this.#turn };
    for (const lane of this.#serving()) {
      lane.asked = 0;
      lane.freed = 0;
      for (const word of Object.values(LaneWord)) this.#set(lane.at + word, 0);
      this.#set(lane.at + LaneWord.state, stateOf(this.#turn, 'starting'));
      lane.thread?.serve({ ...task, lane: lane.at });
    }
  }

  /** Whether anybody is there to give something to. */
  get ready(): boolean {
    return this.#lanes.some((lane) => this.#isReady(lane));
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
      const { lane, job } = first;
      if (lane.lost || lane === this.#own || this.#get(lane.at + LaneWord.done) > job) return this.#piece(first);
      if (this.#helpOut(end, count, mask)) continue;
      if (!this.#waitFor(lane, job, interrupt)) return undefined;
    }
  }

  /** Whether the piece that was taken last is still to be freed, and was not forgotten since the threads were dismissed. */
  holds({ from }: Piece): boolean {
    return this.#given[0]?.from === from;
  }
  free(piece: Piece): void {
    if (!this.holds(piece)) return;
    const first = this.#given.shift();
    if (first !== undefined) first.lane.freed = first.job + 1;
  }

  /** Has all threads stop reading tables and states, until `resume`. */
  pause(): void {
    if (this.#paused) return;
    this.#paused = true;
    this.#set(this.#at + TeamWord.pause, 1);
    for (const lane of this.#serving()) this.#await(lane, lane.at + LaneWord.busy, 1);
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
      this.#set(lane.at + LaneWord.asked, LEAVE);
    }
    this.resume();
    for (const lane of this.#serving()) this.#await(lane, lane.at + LaneWord.state, ready);
  }

  end(): void {
    for (const lane of this.#serving()) this.#set(lane.at + LaneWord.asked, LEAVE);
    this.resume();
    for (const { thread } of this.#lanes) thread?.end();
  }

  /** Each thread in turn, so that all work near the beginning; several pieces at once, since one that has run out of them sleeps and has to be woken. */
  #giveOut(end: number): void {
    let hungry = this.#lanes.filter((lane) => lane.asked - lane.freed <= JOBS / 2 && this.#isReady(lane));
    const fed = hungry;
    while (this.#next < end && hungry.length > 0) {
      for (const lane of hungry) if (this.#next < end) this.#give(lane, end);
      hungry = hungry.filter((lane) => lane.asked - lane.freed < JOBS);
    }
    for (const lane of fed) this.#set(lane.at + LaneWord.asked, lane.asked);
  }

  #give(lane: Lane, end: number): Given {
    const workers = 1 + this.#lanes.length;
    const fair = Math.ceil((end - this.#next) / (4 * workers));
    const to = Math.min(end, this.#next + Math.min(MOST_STATES, Math.max(FEWEST_STATES, fair)));
    const given = { lane, job: lane.asked++, from: this.#next, to };
    const place = jobAt(lane.at, given.job);
    const room = candidatesAt(lane.at, given.job);
    this.#words[place + Job.next] = given.from;
    this.#words[place + Job.end] = to;
    this.#words[place + Job.to] = room.start * WORD;
    this.#words[place + Job.room] = room.end * WORD;
    this.#words[place + Job.transitions] = 0;
    this.#given.push(given);
    this.#next = to;
    return given;
  }

  /** Does a piece instead of waiting; gives false where none is left to do. */
  #helpOut(end: number, count: number, mask: number): boolean {
    const own = this.#own;
    if (this.#next >= end || own.asked - own.freed >= OWN_JOBS) return false;
    const { job } = this.#give(own, end);
    const scratch = scratchAt(own.at);
    const pause = this.#at + TeamWord.pause;
    this.#loop?.ahead(jobAt(own.at, job) * WORD, scratch.start * WORD, scratch.end * WORD, count, mask, pause * WORD);
    return true;
  }

  #piece({ lane, job, from, to }: Given): Piece {
    const place = jobAt(lane.at, job);
    const word = (which: number) => this.#words[place + which] as number;
    const candidates = candidatesAt(lane.at, job).start * WORD;
    const lost = lane.lost && this.#get(lane.at + LaneWord.done) <= job;
    return { from, to, lost, reached: word(Job.next), candidates, candidatesEnd: word(Job.to), transitions: word(Job.transitions) };
  }

  /** Waits until the job is done, or its lane lost. Gives false when interrupted. */
  #waitFor(lane: Lane, job: number, interrupt: () => boolean): boolean {
    const since = Date.now();
    for (;;) {
      const done = this.#get(lane.at + LaneWord.done);
      if (done > job || lane.lost) return true;
      if (this.#get(lane.at + LaneWord.state) === stateOf(this.#turn, 'gone') || Date.now() - since > PATIENCE_MS) lane.lost = true;
      else if (!changes(this.#words, lane.at + LaneWord.done, done, MOMENT_MS) && interrupt()) return false;
    }
  }

  /** Waits until the lane's word is no more `value`. */
  #await(lane: Lane, word: number, value: number): void {
    const since = Date.now();
    while (!lane.lost && this.#get(word) === value) {
      if (!changes(this.#words, word, value, MOMENT_MS) && Date.now() - since > PATIENCE_MS) lane.lost = true;
    }
  }

  #isReady({ at, lost }: Lane): boolean {
    return !lost && this.#get(at + LaneWord.state) === stateOf(this.#turn, 'ready');
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
