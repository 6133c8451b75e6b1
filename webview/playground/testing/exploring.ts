/** A worker that explores with as many threads as it is told, and says what came of it: `search-threads.test.ts` starts it in a browser. */
import { explore } from '../../../engine/explorer/explore.ts';
import type { ThreadHost, ThreadTask } from '../../../engine/explorer/search/threads/host.ts';
import { LaneWord } from '../../../engine/explorer/search/threads/places.ts';
import { contextOf } from '../../../engine/explorer/testing/context.ts';
import { questionsOf } from '../../../engine/explorer/testing/questions.ts';
import { systemOf } from '../../../engine/testing/system.ts';
import { browserThreads } from '../search-threads.ts';

export interface Asked {
  readonly text: string;
  readonly threads: number;
}
export interface Answered {
  readonly found: { readonly states: number; readonly transitions: number; readonly depth: number; readonly limit?: string };
  /** Whether there were threads to be had. */
  readonly host: boolean;
  /** Jobs that the other threads did for the last of the codes that the search was done with. */
  readonly jobs: number;
}

addEventListener('message', async ({ data: { text, threads } }: MessageEvent<Asked>) => {
  const host = await browserThreads(threads - 1, () => new Worker('/search-thread.js'));
  const tasks: ThreadTask[] = [];
  const system = systemOf(text);
  const context = contextOf(system);
  const { states, transitions, depth, limit } = explore(system, context, questionsOf(system, context), {
    generateFrom: 1,
    ...(host && { threads: { count: threads, host: recording(host, tasks), from: 1000 } }),
  });
  const found = { states, transitions, depth, ...(limit !== undefined && { limit }) };
  const last = tasks.slice(-(threads - 1));
  const jobs = last.reduce(
    (sum, { memories, lane }) => sum + Atomics.load(new Int32Array((memories[0] as { buffer: ArrayBuffer }).buffer), lane + LaneWord.done),
    0,
  );
  postMessage({ found, host: host !== undefined, jobs } satisfies Answered);
});

/** The host, with the tasks of its threads kept. */
function recording(host: ThreadHost, tasks: ThreadTask[]): ThreadHost {
  return {
    start() {
      const thread = host.start();
      const serve = (task: ThreadTask): void => {
        tasks.push(task);
        thread.serve(task);
      };
      return { ...thread, serve };
    },
  };
}
