/** Runs one file's scenarios off the main thread, so that the terminal's progress display never stands still. */
import { parentPort, workerData } from 'node:worker_threads';
import { check } from '../engine/check.ts';
import type { Progress, RunReport } from '../engine/report.ts';
import { checkProgram, type Problem } from '../grammar/check.ts';
import { fileSources } from './files.ts';

export interface CheckRequest {
  readonly uri: string;
  readonly seed?: number;
}
export type WorkerMessage =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'result'; readonly result: FileResult };

/** What came of one file. Without errors in it there are reports. */
export interface FileResult {
  readonly uri: string;
  readonly problems: readonly Problem[];
  readonly reports: readonly RunReport[];
}

function post(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}

function run({ uri, seed }: CheckRequest): FileResult {
  const { program, problems } = checkProgram(uri, fileSources());
  const onProgress = (progress: Progress): void => post({ kind: 'progress', progress });
  const reports = program === undefined ? [] : check(program, { onProgress, ...(seed === undefined ? {} : { seed }) });
  return { uri, problems, reports };
}

post({ kind: 'result', result: run(workerData as CheckRequest) });
