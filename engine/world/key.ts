/** Canonical keys: equal exactly where the content is, within one machine (whose values and states are hash-consed). */
import type { ScenarioRun } from '../../grammar/semantics/program.ts';
import type { Effect } from '../program/machine.ts';
import type { Value } from '../program/values.ts';
import { isFifo } from './network.ts';
import type { Flight, Suspended, System, World } from './world.ts';

/**
 * Two worlds have the same key iff they have the same futures by their content: ids of messages and the order of sending do not count, except
 * the order within each ordered pair of nodes that keeps it (`order fifo`).
 */
export function worldKey(system: System, world: World): string {
  return [
    world.starting ?? '',
    world.nodes.map(({ id }) => id),
    flags(world.paused),
    flags(world.resuming),
    flags(world.recovering),
    world.suspended.map(suspendedKey),
    world.clients.map(({ id }) => id),
    askedKey(world.asked),
    world.givenUp.map(valueKey),
    inFlightKey(system.run, world.inFlight),
    world.partition ?? '',
    world.healing ? 'h' : '',
    world.budgets,
    world.timerBudgets.map((left) => left.join(',')).join('/'),
    world.ruleMatches,
    world.faultMatches,
    boundsKey(world.bounds),
  ].join('|');
}

/** Sender, receiver and content of a message in flight, and when it may arrive. */
export function contentKey({ from, to, message, arguments: args, window }: Omit<Flight, 'id'>): string {
  return `${from}>${to}:${message}(${args.map(valueKey).join(',')})${window ? `~${window.join('..')}` : ''}`;
}

export function timerKey({ timer, arguments: args }: { readonly timer: number; readonly arguments: readonly Value[] }): string {
  return `${timer}(${args.map(valueKey).join(',')})`;
}

export function valueKey(value: Value): string {
  if (value === null) return 'none';
  return typeof value === 'object' ? `@${value.id}` : JSON.stringify(value);
}

function boundsKey(bounds: World['bounds']): string {
  if (bounds === undefined) return '';
  const timers = bounds.timers.map((timer) => `${timer.node}:${timerKey(timer)}~${timer.window.join('..')}`);
  return [bounds.untilMs, ...timers.sort()].join(' ');
}

/** A set: any of them may be handled next. */
function askedKey(asked: World['asked']): string {
  return asked
    .map(({ request, node, transaction = null }) => `${node}?${valueKey(request)}${valueKey(transaction)}`)
    .sort()
    .join(' ');
}

/** A multiset, and a sequence for each pair that keeps the order. */
function inFlightKey(run: ScenarioRun, inFlight: readonly Flight[]): string {
  const positions = new Map<string, number>();
  const keys = inFlight.map((flight) => {
    const content = contentKey(flight);
    if (!isFifo(run, flight.from, flight.to)) return content;
    const pair = `${flight.from}>${flight.to}`;
    const position = positions.get(pair) ?? 0;
    positions.set(pair, position + 1);
    return `${position}.${content}`;
  });
  return keys.sort().join(' ');
}

/** What a crash would leave, and what is still to happen; the state after the whole handler is the node's already. */
function suspendedKey({ node, outcome, next }: Suspended): string {
  const rest = outcome.effects.slice(next).map(effectKey).join(';');
  const failure = outcome.failure ? `!${outcome.failure.place.file}:${outcome.failure.place.start}:${outcome.failure.message}` : '';
  return `${node}:${outcome.crashedBefore(next).id}:${rest}${failure}`;
}

function effectKey(effect: Effect): string {
  switch (effect.kind) {
    case 'send':
      return `send ${effect.to}:${effect.message}(${effect.arguments.map(valueKey).join(',')})`;
    case 'event':
      return `event ${effect.event}(${effect.arguments.map(valueKey).join(',')})`;
    case 'arm':
      return `arm ${timerKey(effect)} ${effect.earliest}..${effect.latest}`;
    case 'cancel':
      return `cancel ${timerKey(effect)}`;
    case 'reply':
      return `reply ${valueKey(effect.request)} ${valueKey(effect.value)}`;
    case 'sync':
      return 'sync';
  }
}

function flags(values: readonly boolean[]): string {
  return values.map((value) => (value ? '1' : '0')).join('');
}
