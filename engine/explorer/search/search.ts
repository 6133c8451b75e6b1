/**
 * The search for all reachable states, breadth first, so that every state's first parent lies on a shortest way to it.
 *
 * The driver around the inner loop: hands it states in batches, fills what its tables did not know, takes its detours, packs states anew where a
 * component outgrew its bits, and heeds the limits.
 */
import { fits, type Layout, looseLayout, packedLayout } from '../memory/layout.ts';
import type { Miss } from '../memory/memo-tables.ts';
import { NO_PARENT, StateStore } from '../memory/state-store.ts';
import { OutOfMemory, Words } from '../memory/words.ts';
import type { Model, Vector } from '../model/model.ts';
import type { Quotient } from '../symmetry/quotient.ts';
import { Expander } from './expander.ts';
import { areaWords } from './generated/areas.ts';
import { GeneratedLoop, type Room } from './generated/generated-loop.ts';
import { DONE, FULL, LEFT } from './generated/running.ts';
import { shapeOf } from './generated/shapes.ts';
import type { Counts, Limits } from './limits.ts';
import { type Sources, untabled } from './successors.ts';
import type { Threads } from './threads/host.ts';
import { type Piece, Team } from './threads/team.ts';
import { depthOf } from './view.ts';

/** States expanded before their successors are looked up together. */
const BATCH = 8;
/** States after which the components have shown how wide they get. */
const STATES_TO_LEARN_FROM = 3000;
/** New states are shown in portions, so that a question which is answered by one of the first does not wait for a level's end. */
const PORTION = 256;
const LARGE_PORTION = 4096;
/** States after which generated code is worth its making, and how many it takes on between two looks at the limits: some milliseconds' worth. */
const GENERATE_FROM = 20_000;
const GENERATED_PORTION = 4096;
/** States after which other threads are worth their starting, and those to be expanded for which they are worth their asking. */
const SHARE_FROM = 200_000;
const SHARED_FRONTIER = 32;

/** Things that no table knew, between two looks at how much memory they take. */
const LOOKS_PER_COUNT = 64;

export interface SearchParts extends Sources {
  readonly limits: Limits;
  /** States after which generated code takes over, where the host can run it. */
  readonly generateFrom?: number | undefined;
  readonly threads?: Threads | undefined;
  /** Says which of several states that come to the same is kept. The plain loop alone does it, on one thread. */
  readonly quotient?: Quotient | undefined;
  /** Told of all states, in order, each once. Gives true when nothing is left to be found out. */
  readonly onNew: (search: Search, from: number, to: number) => boolean;
}

export class Search {
  readonly model: Model;
  readonly store: StateStore;
  readonly expander: Expander;
  readonly quotient: Quotient | undefined;
  readonly #parts: SearchParts;
  /** Indices at which the levels begin. */
  readonly levels: number[] = [0];
  transitions = 0;
  /** Every state has been expanded. */
  complete = false;
  #next = 0;
  /** Where the level ends that is being expanded. */
  #levelEnd = 0;
  #shown = 0;
  #showAt = PORTION;
  #learnt = false;
  #generatedLoop: GeneratedLoop | undefined;
  /** The layout that it was made for, or could not be. */
  #generatedFor: Layout | undefined;
  #area: number | undefined;
  /** How often something was asked that no table knew. */
  #looks = 0;
  #team: Team | undefined;
  #teamRefused = false;

  constructor(parts: SearchParts) {
    this.#parts = parts;
    this.model = parts.model;
    this.quotient = parts.quotient;
    this.store = new StateStore(looseLayout(parts.model.components));
    this.expander = new Expander(parts.memo, this.store.layout);
  }

