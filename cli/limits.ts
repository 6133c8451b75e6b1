/** How much one scenario may take: flags, and what holds without them. */
import { InvalidArgumentError, Option } from 'commander';
import type { RunLimits } from '../engine/check/task.ts';

export interface LimitOptions {
  readonly maxStates: number;
  readonly maxDepth?: number;
  /** MiB. */
  readonly maxMemory: number;
  readonly maxSeconds: number;
}

/** A run that hits one of them is undecided, and says how far it got. */
export const limitOptions: readonly Option[] = [
  new Option('--max-states <n>', 'distinct states of one exploration that names no bound itself').argParser(positive).default(5_000_000),
  new Option('--max-depth <n>', 'steps of the runs that one exploration tries, if it names no bound itself').argParser(positive),
  new Option('--max-memory <MiB>', 'memory of one exploration').argParser(positive).default(2048),
  new Option('--max-seconds <n>', 'time for one scenario').argParser(positive).default(120),
];

export function limitsOf({ maxStates, maxDepth, maxMemory, maxSeconds }: LimitOptions): RunLimits {
  return { maxStates, ...(maxDepth === undefined ? {} : { maxDepth }), maxBytes: maxMemory * 2 ** 20, maxMs: maxSeconds * 1000 };
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number, 1 or greater.');
  return value;
}
