import { readFileSync } from 'node:fs';

/** What one search took, whoever did it. */
export interface Figures {
  readonly states: number;
  /** Absent where the program does not tell, or counts them otherwise. */
  readonly transitions?: number;
  /** Of processor time, in user mode and in the kernel: what other programs on the machine disturb least. */
  readonly seconds: number;
  /** Processor time of the thread that drives the search, and time by the clock; absent where nobody looks at them. */
  readonly driverSeconds?: number;
  readonly wallSeconds?: number;
  /**
   * Time by the clock, without the time in which the driving thread could have gone on but other programs had the processors: close to what the clock would
   * say on a machine with nothing else to do. Absent where the system does not tell (Linux does).
   */
  readonly undisturbedSeconds?: number;
  /** Memory for states, tables and whatever else the program counts. */
  readonly bytes: number;
}

/** Of these, what a search found, and what it took. */
export type Found = Pick<Figures, 'states' | 'transitions' | 'bytes'>;
export type Taken = Omit<Figures, keyof Found>;

/** The median by seconds. */
export function median(runs: readonly Figures[]): Figures {
  const sorted = runs.toSorted((a, b) => a.seconds - b.seconds);
  const middle = sorted[sorted.length >> 1];
  if (middle === undefined) throw new Error('no runs');
  return middle;
}

/** Runs it, with the processor time it takes: all in all, compilers, collectors and the process's other threads included, and on this thread alone. */
export function timed<T>(run: () => T): { readonly result: T } & Taken {
  const kept = keptWaiting();
  const began = performance.now();
  const driver = process.threadCpuUsage();
  const before = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(before);
  const own = process.threadCpuUsage(driver);
  const wallSeconds = (performance.now() - began) / 1e3;
  return {
    result,
    seconds: (user + system) / 1e6,
    driverSeconds: (own.user + own.system) / 1e6,
    wallSeconds,
    ...(kept !== undefined && { undisturbedSeconds: wallSeconds - (keptWaiting() ?? kept) + kept }),
  };
}

/** Seconds that this thread has waited for a processor so far. */
function keptWaiting(): number | undefined {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[1]) / 1e9;
  } catch {
    return undefined;
  }
}
