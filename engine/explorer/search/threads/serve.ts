/** What a thread does for a search: one piece after the other, until the driver sends it away. */
import { webAssembly } from '../../memory/web-assembly.ts';
import { INTERRUPTED } from '../generated/ahead.ts';
import type { ThreadTask } from './host.ts';
import { LaneWord, LEAVE, laneAt, stateOf, TeamWord } from './places.ts';
import { SPINS } from './waiting.ts';
import { claim, forget, parametersOf, report } from './working.ts';

/** Returns when the driver ends it. Throws what goes wrong; the driver then does without this thread. */
export function serve({ module, memories, team, lane, turn, first }: ThreadTask): void {
  const words = new Int32Array((memories[0] as (typeof memories)[number]).buffer);
  const own = laneAt(team, lane);
  const state = own + LaneWord.state;
  const busy = own + LaneWord.busy;
  const ready = stateOf(turn, 'ready');
  // Meanwhile it may not be wanted any more, and the lane be another task's.
  if (Atomics.compareExchange(words, state, stateOf(turn, 'starting'), ready) !== stateOf(turn, 'starting')) return;
  Atomics.notify(words, state);
  try {
    const api = webAssembly();
    if (api === undefined) throw new Error('a thread without WebAssembly');
    const { ahead } = new api.Instance(module, { m: Object.fromEntries(memories.entries()) }).exports;
    if (ahead === undefined) throw new Error('the module is not for threads');
    forget(words, team, lane);
    for (let piece = first; isGivenOut(words, team, piece); piece++) {
      // One that the driver has given up may no longer claim anything.
      if (Atomics.load(words, state) !== ready) return;
      if (!claim(words, team, piece, lane)) continue;
      for (let reason = INTERRUPTED; reason === INTERRUPTED; ) {
        if (!enter(words, team, busy)) return;
        reason = ahead(...parametersOf(words, team, piece, lane));
        leave(words, busy);
      }
      report(words, team, piece);
    }
  } finally {
    leave(words, busy);
    Atomics.compareExchange(words, state, ready, stateOf(turn, 'gone'));
    Atomics.notify(words, state);
  }
}

/** Waits until it is. False when there is to be none any more. */
function isGivenOut(words: Int32Array, team: number, piece: number): boolean {
  const asked = team + TeamWord.asked;
  for (let spins = SPINS; Atomics.load(words, asked) === piece; spins--) {
    if (spins <= 0) Atomics.wait(words, asked, piece);
  }
  return Atomics.load(words, asked) !== LEAVE;
}

/** From here to `leave` the driver changes nothing that is read. Both sides announce themselves first and look then, so that never both go on. */
function enter(words: Int32Array, team: number, busy: number): boolean {
  for (;;) {
    Atomics.store(words, busy, 1);
    if (Atomics.load(words, team + TeamWord.pause) === 0) return Atomics.load(words, team + TeamWord.asked) !== LEAVE;
    leave(words, busy);
    Atomics.wait(words, team + TeamWord.pause, 1);
  }
}

function leave(words: Int32Array, busy: number): void {
  Atomics.store(words, busy, 0);
  Atomics.notify(words, busy);
}
