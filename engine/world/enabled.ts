/** What may happen next in an exploration: any order of everything, and the scenario's faults at any moment within their budgets. */
import type { Budget, MessageMatch, ScenarioRun } from '../../grammar/semantics/program.ts';
import type { ClientState } from '../program/machine.ts';
import { at } from './at.ts';
import { flightIsDue, timerIsDue, timeToPass } from './bounds.ts';
import { contentKey } from './key.ts';
import { boundsTimer, matchesMessage } from './match.ts';
import { isFifo } from './network.ts';
import type { Action, Flight, System, World } from './world.ts';

/**
 * Everything that may happen next, in a fixed order: first what moves the run on (deliveries, timers, recoveries, resumptions, what clients do), then
 * faults and healing, and last, where explorations keep time, that it passes. Of messages that are alike in all but their id one stands for all.
 * While nodes are starting: the next start, alone.
 *
 * Throws `EvaluationError` where an argument of a budget's message pattern fails.
 */
export function enabled(system: System, world: World): readonly Action[] {
  if (world.starting !== undefined) return [{ kind: 'start', node: world.starting }];
  const actions = [
    ...progress(system, world),
    ...system.run.budgets.flatMap((budget, i) => faults(system, world, budget, i)),
    ...healing(world),
  ];
  const byMs = timeToPass(world, actions.length === 0, (node, timer) => mayFire(system, world, node, timer));
  return byMs > 0 ? [...actions, { kind: 'tick', byMs }] : actions;
}

/** What is owed: under weak fairness each of these happens unless it stops being enabled. Faults, healing and `choose` owe nothing. */
export function isFair(action: Action): boolean {
  return fair.has(action.kind);
}

const fair: ReadonlySet<Action['kind']> = new Set(['deliver', 'fire', 'recover', 'resume', 'invoke', 'handle', 'return', 'giveUp', 'tick']);

/**
 * Deliveries, timers, recoveries of `with recovery` crashes, ends of pauses, steps of clients' operations. A message for a node that is down, or across the partition, may be
 * delivered too: that is how it is lost. A paused node takes no step.
 */
function progress(system: System, world: World): readonly Action[] {
  const indices = world.nodes.map((_, node) => node);
  const deliveries = deliverable(system, world).map(({ id }): Action => ({ kind: 'deliver', flight: id }));
  const timeouts = indices.flatMap((node) => firing(system, world, node));
  const recoveries = indices.filter((node) => at(world.recovering, node)).map((node): Action => ({ kind: 'recover', node }));
  const resumptions = indices.filter((node) => at(world.resuming, node)).map((node): Action => ({ kind: 'resume', node }));
  return [...deliveries, ...timeouts, ...recoveries, ...resumptions, ...operations(system, world)];
}

/** An operation waits for its node to be up; it is not lost. A timeout may pass at any moment while the client waits. */
function operations({ run }: System, world: World): readonly Action[] {
  const handlings = world.asked
    .filter(({ node }) => at(world.nodes, node).up && !at(world.paused, node))
    .map(({ request }): Action => ({ kind: 'handle', request }));
  return [...handlings, ...world.clients.flatMap((state) => clientSteps(run, state))];
}

/** What a client can do next, whatever else there is. */
export function clientSteps(run: ScenarioRun, { client, phase }: ClientState): readonly ClientAction[] {
  const timeout: readonly ClientAction[] = at(run.clients, client).timeoutMs === undefined ? [] : [{ kind: 'giveUp', client }];
  switch (phase.kind) {
    case 'ready':
      return [{ kind: 'invoke', client }];
    case 'waiting':
      return timeout;
    case 'replied':
      return [{ kind: 'return', client }, ...timeout];
    default:
      return [];
  }
}
export type ClientAction = Extract<Action, { readonly kind: 'invoke' | 'return' | 'giveUp' }>;

/** One of each kind of message in flight to a node that is not paused; where the pair keeps the order, only the oldest. */
function deliverable(system: System, world: World): readonly Flight[] {
  const served = new Set<string>();
  return world.inFlight.filter((flight) => {
    if (at(world.paused, flight.to) || !flightIsDue(flight)) return false;
    const key = isFifo(system.run, flight.from, flight.to) ? `${flight.from}>${flight.to}` : contentKey(flight);
    if (served.has(key)) return false;
    served.add(key);
    return true;
  });
}

function firing(system: System, world: World, node: number): readonly Action[] {
  const state = at(world.nodes, node);
  if (!state.up || at(world.paused, node)) return [];
  return state.timers
    .filter((armed) => mayFire(system, world, node, armed.timer) && timerIsDue(world, node, armed))
    .map((armed): Action => ({ kind: 'fire', node, timer: armed.timer, arguments: armed.arguments }));
}

/** Whether the timer budgets leave something; a timer whose budget is used up stays armed and never fires. */
export function mayFire(system: System, world: World, node: number, timer: number): boolean {
  return system.run.budgets.every((budget, i) => !boundsTimer(system, budget, node, timer) || at(at(world.timerBudgets, i), node) > 0);
}

/** What this budget may pay for now. */
export function faults(system: System, world: World, { fault }: Budget, budget: number): readonly Action[] {
  if (at(world.budgets, budget) < 1) return [];
  switch (fault.kind) {
    case 'crash':
      return fault.nodes.filter((node) => at(world.nodes, node).up).map((node) => ({ kind: 'crash', node, budget }));
    case 'lose':
    case 'duplicate': {
      const { kind } = fault;
      return matching(system, world, fault.match).map(({ id }) => ({ kind, flight: id, budget }));
    }
    case 'partition':
      return world.partition === undefined ? cuts(world.nodes.length).map((groups) => ({ kind: 'partition', groups, budget })) : [];
    case 'pause':
      return fault.nodes
        .filter((node) => at(world.nodes, node).up && !at(world.paused, node))
        .map((node) => ({ kind: 'pause', node, budget }));
    // A bound, no fault: `mayFire` heeds it.
    case 'timeout':
      return [];
  }
}

/** One of each kind of message; where the pair keeps the order, all of them, since it matters which one is struck. */
function matching(system: System, world: World, match: MessageMatch): readonly Flight[] {
  const struck = new Set<string>();
  return world.inFlight.filter((flight) => {
    if (!matchesMessage(system, world.nodes, match, flight)) return false;
    if (isFifo(system.run, flight.from, flight.to)) return true;
    const key = contentKey(flight);
    if (struck.has(key)) return false;
    struck.add(key);
    return true;
  });
}

/** All cuts of `count` nodes into two groups, neither of them empty: 2^(count-1) - 1. The first group has node 0. */
function cuts(count: number): readonly (readonly (readonly number[])[])[] {
  const nodes = Array.from({ length: count }, (_, node) => node);
  return Array.from({ length: Math.max(0, 2 ** (count - 1) - 1) }, (_, i) => {
    const others = i + 1;
    const isOther = (node: number) => node > 0 && Math.floor(others / 2 ** (node - 1)) % 2 === 1;
    return [nodes.filter((node) => !isOther(node)), nodes.filter(isOther)];
  });
}

function healing(world: World): readonly Action[] {
  return world.partition !== undefined && world.healing ? [{ kind: 'heal' }] : [];
}
