/**
 * Time in explorations of a synchronous network: discrete, and relative to now. Every message in flight and every armed timer carries when it may happen
 * at the earliest, and when it must have happened; steps and faults take no time, and ties happen in any order.
 */
import type { ArmedTimer } from '../program/machine.ts';
import { at } from './at.ts';
import type { Draft } from './draft.ts';
import { timerKey } from './key.ts';
import { channel } from './network.ts';
import type { Bounds, Flight, System, Window, World } from './world.ts';

/** Whether explorations of the scenario keep time. */
export function keepsTime({ run }: System): boolean {
  return run.network.synchronous && run.mode.kind === 'explore';
}

export function initialBounds(system: System): Bounds | undefined {
  return keepsTime(system) ? { untilMs: system.run.network.untilMs ?? 0, timers: [] } : undefined;
}

/**
 * When a message that is sent now may arrive. Before the bound holds (partial synchrony: Dwork, Lynch & Stockmeyer 1988) it may take until the bound has
 * held that long. Where the pair keeps the order, not before the message before it.
 */
export function windowOfSend({ system, world }: Draft, from: number, to: number, delayMs: number): Window | undefined {
  if (world.bounds === undefined) return undefined;
  const { delayMs: bound, fifo } = channel(system.run, from, to);
  const [least, most] = [bound[0] + delayMs, world.bounds.untilMs + bound[1] + delayMs];
  const before = fifo ? world.inFlight.findLast((flight) => flight.from === from && flight.to === to)?.window : undefined;
  return [Math.max(least, before?.[0] ?? 0), Math.max(least, most, before?.[1] ?? 0)];
}

/** A timer is armed, in milliseconds of its node's clock; an earlier one of the same name and arguments is gone. */
export function bindTimer(draft: Draft, node: number, timer: ArmedTimer, earliest: number, latest: number): void {
  if (draft.world.bounds === undefined) return;
  const drift = draft.system.run.clocks.findLast((clock) => clock.node === node)?.drift ?? 0;
  const own = (ms: number) => Math.ceil(Math.max(0, ms) / (1 + drift) - 1e-9);
  releaseTimer(draft, node, timer);
  const { timer: index, arguments: args } = timer;
  const bound = { node, timer: index, arguments: args, window: [own(earliest), own(Math.max(earliest, latest))] as const };
  draft.world.bounds = { ...draft.world.bounds, timers: [...draft.world.bounds.timers, bound] };
}

/** Without a timer: all of the node. */
export function releaseTimer(draft: Draft, node: number, timer?: ArmedTimer): void {
  const { bounds } = draft.world;
  if (bounds === undefined) return;
  const key = timer && timerKey(timer);
  const timers = bounds.timers.filter((other) => other.node !== node || (key !== undefined && timerKey(other) !== key));
  if (timers.length < bounds.timers.length) draft.world.bounds = { ...bounds, timers };
}

/** Whether the time has come; always where there is none. */
export function flightIsDue({ window }: Flight): boolean {
  return window === undefined || window[0] === 0;
}
export function timerIsDue({ bounds }: World, node: number, timer: ArmedTimer): boolean {
  if (bounds === undefined) return true;
  const key = timerKey(timer);
  return bounds.timers.some((bound) => bound.node === node && timerKey(bound) === key && bound.window[0] === 0);
}

/**
 * How much time may pass next, in milliseconds; 0 where something must happen first, or where nothing would come of it. A millisecond; more where
 * nothing else is possible before. `mayFire`: whether the timer's budgets leave something.
 */
export function timeToPass(world: World, nothingElse: boolean, mayFire: (node: number, timer: number) => boolean): number {
  const { bounds } = world;
  if (bounds === undefined) return 0;
  const windows = [
    ...world.inFlight.flatMap(({ to, window }) => (window === undefined || at(world.paused, to) ? [] : [window])),
    ...bounds.timers.flatMap(({ node, timer, window }) => (at(world.paused, node) || !mayFire(node, timer) ? [] : [window])),
  ];
  if (windows.some(([, latest]) => latest === 0)) return 0;
  if (!nothingElse) return windows.length > 0 || bounds.untilMs > 0 ? 1 : 0;
  return windows.length === 0 ? 0 : Math.min(...windows.map(([earliest]) => earliest));
}

/** What waits for a paused node, or for nothing, is due for ever. */
export function pass(draft: Draft, ms: number): void {
  const { bounds } = draft.world;
  if (bounds === undefined) throw new Error('time does not pass here');
  draft.world.inFlight = draft.world.inFlight.map((flight) => (flight.window ? { ...flight, window: later(flight.window, ms) } : flight));
  draft.world.bounds = {
    untilMs: Math.max(0, bounds.untilMs - ms),
    timers: bounds.timers.map((bound) => ({ ...bound, window: later(bound.window, ms) })),
  };
}

/** The window, seen so much later. */
export function later([earliest, latest]: Window, ms: number): Window {
  return [Math.max(0, earliest - ms), Math.max(0, latest - ms)];
}
