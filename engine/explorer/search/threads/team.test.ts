import * as fc from 'fast-check';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { twoPhaseCommit } from '../../../../bench/models/two-phase-commit.ts';
import { nodeThreads } from '../../../../extension/server/search-threads.ts';
import { protocol } from '../../../testing/protocols.ts';
import { systemOf } from '../../../testing/system.ts';
import { explore } from '../../explore.ts';
import { StateStore } from '../../memory/state-store.ts';
import type { ExploreOptions } from '../../questions.ts';
import { contextOf } from '../../testing/context.ts';
import { claims, evenClaims, questionsOf } from '../../testing/questions.ts';
import { explored as exploredReducibly } from '../../testing/reductions.ts';
import type { SearchThread, ThreadHost, ThreadTask } from './host.ts';
import { LaneWord, laneAt, PIECES, stateOf, TeamWord } from './places.ts';
import { type Piece, Team } from './team.ts';
import { awaitTurn, eagerThreads } from './testing/eager-threads.ts';
import { claim } from './working.ts';

const host = eagerThreads();
afterAll(host.endAll);

/** All that an exploration says, the memory it took included. */
function explored(text: string, options: ExploreOptions = {}) {
  const system = systemOf(text);
  const context = contextOf(system);
  return explore(system, context, questionsOf(system, context), { generateFrom: 1, ...options });
}
function shared(text: string, count: number, options: ExploreOptions & { readonly from?: number } = {}) {
  const { from = 1, ...rest } = options;
  return explored(text, { ...rest, threads: { count, host, from } });
}

const commit = (participants: number) =>
  twoPhaseCommit(participants, ['check atomicity', 'possible done: all p in nodes(Participant): p.state == committed']);

/** One node has ever more states; of the others there are as many as fill the words. */
const growing = `
role Grower {
  var x: Int = 0
  on start { after 1ms timeout next }
  on timeout next {
    x = 2 * x + 1 + choose 0..1
    after 1ms timeout next
  }
}
role Still {}

scenario "growing" {
  node g = Grower
  node s[1..13] = Still
  explore
  invariant sane: g.x >= 0
}
`;

/** The pieces that a team brings while `run` runs. */
function piecesOf(run: () => void): readonly Piece[] {
  const take = vi.spyOn(Team.prototype, 'take');
  run();
  const pieces = take.mock.results.flatMap(({ value }) => (value === undefined ? [] : [value as Piece]));
  take.mockRestore();
  return pieces;
}

/** Claims a piece in the thread's name, if there is one that nobody has begun with, as though it had died over it. */
function claimOne({ memories: [pool], team, lane, first }: ThreadTask): boolean {
  if (pool === undefined) throw new Error('no memory');
  const words = new Int32Array(pool.buffer);
  const asked = Atomics.load(words, team + TeamWord.asked);
  return Array.from({ length: asked - first }, (_, k) => first + k).some((piece) => claim(words, team, piece, lane));
}