  /** Searches from these states on until nothing is new, `onNew` says so, or a limit is reached. */
  run(roots: readonly Vector[]): void {
    try {
      let goesOn = this.#begin(roots);
      while (goesOn && this.#next < this.store.count) goesOn = this.#level();
      this.complete = this.#next === this.store.count && this.#parts.limits.reason === undefined;
    } catch (error) {
      if (!(error instanceof OutOfMemory)) throw error;
      this.#parts.limits.outOfMemory(this.counts());
    } finally {
      this.#team?.end();
      this.#team = undefined;
      this.#parts.memo.pool.onMove = () => {};
    }
  }

  /** The components of a state. */
  vector(state: number): Vector {
    return Int32Array.from({ length: this.model.components }, (_, component) => this.store.component(state, component));
  }

  /** Steps of a shortest way from a start. */
  depth(state: number): number {
    return depthOf(state, this.levels, this.#levelEnd);
  }

  readonly counts = (): Counts => ({
    states: this.store.count,
    transitions: this.transitions,
    frontier: this.store.count - this.#next,
    depth: this.levels.length - 1,
    bytes: this.store.bytes + this.#parts.memo.bytes + this.#parts.detours.bytes + (this.quotient?.bytes ?? 0),
  });

  readonly #count = (component: number): number => this.model.count(component);

  /** Takes in the states to begin with. Gives false when the search is to end. */
  #begin(roots: readonly Vector[]): boolean {
    const kept = this.quotient === undefined ? roots : roots.map((root) => this.quotient?.of(root) ?? root);
    this.#parts.memo.makeRoom();
    for (const root of kept) this.expander.append(root, 0, NO_PARENT);
    this.#flush();
    this.transitions = 0;
    return !this.#show();
  }

  /** Expands all states of a level. Gives false when the search is to end. */
  #level(): boolean {
    const { limits } = this.#parts;
    const end = this.store.count;
    this.#levelEnd = end;
    if (this.levels.length - 1 >= limits.maxDepth) return this.#peek(end);
    while (this.#next < end) {
      const team = this.#teamFor(end);
      const goOn = team === undefined ? this.#alone(Math.min(end, this.#next + GENERATED_PORTION)) : this.#together(team, end);
      if (!goOn) return false;
    }
    if (this.store.count > end) this.levels.push(end);
    return !this.#show();
  }

