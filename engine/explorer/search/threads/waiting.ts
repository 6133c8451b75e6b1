/** Looks at a word before a thread goes to sleep over it: some microseconds' worth, about what going to sleep and waking up take. */
export const SPINS = 500;

/** Whether the word becomes another than `value` within so many milliseconds. */
export function changes(words: Int32Array, at: number, value: number, milliseconds: number): boolean {
  for (let spins = SPINS; spins > 0; spins--) if (Atomics.load(words, at) !== value) return true;
  return Atomics.wait(words, at, value, milliseconds) !== 'timed-out' || Atomics.load(words, at) !== value;
}
