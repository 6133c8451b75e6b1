/** The nodes' own clocks: skewed, drifting, and jumping where the scenario says so. */
import type { ScenarioRun } from '../../grammar/semantics/program.ts';
import { at } from '../world/at.ts';

export interface Clocks {
  /** What the node's clock shows at a moment of virtual time: whole milliseconds. */
  read(node: number, timeMs: number): number;
  /**
   * The moment of virtual time at which `ms` have passed on the node's clock since `timeMs`. Jumps do not count: timers measure durations, as on a
   * monotonic clock; drift does.
   */
  after(node: number, timeMs: number, ms: number): number;
  /** Sets the node's clock forwards or, below 0, back. */
  jump(node: number, byMs: number): void;
}

/** Virtual time is kept to the microsecond, so that drifting clocks give readable figures. */
const PER_MS = 1000;
/** A clock never stands still or runs backwards, however it drifts. */
const SLOWEST = 1e-9;
/** Below what virtual time resolves, above the rounding of floating point. */
const TINY_MS = 1e-6;

export function clocksOf(run: ScenarioRun): Clocks {
  const offset = run.nodes.map(() => 0);
  const rate = run.nodes.map(() => 1);
  for (const { node, skewMs, drift } of run.clocks) {
    offset[node] = skewMs;
    rate[node] = Math.max(SLOWEST, 1 + drift);
  }
  return {
    read: (node, timeMs) => Math.floor(at(offset, node) + at(rate, node) * timeMs + TINY_MS),
    // Rounded up, so that a node whose timer fires never finds that too little time has passed.
    after: (node, timeMs, ms) => Math.ceil((timeMs + ms / at(rate, node) - TINY_MS) * PER_MS) / PER_MS,
    jump: (node, byMs) => {
      offset[node] = at(offset, node) + byMs;
    },
  };
}
