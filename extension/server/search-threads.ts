/** Threads for explorations: Node's. The command line tool uses them too. */
import { Worker } from 'node:worker_threads';
import type { SearchThread, ThreadHost } from '../../engine/explorer/search/threads/host.ts';

/** `file`: what `search-thread.ts` became. */
export function nodeThreads(file: string | URL): ThreadHost {
  return {
    start(): SearchThread {
      const worker = new Worker(file);
      // The search finds out by itself, and does without.
      worker.on('error', () => {});
      worker.unref();
      return {
        serve: (task) => worker.postMessage(task),
        end: () => void worker.terminate(),
      };
    },
  };
}