describe('several threads', () => {
  test.each([
    ['of nodes alone', {}],
    ['with clients', { clients: true }],
    ['of a synchronous network', { synchronous: true }],
  ])('random protocols %s: say to the byte what one thread says', { timeout: 180_000 }, (_, options) => {
    const pieces = piecesOf(() => {
      fc.assert(
        fc.property(
          claims.chain((lines) => protocol({ ...options, claims: lines })),
          fc.integer({ min: 2, max: 3 }),
          fc.integer({ min: 1, max: 500 }),
          (text, count, from) => {
            const alone = explored(text, { maxStates: 3000 });
            expect(shared(text, count, { from, maxStates: 3000 })).toEqual(alone);
          },
        ),
        { numRuns: 40 },
      );
    });
    expect(pieces.length).toBeGreaterThan(100);
    expect(pieces.some(({ lost }) => lost)).toBe(false);
  });

  test('join in anywhere, and go on through every growth of the table', () => {
    const text = commit(5);
    const alone = explored(text);
    for (const [count, from] of [
      [2, 1],
      [3, 3500],
    ] as const) {
      const pieces = piecesOf(() => expect(shared(text, count, { from })).toEqual(alone));
      expect(pieces.length).toBeGreaterThan(50);
    }
    expect(host.started()).toBe(2);
  });

  test('go on after states were packed anew, in the middle of a piece too', () => {
    const { relayout } = StateStore.prototype;
    const at: number[] = [];
    const watched = vi.spyOn(StateStore.prototype, 'relayout').mockImplementation(function pack(this: StateStore, layout, interrupt) {
      at.push(this.count);
      return relayout.call(this, layout, interrupt);
    });
    const alone = explored(growing, { maxStates: 34_000 });
    // The second time a component has outgrown its bits.
    expect(at.length).toBe(2);
    let pieces: readonly Piece[] = [];
    for (const from of [1, 20_000]) {
      pieces = piecesOf(() => expect(shared(growing, 2, { from, maxStates: 34_000 })).toEqual(alone));
      expect(pieces.some(({ from: state }) => state > 16_500)).toBe(true);
    }
    watched.mockRestore();
    expect(at).toEqual([at[0], at[1], at[0], at[1], at[0], at[1]]);
  });

  test('end at the same state where states, depth or memory are limited', () => {
    const text = commit(4);
    const { states } = explored(text);
    expect(states).toBeGreaterThan(1500);
    for (const limit of [{ maxStates: 1 }, { maxStates: 1200 }, { maxStates: states - 1 }, { maxStates: states }, { maxDepth: 9 }]) {
      const alone = explored(text, limit);
      expect(alone.limit === undefined).toBe(limit.maxStates === states);
      for (const count of [2, 3]) expect(shared(text, count, limit)).toEqual(alone);
    }
    const small = { maxBytes: 2 ** 21 };
    const alone = explored(commit(5), small);
    expect(alone.limit).toMatch(/^2 MiB of memory: [\d,]+ states/);
    expect(shared(commit(5), 2, small)).toEqual(alone);
  });

  test('begin with reductions at the same state, and not where these are switched off', { timeout: 180_000 }, () => {
    let outOfRoom = 0;
    const compare = (text: string, names: readonly string[], options: ExploreOptions) => {
      const [alone, together] = [undefined, { count: 2, host, from: 1 }].map((threads) =>
        exploredReducibly(text, names, { generateFrom: 1, ...options, ...(threads && { threads }) }),
      );
      expect(together).toEqual(alone);
      return alone?.reduced !== undefined;
    };
    const none = { symmetry: false, partialOrder: false };
    const pieces = piecesOf(() => {
      const large = commit(5);
      const { states } = exploredReducibly(large, ['nonBlocking'], none);
      for (const reduceFrom of [1, states >> 2, states >> 1, states + 1]) {
        expect(compare(large, ['nonBlocking'], { reduceFrom })).toBe(reduceFrom <= states);
        expect(compare(large, ['nonBlocking'], { reduceFrom, ...none })).toBe(false);
      }
      expect(compare(large, ['nonBlocking'], { maxStates: states >> 1 })).toBe(true);
      fc.assert(
        fc.property(
          evenClaims.chain((lines) => protocol({ alike: 'even', claims: lines })),
          fc.integer({ min: 1, max: 500 }),
          fc.integer({ min: 20, max: 300 }),
          (text, reduceFrom, maxStates) => {
            if (compare(text, ['atomicity'], { reduceFrom, maxStates })) outOfRoom++;
            expect(compare(text, ['atomicity'], { reduceFrom, maxStates, ...none })).toBe(false);
          },
        ),
        { numRuns: 60 },
      );
    });
    expect(outOfRoom).toBeGreaterThan(1);
    expect(pieces.length).toBeGreaterThan(100);
  });

  test('end when they are told to', () => {
    let asked = 0;
    const began = Date.now();
    const { answers, limit } = shared(commit(8), 3, { isCancelled: () => ++asked > 5, maxStates: 10_000_000 });
    expect(limit).toMatch(/^cancelled: [\d,]+ states, depth \d+$/);
    expect(answers[0]).toMatchObject({ kind: 'undecided' });
    expect(Date.now() - began).toBeLessThan(10_000);
  });

  test('end with the search, also where it fails', async () => {
    const ended = vi.fn();
    const real = nodeThreads(new URL('../../../../extension/server/search-thread.ts', import.meta.url));
    const watched: ThreadHost = {
      start() {
        const thread = real.start();
        return {
          serve: (task) => thread.serve(task),
          end() {
            ended();
            thread.end();
          },
        };
      },
    };
    const threads = { count: 3, host: watched, from: 1 };
    explored(commit(4), { threads });
    expect(ended).toHaveBeenCalledTimes(2);
    let asked = 0;
    const isCancelled = () => {
      if (++asked > 50) throw new Error('no more');
      return false;
    };
    expect(() => explored(commit(7), { threads, isCancelled })).toThrow('no more');
    expect(ended).toHaveBeenCalledTimes(4);
  });
});

