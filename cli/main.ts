#!/usr/bin/env node
/** The command line: arguments in, an exit code out. Each command lives in a file of its own. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { type CheckOptions, checkCommand } from './check-command.ts';
import { ExitCode } from './exit-code.ts';
import { limitOptions } from './limits.ts';
import { simulateCommand } from './simulate-command.ts';

declare const FAULTLINE_VERSION: string;

const seed = new Option('--seed <n>', 'first seed of simulations').argParser(wholeNumber);

const program = new Command('faultline')
  .description('Checks distributed protocols written in .faultline files: every interleaving, with the shortest run that breaks a claim.')
  .version(FAULTLINE_VERSION, '-V, --version', 'print the version')
  .helpOption('-h, --help', 'show this help')
  .exitOverride()
  .configureHelp({ sortSubcommands: false })
  .showHelpAfterError('(run with --help for usage)')
  .addHelpText(
    'after',
    `
Exit codes:
  0  every claim came out as expected
  1  a claim failed, or a run broke an assertion
  2  undecided: a limit was hit, or Ctrl+C pressed, before the answer was certain
  3  bad input or usage`,
  );

const check = program
  .command('check')
  .description('run every scenario of the files and report which claims hold')
  .argument('[files...]', '.faultline files, or folders to search for them', ['.'])
  .addOption(new Option('--format <format>', 'how to report').choices(['text', 'json']).default('text'))
  .addOption(seed)
  .option('--no-symmetry', 'keep every state of an exploration, also where states differ only in which of several equal nodes is which')
  .option('--no-por', 'try every order in an exploration, also of what cannot change anything any more')
  .option('--coverage <path>', "where to write which handlers and statements ran, in lcov's format")
  .action(async (files: string[], options: CheckOptions) => {
    process.exitCode = await checkCommand(files, options);
  });
for (const option of limitOptions) check.addOption(option);

program
  .command('simulate')
  .description('run one scenario once, in virtual time, and write what happened as a trace')
  .argument('<file>', 'a .faultline file')
  .argument('<scenario>', "the scenario's title")
  .requiredOption('--trace <path>', 'where the trace goes, as JSON; - for standard output')
  .addOption(seed)
  .action(async (file: string, scenario: string, options: { trace: string; seed?: number }) => {
    process.exitCode = await simulateCommand(file, scenario, options);
  });

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('It must be a whole number, 0 or greater.');
  return value;
}

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? ExitCode.asExpected : ExitCode.badInput;
}