  /** Expands the states below `end` without the other threads; `gap`: generated code has left the first. Gives false when the search is to end. */
  #alone(end: number, gap = false): boolean {
    const { limits } = this.#parts;
    for (let left: boolean | undefined = gap; this.#next < end; left = false) {
      left ||= this.#runGenerated(end);
      if (left === undefined) return false;
      if (this.#next === end) break;
      if (left) {
        const expanded = this.#lookUp(this.#next);
        if (expanded === undefined) return false;
        // Mostly one thing was missing: generated code, which is faster, tries again.
        if (expanded) this.#next++;
      } else {
        for (const batchEnd = Math.min(end, this.#next + BATCH); this.#next < batchEnd; this.#next++) {
          if (!this.#expand(this.#next)) return false;
        }
      }
      if (!this.#flush()) return false;
      if (!this.#learnt && this.store.count >= STATES_TO_LEARN_FROM && !this.#learn()) return false;
      if (limits.poll(this.counts)) return false;
    }
    return true;
  }

  /**
   * Lets generated code expand what it can. Gives whether it came to a state that it leaves to the plain loop; false where there is no such code,
   * `undefined` when the search is to end.
   */
  #runGenerated(end: number): boolean | undefined {
    const { limits } = this.#parts;
    const { store } = this;
    const generated = this.#generated();
    if (generated === undefined) return false;
    for (;;) {
      const upTo = Math.min(end, this.#next + GENERATED_PORTION);
      const { pending } = generated;
      const reason = generated.run({ next: this.#next, end: upTo, ...this.#room() });
      this.#next = generated.next;
      store.inserted(generated.count);
      this.transitions += pending + generated.transitions - generated.pending;
      if (limits.poll(this.counts)) return undefined;
      if (reason === FULL) {
        if (!this.#goOn()) return undefined;
      } else if (reason === LEFT) return true;
      else if (this.#next === end) return false;
    }
  }

  /** Whether generated code can do the work of the plain loop, and there are enough states for that to be worth its making. */
  get isForGenerated(): boolean {
    const { memo, interpretAll, generateFrom = GENERATE_FROM } = this.#parts;
    return !interpretAll && !memo.hasConditions && this.quotient === undefined && this.store.count >= generateFrom;
  }

  /** The generated loop for the present layout, made once the search is large enough to be worth it. */
  #generated(): GeneratedLoop | undefined {
    const { memo } = this.#parts;
    if (!this.isForGenerated) return undefined;
    const { layout } = this.store;
    if (this.#generatedFor !== layout) {
      this.#generatedFor = layout;
      this.#area ??= memo.pool.allocate(areaWords(layout.word.length));
      const shape = shapeOf(memo, layout);
      const memories = { pool: memo.pool, ...this.store.memories };
      this.#generatedLoop = GeneratedLoop.for(shape, memories, this.#area);
      const made = this.#generatedLoop;
      if (made) this.store.enterBy((from, to, slots) => made.rehash(from, to, slots));
    }
    return this.#generatedLoop;
  }

  /** The threads that share the work on a level with so many states left, where there are any and they have come up. */
  #teamFor(end: number): Team | undefined {
    const { threads, memo } = this.#parts;
    if (threads === undefined || threads.count < 2 || this.#teamRefused) return undefined;
    if (this.store.count < (threads.from ?? SHARE_FROM) || end - this.#next < SHARED_FRONTIER) return undefined;
    if (this.#generated() === undefined) return undefined;
    if (this.#team === undefined) {
      this.#teamRefused = !Words.share([...memo.pool.backing, ...this.store.backing]);
      if (this.#teamRefused) return undefined;
      // What was made for the memories before is of no use now.
      this.#generatedFor = undefined;
      const team = new Team(threads, memo.pool);
      memo.pool.onMove = () => team.pause();
      this.#team = team;
    }
    const generated = this.#generated();
    if (generated === undefined) return undefined;
    this.#team.use(generated);
    return this.#team.ready ? this.#team : undefined;
  }

  /** Lets the threads expand the states below `end` and adds what they found. Gives false when the search is to end. */
  #together(team: Team, end: number): boolean {
    const { limits } = this.#parts;
    const { store } = this;
    while (this.#next < end) {
      const piece = team.take(this.#next, end, store.count, store.mask, () => limits.poll(this.counts));
      if (piece === undefined) return limits.reason === undefined;
      if (!piece.lost && !this.#admit(team, piece)) return false;
      // Of one that has lost its threads meanwhile nothing more is known.
      if (!team.holds(piece)) return true;
      if (!this.#alone(piece.to)) return false;
      team.free(piece);
      if (limits.poll(this.counts)) return false;
    }
    return true;
  }

  /** Adds what is new of a piece's candidates, in their order, and expands the states that are left out where they stand. */
  #admit(team: Team, piece: Piece): boolean {
    const { store } = this;
    const generated = this.#generatedLoop;
    if (generated === undefined) throw new Error('threads work with generated code');
    let counted = 0;
    const count = (transitions: number) => {
      this.transitions += transitions - counted;
      counted = transitions;
    };
    generated.look(piece.candidates, piece.candidatesEnd, store.mask);
    for (let at = piece.candidates; at < piece.candidatesEnd; ) {
      const reason = generated.admit(at, piece.candidatesEnd, this.#room());
      store.inserted(generated.count);
      at = generated.candidate;
      if (reason === DONE) break;
      count(generated.ordinalOf(at));
      if (reason === FULL) {
        if (!this.#goOn()) return false;
        continue;
      }
      this.#next = ~generated.parentOf(at);
      if (!this.#alone(this.#next + 1, true)) return false;
      if (!team.holds(piece)) return true;
      at = generated.after(at);
    }
    count(piece.transitions);
    this.#next = piece.reached;
    return true;
  }

  /** Beyond the greatest depth nothing is kept; whether there would have been anything decides what may be said. */
  #peek(end: number): boolean {
    const { limits } = this.#parts;
    for (; this.#next < end; this.#next++) {
      this.expander.end = 0;
      if (!this.#expand(this.#next)) return false;
      const { stride, words } = this.expander;
      for (let record = 0; record < this.expander.end; record += stride) {
        if (this.store.find(words, record) < 0) return !limits.outOfDepth(this.counts());
      }
      this.transitions += this.expander.end / stride;
      if (limits.poll(this.counts)) return false;
    }
    this.expander.end = 0;
    return false;
  }

  /** Appends all successors of a state to the records. Gives false when the search is to end. */
  #expand(state: number): boolean {
    for (;;) {
      const expanded = this.#lookUp(state);
      if (expanded !== false) return expanded ?? false;
    }
  }

  /**
   * Appends all successors of a state to the records. Gives false where the tables did not say all of them: what they did not say first they do now;
   * `undefined` when the search is to end.
   */
  #lookUp(state: number): boolean | undefined {
    const { memo, limits, interpretAll } = this.#parts;
    const begin = this.expander.end;
    const known = interpretAll || this.expander.expand(this.store.arena, state * this.store.stride, state);
    const extra = known ? untabled(this.expander, this.#parts, () => this.vector(state)) : [];
    if (known && extra.length === 0 && this.#reduce(begin)) return true;
    if (!known && this.expander.missed) this.#fill(this.expander.missed);
    else memo.makeRoom();
    this.#team?.resume();
    if (++this.#looks % LOOKS_PER_COUNT === 0 && limits.exceeded(this.counts().bytes, this.counts)) return undefined;
    let fit = fits(this.store.layout, this.#count);
    if (fit && known) {
      for (const { vector, label } of extra) this.expander.append(vector, label, state);
      fit = this.#reduce(begin);
      if (fit) return true;
    }
    if (!fit) {
      this.expander.end = begin;
      if (!this.#flush() || !this.#pack()) return undefined;
    }
    return limits.poll(this.counts) ? undefined : false;
  }

  /** Puts what is kept into the place of the records from `begin` on. Gives false where that does not fit. */
  #reduce(begin: number): boolean {
    const { quotient } = this;
    if (quotient === undefined) return true;
    const fit = quotient.apply(this.expander, begin);
    if (quotient.hasGrown()) this.#parts.memo.makeRoom();
    return fit;
  }

  /** Whoever reads the tables meanwhile never sees an entry which says a number that has no row of its own yet. */
  #fill(missed: Miss): void {
    const { memo } = this.#parts;
    memo.pool.holdBack();
    memo.fill(missed, this.expander.layout, this.expander.words);
    memo.pool.publish();
  }

  /** Puts the records into the store. */
  #flush(): boolean {
    const { expander, store } = this;
    for (let from = 0; from < expander.end; ) {
      const refused = store.insert(expander, from, this.#most());
      this.transitions += (refused - from) / expander.stride;
      from = refused;
      if (from < expander.end && !this.#goOn()) return false;
    }
    expander.end = 0;
    return true;
  }

  /** States after which there is something else to be done before one more is added. */
  #most(): number {
    return Math.min(this.store.room, this.#parts.limits.maxStates, this.#showAt);
  }
  #room(): Room {
    return { count: this.store.count, most: this.#most(), mask: this.store.mask };
  }

  /**
   * Does what is to be done before one more state than `#most` is added. Gives false when the search is to end. All of it hangs on the number of states, not
   * on who found them when: so the same search ends at the same state, whatever it is run by.
   */
  #goOn(): boolean {
    const { limits } = this.#parts;
    if (this.store.count >= limits.maxStates) return !limits.outOfStates(this.counts());
    if (this.store.count >= this.#showAt && (this.#show() || limits.exceeded(this.counts().bytes, this.counts))) return false;
    return this.store.count < this.store.room || this.#grow();
  }

  #grow(): boolean {
    const { limits } = this.#parts;
    if (limits.exceeded(this.counts().bytes + this.store.growthFor(1), this.counts)) return false;
    this.#team?.pause();
    const done = this.store.ensureRoom(1, () => limits.poll(this.counts));
    this.#team?.resume();
    return done;
  }

  #learn(): boolean {
    this.#learnt = true;
    return this.#pack();
  }

  /** Gives every component the bits that it needs by now and some more. */
  #pack(): boolean {
    this.#team?.dismiss();
    const layout = packedLayout(Array.from({ length: this.model.components }, (_, component) => this.#count(component)));
    if (!this.store.relayout(layout, () => this.#parts.limits.poll(this.counts))) return false;
    this.expander.useLayout(layout);
    return true;
  }

  /** Shows what is new. */
  #show(): boolean {
    const from = this.#shown;
    this.#shown = this.store.count;
    const portion = this.#shown < GENERATE_FROM ? PORTION : LARGE_PORTION;
    this.#showAt = (Math.floor(this.#shown / portion) + 1) * portion;
    return from < this.#shown && this.#parts.onNew(this, from, this.#shown);
  }
}
