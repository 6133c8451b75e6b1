/** `faultline simulate`: one timed run of one scenario, written as a trace. */
import { writeFile } from 'node:fs/promises';
import { scenarioTrace } from '../engine/check.ts';
import { printTrace } from '../engine/trace/json/print.ts';
import { checkProgram } from '../grammar/check.ts';
import { ExitCode } from './exit-code.ts';
import { FileError, fileSources, findFiles, uriOf } from './files.ts';
import { renderFile } from './render/report.ts';

export interface SimulateOptions {
  readonly trace: string;
  readonly seed?: number;
}

export async function simulateCommand(file: string, scenario: string, options: SimulateOptions): Promise<ExitCode> {
  try {
    await findFiles([file]);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return refuse(error.message);
  }
  const uri = uriOf(file);
  const { program, problems } = checkProgram(uri, fileSources());
  if (program === undefined) return refuse(renderFile({ uri, problems, reports: [], neverHappened: [], coverage: [] }));
  const titles = program.scenarios.map(({ title }) => `  "${title}"`);
  if (!program.scenarios.some(({ title }) => title === scenario)) {
    return refuse(`${file} has no scenario "${scenario}". It has:\n${titles.join('\n')}`);
  }
  const trace = scenarioTrace(program, scenario, options.seed ?? 1);
  const text = printTrace(trace);
  if (options.trace === '-') {
    process.stdout.write(`${text}\n`);
    return ExitCode.asExpected;
  }
  try {
    await writeFile(options.trace, `${text}\n`);
  } catch (error) {
    return refuse(`The trace could not be written: ${error instanceof Error ? error.message : String(error)}`);
  }
  console.log(`${trace.steps.length} steps of "${scenario}" written to ${options.trace}.`);
  if (trace.violation !== undefined)
    console.log(`${trace.violation.property} is violated at step ${trace.violation.step + 1}: ${trace.violation.message}`);
  return trace.violation === undefined ? ExitCode.asExpected : ExitCode.claimFailed;
}

function refuse(message: string): ExitCode {
  console.error(message);
  return ExitCode.badInput;
}
