/** Threads for explorations: a browser's workers. */
import type { SearchThread, ThreadHost } from '../../engine/explorer/search/threads/host.ts';

/**
 * Starts `count` workers and gives a host that hands them out, once all of them run: a browser brings up no worker while the one that asks for it is
 * busy, and an exploration is. One that has been ended is replaced when there is time.
 * Gives undefined where workers may share no memory (the page is not cross-origin isolated, or the browser knows none): explorations use one thread then.
 * `startWorker`: starts `search-thread.ts`. Rejects if one cannot be started.
 */
export async function browserThreads(count: number, startWorker: () => Worker): Promise<ThreadHost | undefined> {
  if (!globalThis.crossOriginIsolated) return undefined;
  const idle = await Promise.all(Array.from({ length: count }, () => running(startWorker())));
  const replace = async (): Promise<void> => {
    try {
      idle.push(await running(startWorker()));
    } catch {
      // The next exploration has one thread less.
    }
  };
  return {
    start(): SearchThread {
      const taken = idle.pop();
      if (taken === undefined) throw new Error('all workers are in use');
      return {
        serve: (task) => taken.port.postMessage(task),
        end: () => {
          taken.worker.terminate();
          void replace();
        },
      };
    },
  };
}

interface Running {
  readonly worker: Worker;
  /** What is sent by it arrives although the sender does not return to its event loop; not so what is sent to the worker itself. */
  readonly port: MessagePort;
}

/** The worker, once it says that it runs. */
function running(worker: Worker): Promise<Running> {
  return new Promise((resolve, reject) => {
    worker.addEventListener(
      'message',
      ({ ports: [port] }) => (port === undefined ? reject(new Error('a worker for explorations has no port')) : resolve({ worker, port })),
      { once: true },
    );
    worker.addEventListener('error', ({ message }) => reject(new Error(`a worker for explorations did not start: ${message}`)), {
      once: true,
    });
  });
}
