/** One file's check in a thread of its own, with the display of its progress. */
import { Worker } from 'node:worker_threads';
import ora from 'ora';
import type { Exploring, RunLimits } from '../engine/check/task.ts';
import type { CheckRequest, FileResult, WorkerMessage } from './check-worker.ts';
import { displayPath } from './files.ts';
import { progressLine } from './render/progress.ts';

export interface FileOptions {
  readonly limits: RunLimits;
  readonly exploring: Exploring;
  readonly seed?: number;
  /** Aborted when the check is to stop. */
  readonly interruption: AbortSignal;
}

/** How long an interrupted check may take to notice before its thread is ended, in milliseconds. */
const GRACE_MS = 100;
/** Of the heap, beyond what explorations may take: the engine itself, programs, traces. */
const SPARE_MIB = 512;

/** The display shows on a terminal only (it writes to standard error), so that piped output stays clean. */
export function checkFile(uri: string, { limits, exploring, seed, interruption }: FileOptions): Promise<FileResult> {
  const path = displayPath(uri);
  const spinner = ora({ text: path, discardStdin: false, isSilent: !process.stderr.isTTY }).start();
  const stop = new SharedArrayBuffer(4);
  const request: CheckRequest = { uri, limits, exploring, stop, ...(seed === undefined ? {} : { seed }) };
  let result: FileResult = { uri, problems: [], reports: [], neverHappened: [], coverage: [] };
  let grace: NodeJS.Timeout | undefined;
  const interrupt = (): void => {
    Atomics.store(new Int32Array(stop), 0, 1);
    grace = setTimeout(giveUp, GRACE_MS);
  };
  let giveUp = (): void => {};
  return new Promise<FileResult>((done, failed) => {
    const maxOldGenerationSizeMb = Math.round((limits.maxBytes ?? 0) / 2 ** 20) + SPARE_MIB;
    const worker = new Worker(new URL('./check-worker.js', import.meta.url), {
      workerData: request,
      resourceLimits: { maxOldGenerationSizeMb },
    });
    giveUp = (): void => {
      done({ ...result, unfinished: STOPPED });
      void worker.terminate();
    };
    if (interruption.aborted) interrupt();
    interruption.addEventListener('abort', interrupt, { once: true });
    worker.on('message', (message: WorkerMessage) => {
      switch (message.kind) {
        case 'checked':
          result = { ...result, problems: message.problems };
          break;
        case 'progress':
          spinner.text = `${path} ${progressLine(message.progress)}`;
          break;
        case 'report':
          result = { ...result, reports: [...result.reports, message.report] };
          break;
        case 'done': {
          const { coverage, neverHappened } = message;
          done({ ...result, coverage, neverHappened, ...(interruption.aborted && { unfinished: STOPPED }) });
        }
      }
    });
    worker.on('error', (error: Error & { code?: string }) => {
      // A limit below what the machine has is the explorer's own affair; this is what no estimate foresaw.
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') done({ ...result, unfinished: 'out of memory' });
      else failed(error);
    });
    worker.on('exit', (code) => failed(new Error(`The check of ${path} ended unexpectedly (code ${code}).`)));
  }).finally(() => {
    interruption.removeEventListener('abort', interrupt);
    clearTimeout(grace);
    spinner.stop();
  });
}
const STOPPED = 'stopped';
