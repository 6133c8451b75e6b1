/** `faultline check`: every scenario of every file, as text or JSON. */
import { writeFile } from 'node:fs/promises';
import { checkFile } from './check-file.ts';
import type { FileResult } from './check-worker.ts';
import { together } from './coverage.ts';
import { ExitCode, worst } from './exit-code.ts';
import { FileError, findFiles, uriOf } from './files.ts';
import { exploringOf, type LimitOptions, limitsOf } from './limits.ts';
import { lcov } from './render/lcov.ts';
import { renderFile, renderSummary, textOf } from './render/report.ts';

export interface CheckOptions extends LimitOptions {
  readonly format: 'text' | 'json';
  readonly seed?: number;
  readonly symmetry: boolean;
  readonly por: boolean;
  /** Where the coverage goes, in lcov's format. */
  readonly coverage?: string;
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
  const results = await checkFiles(files, options);
  if (options.format === 'json') console.log(JSON.stringify({ version: 1, files: results.map(withoutCoverage) }, null, 2));
  else console.log(renderSummary(results));
  const codes = results.map(exitCodeOf);
  if (results.length < files.length) codes.push(ExitCode.undecided);
  return worst(options.coverage === undefined ? codes : [...codes, await writeCoverage(options.coverage, results)]);
}

/** Until all are checked, or somebody presses Ctrl+C: then what is there by then. */
async function checkFiles(
  files: readonly string[],
  { format, seed, symmetry, por, ...limits }: CheckOptions,
): Promise<readonly FileResult[]> {
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  // Once: a second one ends the process, as always.
  process.once('SIGINT', interrupt);
  const options = {
    limits: limitsOf(limits),
    exploring: { ...exploringOf(limits), symmetry, partialOrder: por },
    interruption: interruption.signal,
    ...(seed === undefined ? {} : { seed }),
  };
  const results: FileResult[] = [];
  for (const file of files) {
    if (interruption.signal.aborted) break;
    const result = await checkFile(uriOf(file), options);
    results.push(result);
    if (format === 'text') console.log(renderFile(result));
  }
  process.removeListener('SIGINT', interrupt);
  return results;
}

function withoutCoverage({ coverage: _, ...result }: FileResult): Omit<FileResult, 'coverage'> {
  return result;
}

async function writeCoverage(path: string, results: readonly FileResult[]): Promise<ExitCode> {
  try {
    await writeFile(path, lcov(together(results.flatMap(({ coverage }) => coverage)), textOf));
    return ExitCode.asExpected;
  } catch (error) {
    console.error(`The coverage could not be written: ${error instanceof Error ? error.message : String(error)}`);
    return ExitCode.badInput;
  }
}

function exitCodeOf({ problems, reports, unfinished }: FileResult): ExitCode {
  if (problems.some((problem) => problem.severity === 'error')) return ExitCode.badInput;
  if (reports.some((report) => report.outcome === 'failed')) return ExitCode.claimFailed;
  if (unfinished !== undefined || reports.some((report) => report.outcome === 'undecided')) return ExitCode.undecided;
  return ExitCode.asExpected;
}
