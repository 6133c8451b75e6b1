/** The faults of one simulated run that need not be: those of budgets, and what the network's dice say. Each has a name that is the same in every run of the seed. */

export class FaultLog {
  /** Those that happened, in order. */
  readonly struck: string[] = [];
  readonly #only: ReadonlySet<string> | undefined;
  readonly #draws = new Map<string, number>();

  /** `only`: the names of those that may happen; absent where all may. */
  constructor(only: ReadonlySet<string> | undefined) {
    this.#only = only;
  }

  /** Whether a fault that is due happens. */
  happens(name: string): boolean {
    if (this.#only?.has(name) === false) return false;
    this.struck.push(name);
    return true;
  }

  /** What the dice say about the next message of that pair, told once for each message: `loss 0>1 #7`. */
  drawn(kind: string, from: number, to: number, isDrawn: boolean): boolean {
    const pair = `${kind} ${from}>${to}`;
    const number = (this.#draws.get(pair) ?? 0) + 1;
    this.#draws.set(pair, number);
    return isDrawn && this.happens(`${pair} #${number}`);
  }
}
