/** How much one scenario may take, and how it goes about it: flags, and what holds without them. */
import { availableParallelism } from 'node:os';
import { InvalidArgumentError, Option } from 'commander';
import type { Exploring, RunLimits } from '../engine/check/task.ts';
import { defaultThreads } from '../extension/server/search-threads.ts';

export interface LimitOptions {
  readonly maxStates: number;
  readonly maxDepth?: number;
  /** MiB. */
  readonly maxMemory: number;
  readonly maxSeconds: number;
  readonly threads: number;
  readonly lossy?: Exploring['lossy'];
}

/** A run that hits one of them is undecided, and says how far it got. */
export const limitOptions: readonly Option[] = [
  new Option('--max-states <n>', 'distinct states of one exploration that names no bound itself').argParser(positive).default(5_000_000),
  new Option('--max-depth <n>', 'steps of the runs that one exploration tries, if it names no bound itself').argParser(positive),
  new Option('--max-memory <MiB>', 'memory of one exploration').argParser(positive).default(2048),
  new Option('--max-seconds <n>', 'time for one scenario').argParser(positive).default(120),
  new Option('--threads <n>', 'threads of one exploration; what it finds is the same with any number of them')
    .argParser(positive)
    .default(defaultThreads(availableParallelism()), 'the processors there are, at most 4'),
  new Option('--lossy <how>', 'explore with less memory: violations found are real, but that there is none is never proved').choices([
    'fingerprint',
    'bitstate',
  ]),
];

export function limitsOf({ maxStates, maxDepth, maxMemory, maxSeconds }: LimitOptions): RunLimits {
  return { maxStates, ...(maxDepth === undefined ? {} : { maxDepth }), maxBytes: maxMemory * 2 ** 20, maxMs: maxSeconds * 1000 };
}

export function exploringOf({ threads, lossy }: LimitOptions): Exploring {
  return { threads, ...(lossy === undefined ? {} : { lossy }) };
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number, 1 or greater.');
  return value;
}
