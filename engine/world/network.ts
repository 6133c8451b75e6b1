/** What the scenario says of the way from one node to another. */
import type { ScenarioRun } from '../../grammar/semantics/program.ts';
import { at } from './at.ts';
import type { World } from './world.ts';

export interface Channel {
  /** Milliseconds, both included. */
  readonly delayMs: readonly [min: number, max: number];
  readonly fifo: boolean;
  /** Probabilities, 0 to 1. */
  readonly loss: number;
  readonly duplicate: number;
}

/** The network's own figures, each replaced by the last `link` that matches the pair and names it. */
export function channel(run: ScenarioRun, from: number, to: number): Channel {
  let { delayMs, fifo, loss, duplicate } = run.network;
  for (const link of run.links) {
    if (!link.from.includes(from) || !link.to.includes(to)) continue;
    delayMs = link.delayMs ?? delayMs;
    fifo = link.fifo ?? fifo;
    loss = link.loss ?? loss;
    duplicate = link.duplicate ?? duplicate;
  }
  return { delayMs, fifo, loss, duplicate };
}

/** Whether messages of this ordered pair of nodes arrive in the order of sending. */
export function isFifo(run: ScenarioRun, from: number, to: number): boolean {
  return channel(run, from, to).fifo;
}

/** Whether a message would cross the partition that stands. Nodes in no group are unaffected. */
export function crossesPartition(world: Pick<World, 'partition'>, from: number, to: number): boolean {
  if (world.partition === undefined) return false;
  const [a, b] = [at(world.partition, from), at(world.partition, to)];
  return a >= 0 && b >= 0 && a !== b;
}
