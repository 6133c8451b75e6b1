/** `faultline check`: every scenario of every file, as text or JSON. */
import { Worker } from 'node:worker_threads';
import ora from 'ora';
import type { CheckRequest, FileResult, WorkerMessage } from './check-worker.ts';
import { ExitCode, worst } from './exit-code.ts';
import { displayPath, FileError, findFiles, uriOf } from './files.ts';
import { progressLine } from './render/progress.ts';
import { renderFile, renderSummary } from './render/report.ts';

export interface CheckOptions {
  readonly format: 'text' | 'json';
  readonly seed?: number;
}

export async function checkCommand(paths: readonly string[], options: CheckOptions): Promise<ExitCode> {
  let files: readonly string[];
  try {
    files = await findFiles(paths);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    console.error(error.message);
    return ExitCode.badInput;
  }
  const results: FileResult[] = [];
  for (const file of files) {
    const result = await checkFile({ uri: uriOf(file), ...(options.seed === undefined ? {} : { seed: options.seed }) });
    results.push(result);
    if (options.format === 'text') console.log(renderFile(result));
  }
  if (options.format === 'json') console.log(JSON.stringify({ version: 1, files: results }, null, 2));
  else console.log(renderSummary(results));
  return worst(results.map(exitCodeOf));
}

/** The display shows on a terminal only (it writes to standard error), so that piped output stays clean. */
function checkFile(request: CheckRequest): Promise<FileResult> {
  const path = displayPath(request.uri);
  const spinner = ora({ text: path, discardStdin: false, isSilent: !process.stderr.isTTY }).start();
  return new Promise<FileResult>((done, failed) => {
    const worker = new Worker(new URL('./check-worker.js', import.meta.url), { workerData: request });
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'progress') spinner.text = `${path} ${progressLine(message.progress)}`;
      else done(message.result);
    });
    worker.on('error', failed);
    worker.on('exit', (code) => failed(new Error(`The check of ${path} ended unexpectedly (code ${code}).`)));
  }).finally(() => spinner.stop());
}

function exitCodeOf({ problems, reports }: FileResult): ExitCode {
  if (problems.some((problem) => problem.severity === 'error')) return ExitCode.badInput;
  if (reports.some((report) => report.outcome === 'failed')) return ExitCode.claimFailed;
  if (reports.some((report) => report.outcome === 'undecided')) return ExitCode.undecided;
  return ExitCode.asExpected;
}
