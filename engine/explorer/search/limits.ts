/** When a search has to stop before it has seen everything, and what it says then. */
import type { ExploreOptions } from '../questions.ts';

export interface Counts {
  readonly states: number;
  /** Successors computed, known ones included. */
  readonly transitions: number;
  readonly frontier: number;
  readonly depth: number;
  readonly bytes: number;
}

const DEFAULT_STATES = 5_000_000;
const DEFAULT_BYTES = 2 ** 31;
/** Milliseconds between two looks at the clock's consequences: well below the 20 that a cancellation may take to be seen. */
const POLL_MS = 8;
const PROGRESS_MS = 100;

export class Limits {
  readonly maxStates: number;
  readonly maxDepth: number;
  readonly maxBytes: number;
  /** Why the search stopped; absent while it may go on. */
  reason: string | undefined;
  /** It stopped for want of room: for states or in memory. */
  ranOut = false;
  /** What is found out about the whole graph, once all states are known: names of claims. */
  checking: string | undefined;
  readonly #options: ExploreOptions;
  readonly #begin = Date.now();
  #polled = this.#begin;
  #told = this.#begin;

  constructor(options: ExploreOptions) {
    this.#options = options;
    this.maxStates = options.maxStates ?? DEFAULT_STATES;
    this.maxDepth = options.maxDepth ?? Number.POSITIVE_INFINITY;
    this.maxBytes = options.maxBytes ?? DEFAULT_BYTES;
  }

  get isCancelled(): boolean {
    return this.#options.isCancelled?.() === true;
  }
  /** Whether it stopped since there was more to be found than the limits allow, and not since nobody wants to know. */
  get cutShort(): boolean {
    return this.reason !== undefined && !this.isCancelled;
  }

  /** Whether to stop. Cheap enough to be asked every few microseconds. */
  poll(counts: () => Counts): boolean {
    if (this.reason !== undefined) return true;
    const now = Date.now();
    if (now - this.#polled < POLL_MS) return false;
    this.#polled = now;
    const { onProgress, maxMs } = this.#options;
    if (onProgress && now - this.#told >= PROGRESS_MS) {
      this.#told = now;
      const { states, transitions, frontier, depth, bytes } = counts();
      onProgress({
        states,
        transitions,
        frontier,
        depth,
        bytes,
        ...(this.checking === undefined
          ? { statesPerSecond: Math.round((states * 1000) / Math.max(1, now - this.#begin)) }
          : { checking: this.checking }),
      });
    }
    if (this.isCancelled) return this.stop('cancelled', counts());
    if (maxMs !== undefined && now - this.#begin >= maxMs) return this.stop(`${seconds(maxMs)} of time`, counts());
    return false;
  }

  /** Whether that many bytes are too many. To be asked at fixed counts of states: then the same search always ends at the same state. */
  exceeded(bytes: number, counts: () => Counts): boolean {
    return bytes > this.maxBytes && this.outOfBytes(counts());
  }

  outOfStates(counts: Counts): true {
    this.ranOut = true;
    return this.stop(undefined, counts);
  }
  outOfDepth(counts: Counts): true {
    return this.stop(undefined, counts);
  }
  outOfBytes(counts: Counts): true {
    this.ranOut = true;
    return this.stop(`${Math.round(this.maxBytes / 2 ** 20).toLocaleString('en-US')} MiB of memory`, counts);
  }
  /** The host had less memory to give than the limit allows. */
  outOfMemory(counts: Counts): true {
    this.ranOut = true;
    return this.stop('out of memory', counts);
  }

  /** `5,000,000 states, depth 31`, behind what was used up, where that is something else. */
  stop(what: string | undefined, counts: Pick<Counts, 'states' | 'depth'>): true {
    const during = this.checking === undefined ? '' : `, checking ${this.checking}`;
    this.reason ??= `${what === undefined ? '' : `${what}${during}: `}${statesAndDepth(counts)}`;
    return true;
  }
}

export function statesAndDepth({ states, depth }: Pick<Counts, 'states' | 'depth'>): string {
  return `${states.toLocaleString('en-US')} states, depth ${depth}`;
}

function seconds(ms: number): string {
  return ms >= 1000 ? `${ms / 1000} s` : `${ms} ms`;
}
