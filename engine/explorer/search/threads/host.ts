/** What the engine needs of a host to search with several threads: the engine itself knows neither workers nor processes. */
import type { WasmMemory } from '../../memory/web-assembly.ts';

/** One thread's part in a search, for `serve` to do. It can be sent to another thread as it is. */
export interface ThreadTask {
  /** The compiled module. */
  readonly module: object;
  /** Those that the module imports, all of them shared. */
  readonly memories: readonly WasmMemory[];
  /** Where in the first of them (words) the team's words begin. */
  readonly team: number;
  /** The number of this thread. */
  readonly lane: number;
  /** The number of this task among those of its lane. */
  readonly turn: number;
  /** The number of the first piece to work on. */
  readonly first: number;
}

export interface SearchThread {
  /** Has the thread call `serve` with the task, after those that it was given before. */
  serve(task: ThreadTask): void;
  /** Ends the thread, whatever it is doing. */
  end(): void;
}

export interface ThreadHost {
  /** Starts a thread; it must come up although the caller does not return to its event loop. May throw where there is none to be had. */
  start(): SearchThread;
}

/** How many threads a search may use, its own included (it never uses more than 15), and where the others come from. */
export interface Threads {
  readonly count: number;
  readonly host: ThreadHost;
  /** States after which they are started; below it is not worth the while. */
  readonly from?: number;
}
