/** What one search took, whoever did it. */
export interface Figures {
  readonly states: number;
  /** Absent where the program does not tell, or counts them otherwise. */
  readonly transitions?: number;
  /** Of processor time, in user mode and in the kernel: what other programs on the machine disturb least. */
  readonly seconds: number;
  /** From beginning to end; absent where nobody looks at it. */
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

/** Runs it, with the processor time it takes, that of compilers, collectors and the process's other threads included, and the time by the clock. */
export function timed<T>(run: () => T): { readonly result: T; readonly seconds: number; readonly wallSeconds: number } {
  const began = performance.now();
  const before = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(before);
  return { result, seconds: (user + system) / 1e6, wallSeconds: (performance.now() - began) / 1e3 };
}
