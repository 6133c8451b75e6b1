/**
 * The thread that runs scenarios, so that typing never waits for them. It lives as long as the server: a warm engine answers small models at once.
 */
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import type { Exploring, RunLimits } from '../../engine/check/task.ts';
import { check } from '../../engine/check.ts';
import type { Progress, RunReport } from '../../engine/report.ts';
import type { CheckedProgram } from '../../grammar/semantics/program.ts';
import { readHistoryFile } from './history-files.ts';
import { nodeThreads } from './search-threads.ts';

export interface CheckJob {
  readonly id: number;
  readonly program: CheckedProgram;
  readonly scenario?: string;
  readonly limits: RunLimits;
  readonly exploring: Exploring;
  /** One Int32: anything but 0 asks the run to stop. */
  readonly stop: SharedArrayBuffer;
}
export type CheckMessage = { readonly id: number } & (
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'report'; readonly report: RunReport }
  | { readonly kind: 'done' }
  /** Something that should never happen did; the text names it. */
  | { readonly kind: 'crashed'; readonly message: string }
);

const threadHost = nodeThreads(join(__dirname, 'search-thread.cjs'));
const port = parentPort;
port?.on('message', (job: CheckJob) => {
  const post = (message: CheckMessage): void => port.postMessage(message);
  const stop = new Int32Array(job.stop);
  const { id } = job;
  try {
    check(job.program, {
      isCancelled: () => Atomics.load(stop, 0) !== 0,
      onProgress: (progress) => post({ id, kind: 'progress', progress }),
      onReport: (report) => post({ id, kind: 'report', report }),
      readHistory: readHistoryFile,
      limits: job.limits,
      exploring: job.exploring,
      threadHost,
      ...(job.scenario === undefined ? {} : { scenario: job.scenario }),
    });
    post({ id, kind: 'done' });
  } catch (error) {
    post({ id, kind: 'crashed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
