/** Threads that are there when they are asked for: with others a search of few states would be over before the first has come up. */
import { nodeThreads } from '../../../../../extension/server/search-threads.ts';
import type { SearchThread, ThreadHost, ThreadTask } from '../host.ts';
import { LaneWord, laneAt, stateOf } from '../places.ts';

const host = nodeThreads(new URL('../../../../../extension/server/search-thread.ts', import.meta.url));

/** Gives the thread a task and waits until it has begun with it. */
export function awaitTurn(thread: SearchThread, task: ThreadTask): void {
  thread.serve(task);
  const [pool] = task.memories;
  if (pool === undefined) throw new Error('no memory');
  Atomics.wait(new Int32Array(pool.buffer), laneAt(task.team, task.lane) + LaneWord.state, stateOf(task.turn, 'starting'), 30_000);
}

/** Starts as few threads as it can: one that a search has ended serves the next. `endAll` ends them. */
export function eagerThreads(): ThreadHost & { readonly started: () => number; readonly endAll: () => void } {
  const all: SearchThread[] = [];
  const idle: SearchThread[] = [];
  return {
    start() {
      const thread = idle.pop() ?? host.start();
      if (!all.includes(thread)) all.push(thread);
      return {
        serve: (task) => awaitTurn(thread, task),
        end: () => void idle.push(thread),
      };
    },
    started: () => all.length,
    endAll: () => {
      for (const thread of all) thread.end();
    },
  };
}
