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
  /** Memory for states, tables and whatever else the program counts. */
  readonly bytes: number;
}

/** The median by seconds. */
export function median(runs: readonly Figures[]): Figures {
  const sorted = runs.toSorted((a, b) => a.seconds - b.seconds);
  const middle = sorted[sorted.length >> 1];
  if (middle === undefined) throw new Error('no runs');
  return middle;
}

/** Runs it, with the processor time it takes: all in all, compilers, collectors and the process's other threads included, and on this thread alone. */
export function timed<T>(run: () => T): { readonly result: T } & Required<Pick<Figures, 'seconds' | 'driverSeconds' | 'wallSeconds'>> {
  const began = performance.now();
  const driver = process.threadCpuUsage();
  const before = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(before);
  const own = process.threadCpuUsage(driver);
  return {
    result,
    seconds: (user + system) / 1e6,
    driverSeconds: (own.user + own.system) / 1e6,
    wallSeconds: (performance.now() - began) / 1e3,
  };
}
