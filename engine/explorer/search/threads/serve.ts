/** What a thread does for a search: one job after the other, until the driver sends it away. */
import { webAssembly } from '../../memory/web-assembly.ts';
import { INTERRUPTED } from '../generated/ahead.ts';
import { WORD } from '../generated/shapes.ts';
import type { ThreadTask } from './host.ts';
import { JOBS, jobAt, LaneWord, LEAVE, scratchAt, stateOf, TeamWord } from './places.ts';
import { SPINS } from './waiting.ts';

/** Returns when the driver ends it. Throws what goes wrong; the driver then does without this thread. */
export function serve({ module, memories, team, lane, turn }: ThreadTask): void {
  const words = new Int32Array((memories[0] as (typeof memories)[number]).buffer);
  const state = lane + LaneWord.state;
  const busy = lane + LaneWord.busy;
  const ready = stateOf(turn, 'ready');
  // Meanwhile it may not be wanted any more, and the lane be another task's.
  if (Atomics.compareExchange(words, state, stateOf(turn, 'starting'), ready) !== stateOf(turn, 'starting')) return;
  Atomics.notify(words, state);
  try {
    const api = webAssembly();
    if (api === undefined) throw new Error('a thread without WebAssembly');
    const { ahead } = new api.Instance(module, { m: Object.fromEntries(memories.entries()) }).exports;
    if (ahead === undefined) throw new Error('the module is not for threads');
    const scratch = scratchAt(lane);
    for (let done = 0; nextJob(words, lane, done); done++) {
      for (let reason = INTERRUPTED; reason === INTERRUPTED; ) {
        if (!enter(words, team, lane)) return;
        reason = ahead(
          jobAt(lane, done % JOBS) * WORD,
          scratch.start * WORD,
          scratch.end * WORD,
          Atomics.load(words, team + TeamWord.trusted),
          Atomics.load(words, team + TeamWord.mask),
          (team + TeamWord.pause) * WORD,
        );
        leave(words, busy);
      }
      Atomics.store(words, lane + LaneWord.done, done + 1);
      Atomics.notify(words, lane + LaneWord.done);
    }
  } finally {
    leave(words, busy);
    Atomics.store(words, state, stateOf(turn, 'gone'));
    Atomics.notify(words, state);
    Atomics.notify(words, lane + LaneWord.done);
  }
}

/** Waits for it. False when there is to be none any more. */
function nextJob(words: Int32Array, lane: number, done: number): boolean {
  const asked = lane + LaneWord.asked;
  for (let spins = SPINS; Atomics.load(words, asked) === done; spins--) {
    if (spins <= 0) Atomics.wait(words, asked, done);
  }
  return Atomics.load(words, asked) !== LEAVE;
}

/** From here to `leave` the driver changes nothing that is read. Both sides announce themselves first and look then, so that never both go on. */
function enter(words: Int32Array, team: number, lane: number): boolean {
  for (;;) {
    Atomics.store(words, lane + LaneWord.busy, 1);
    if (Atomics.load(words, team + TeamWord.pause) === 0) return Atomics.load(words, lane + LaneWord.asked) !== LEAVE;
    leave(words, lane + LaneWord.busy);
    Atomics.wait(words, team + TeamWord.pause, 1);
  }
}

function leave(words: Int32Array, busy: number): void {
  Atomics.store(words, busy, 0);
  Atomics.notify(words, busy);
}