describe('a search goes on', () => {
  const text = commit(4);
  const alone = explored(text);

  test('where the host has no threads', () => {
    const none: ThreadHost = {
      start() {
        throw new Error('none left');
      },
    };
    expect(explored(text, { threads: { count: 4, host: none, from: 1 } })).toEqual(alone);
  });

  test('where the host has no shared memory', () => {
    const { Memory } = WebAssembly;
    const refuse = vi.spyOn(WebAssembly, 'Memory').mockImplementation(function memory(descriptor) {
      if (descriptor.shared) throw new RangeError('refused');
      return new Memory(descriptor);
    });
    expect(shared(text, 2)).toEqual(alone);
    expect(refuse.mock.calls.some(([descriptor]) => descriptor.shared)).toBe(true);
    refuse.mockRestore();
  });

  test('where shared memory cannot grow', () => {
    const { Memory } = WebAssembly;
    let refused = 0;
    const stiff = vi.spyOn(WebAssembly, 'Memory').mockImplementation(function memory(descriptor) {
      const given = new Memory(descriptor);
      if (descriptor.shared) {
        given.grow = () => {
          refused++;
          throw new RangeError('refused');
        };
      }
      return given;
    });
    expect(shared(text, 2)).toEqual(alone);
    expect(refused).toBeGreaterThan(0);
    stiff.mockRestore();
  });

  test('where threads never come up', () => {
    const deaf: ThreadHost = { start: () => ({ serve: () => {}, end: () => {} }) };
    expect(explored(text, { threads: { count: 2, host: deaf, from: 1 } })).toEqual(alone);
  });

  /** Comes up and does nothing. */
  const idle: SearchThread = {
    serve({ memories: [pool], team, lane, turn }) {
      if (pool) Atomics.store(new Int32Array(pool.buffer), laneAt(team, lane) + LaneWord.state, stateOf(turn, 'ready'));
    },
    end: () => {},
  };

  test('where threads come up and do nothing: the driver does what nobody has claimed', () => {
    const pieces = piecesOf(() => expect(explored(text, { threads: { count: 3, host: { start: () => idle }, from: 1 } })).toEqual(alone));
    expect(pieces.length).toBeGreaterThan(PIECES);
    expect(pieces.some(({ lost }) => lost)).toBe(false);
  });

  test('where a thread cannot run the code', () => {
    const broken: ThreadHost = {
      start() {
        const thread = host.start();
        return { serve: (task) => thread.serve({ ...task, memories: task.memories.slice(0, 1) }), end: () => thread.end() };
      },
    };
    expect(explored(text, { threads: { count: 2, host: broken, from: 1 } })).toEqual(alone);
  });

  test('where a thread dies in the middle', { timeout: 60_000 }, () => {
    const real = nodeThreads(new URL('../../../../extension/server/search-thread.ts', import.meta.url));
    let task: ThreadTask | undefined;
    const threads: SearchThread[] = [];
    // The other one does nothing: so there is always something left to claim.
    const mortal: ThreadHost = {
      start() {
        if (threads.length > 0) return idle;
        const thread = real.start();
        threads.push(thread);
        const serve = (given: ThreadTask) => {
          task ??= given;
          awaitTurn(thread, given);
        };
        return { ...thread, serve };
      },
    };
    let freed = 0;
    let died = false;
    const { free } = Team.prototype;
    const watched = vi.spyOn(Team.prototype, 'free').mockImplementation(function kill(this: Team, piece: Piece) {
      if (++freed === 20) threads[0]?.end();
      if (freed >= 20 && !died && task) died = claimOne(task);
      free.call(this, piece);
    });
    const pieces = piecesOf(() => expect(explored(text, { threads: { count: 3, host: mortal, from: 1 } })).toEqual(alone));
    watched.mockRestore();
    expect(died).toBe(true);
    const at = pieces.findIndex(({ lost }) => lost);
    expect(at).toBeGreaterThan(0);
    // Where it may still be writing, nobody else does.
    const later = pieces.slice(at + 1).map(({ candidates }) => candidates);
    expect(later.length).toBeGreaterThan(PIECES);
    expect(later).not.toContain(pieces[at]?.candidates);
  });
});
