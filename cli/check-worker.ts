/** Runs one file's scenarios off the main thread, so that the terminal's progress display never stands still and an interruption is heard. */
import { parentPort, workerData } from 'node:worker_threads';
import { type NeverHappened, neverHappened } from '../engine/check/never-happened.ts';
import type { Exploring, RunLimits } from '../engine/check/task.ts';
import { check } from '../engine/check.ts';
import type { Progress, RunReport } from '../engine/report.ts';
import { readHistoryFile } from '../extension/server/history-files.ts';
import { nodeThreads } from '../extension/server/search-threads.ts';
import { checkProgram, type Problem } from '../grammar/check.ts';
import { coverageOf, type FileCoverage } from './coverage.ts';
import { fileSources } from './files.ts';

export interface CheckRequest {
  readonly uri: string;
  readonly seed?: number;
  readonly limits: RunLimits;
  readonly exploring: Exploring;
  /** One Int32: anything but 0 asks the run to stop. */
  readonly stop: SharedArrayBuffer;
}
/** In this order: what is wrong with the file, the reports one by one, the end. Without errors there are reports. */
export type WorkerMessage =
  | { readonly kind: 'checked'; readonly problems: readonly Problem[] }
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'report'; readonly report: RunReport }
  | { readonly kind: 'done'; readonly coverage: readonly FileCoverage[]; readonly neverHappened: readonly NeverHappened[] };

/** What came of one file. Without errors in it there are reports. */
export interface FileResult {
  readonly uri: string;
  readonly problems: readonly Problem[];
  readonly reports: readonly RunReport[];
  /** What no run came by; only where all runs went to their ends. */
  readonly neverHappened: readonly NeverHappened[];
  readonly coverage: readonly FileCoverage[];
  /** Why it was not run to its end; then there are fewer reports than runs. */
  readonly unfinished?: string;
}

function post(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}

function run({ uri, seed, limits, exploring, stop }: CheckRequest): void {
  const { program, problems } = checkProgram(uri, fileSources());
  post({ kind: 'checked', problems });
  if (program === undefined) {
    post({ kind: 'done', coverage: [], neverHappened: [] });
    return;
  }
  const asked = new Int32Array(stop);
  const reports = check(program, {
    limits,
    exploring,
    threadHost: nodeThreads(new URL('./search-thread.js', import.meta.url)),
    readHistory: readHistoryFile,
    isCancelled: () => Atomics.load(asked, 0) !== 0,
    onProgress: (progress) => post({ kind: 'progress', progress }),
    onReport: (report) => post({ kind: 'report', report }),
    ...(seed === undefined ? {} : { seed }),
  });
  post({ kind: 'done', coverage: coverageOf(program, reports), neverHappened: neverHappened(program, reports) });
}

run(workerData as CheckRequest);
