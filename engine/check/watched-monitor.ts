import type { Monitor } from '../checkers/property.ts';
import type { Value } from '../program/values.ts';
import type { Happening } from '../world/world.ts';

/** Notes whether a monitor ever came to a state in which it cannot tell. */
export class WatchedMonitor implements Monitor {
  readonly initial: Value;
  readonly #monitor: Monitor;
  #reason: string | undefined;

  constructor(monitor: Monitor) {
    this.#monitor = monitor;
    this.initial = monitor.initial;
    this.#reason = monitor.undecided?.(monitor.initial);
  }

  /** Why it could not tell, the first time. */
  get reason(): string | undefined {
    return this.#reason;
  }

  reads(happening: Happening): boolean {
    return this.#monitor.reads(happening);
  }

  next(state: Value, happening: Happening): Value | 'violated' {
    const next = this.#monitor.next(state, happening);
    if (next !== 'violated') this.#reason ??= this.#monitor.undecided?.(next);
    return next;
  }
}
