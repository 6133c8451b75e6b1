/** Threads for explorations: Node's. The command line tool uses them too. */
import { Worker } from 'node:worker_threads';
import type { SearchThread, ThreadHost } from '../../engine/explorer/search/threads/host.ts';

/** How many threads an exploration uses unless it is told to. More than a few gain little, and whoever works on the machine wants some too. */
export function defaultThreads(processors: number): number {
  return Math.min(4, Math.max(1, processors));
}

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
