/** One atomic step: an action, all that the scenario's rules do about it, and the world after it. */
import { at } from './at.ts';
import { pass, releaseTimer } from './bounds.ts';
import { beginScripts, giveUp, invoke, proceed, returnTo, takeAsked, wake } from './clients.ts';
import { beginStep, type Draft, failureOf, type Surroundings, setOf, spendBudget } from './draft.ts';
import { crash, handle, heal, jump, obey, partition, pause, recover, resume } from './handling.ts';
import { boundsTimer } from './match.ts';
import { crossesPartition } from './network.ts';
import { rulesAfter, rulesAtMessage } from './rules.ts';
import { duplicate, lose, takeOut } from './sending.ts';
import type { Action, Flight, Happening, LossReason, Resolution, Step, System, World } from './world.ts';

export type { Surroundings } from './draft.ts';

/**
 * Takes one step. The action must be possible in `world` (a message in flight, a timer armed, ...): one that is not is a broken invariant and
 * throws. A step that fails at run time ends in its middle and says so in `failure`.
 */
export function step(system: System, world: World, action: Action, surroundings: Surroundings): Step {
  return take(system, world, action, surroundings).step;
}

/** The same step as was taken with this resolution. Explorations and replays: there is no clock. */
export function stepAs(system: System, world: World, action: Action, resolution: Resolution): Step {
  return take(system, world, action, chosen(resolution.choices, resolution.crashAfterSend)).step;
}

/**
 * The step in every way it can go: each combination of choices, and each of these with each crash budget striking after each send.
 * At least one. In a fixed order: the undisturbed ones first, in the order of choices.
 */
export function stepAll(system: System, world: World, action: Action): readonly Step[] {
  const undisturbed = combinations(system, world, action, undefined);
  const steps = undisturbed.map((draft) => draft.step);
  const sends = undisturbed.reduce((most, draft) => Math.max(most, draft.sends), 0);
  system.run.budgets.forEach((budget, index) => {
    if (budget.fault.kind !== 'crash' || at(world.budgets, index) < 1) return;
    for (let nth = 1; nth <= sends; nth++) {
      const struck = combinations(system, world, action, { nth, budget: index }).filter((draft) => draft.crashStruck);
      steps.push(...struck.map((draft) => draft.step));
    }
  });
  return steps;
}

type Taken = { readonly step: Step; readonly sends: number; readonly crashStruck: boolean };

function take(system: System, world: World, action: Action, surroundings: Surroundings): Taken {
  const draft = beginStep(system, world, surroundings);
  let failure: Step['failure'];
  try {
    perform(draft, action);
    settle(draft);
  } catch (error) {
    failure = failureOf(error);
  }
  const { world: after, happenings, picks, sends, crashStruck } = draft;
  const crashAfterSend = crashStruck ? surroundings.crashAfterSend : undefined;
  const resolution: Resolution = crashAfterSend === undefined ? { choices: picks } : { choices: picks, crashAfterSend };
  const undisturbed: Step = { action, resolution, world: after, happenings };
  return { step: failure === undefined ? undisturbed : { ...undisturbed, failure }, sends, crashStruck };
}

function chosen(choices: readonly number[], crashAfterSend: Resolution['crashAfterSend'], counts: number[] = []): Surroundings {
  return {
    now: () => 0,
    choose: (count) => {
      const pick = choices[counts.length] ?? 0;
      counts.push(count);
      return pick;
    },
    ...(crashAfterSend && { crashAfterSend }),
  };
}

/** Combinations of choices in one step; beyond that nobody waits for all of them. */
const MOST_COMBINATIONS = 10_000;

/** Counts through the picks like an odometer; how many digits it has, and their bases, may depend on the digits before. */
function combinations(system: System, world: World, action: Action, crashAfterSend: Resolution['crashAfterSend']): readonly Taken[] {
  const all: Taken[] = [];
  let next: number[] | undefined = [];
  while (next !== undefined) {
    const counts: number[] = [];
    const taken = take(system, world, action, chosen(next, crashAfterSend, counts));
    if (all.length === MOST_COMBINATIONS) return [...all, tooMany(system, taken)];
    all.push(taken);
    const picks = taken.step.resolution.choices;
    const turning = picks.length === 0 ? -1 : picks.findLastIndex((pick, i) => pick + 1 < at(counts, i));
    next = turning < 0 ? undefined : [...picks.slice(0, turning), at(picks, turning) + 1];
  }
  return all;
}

function tooMany(system: System, taken: Taken): Taken {
  const place = taken.step.happenings.find((happening) => happening.place)?.place ?? system.run.mode.place;
  const message = 'the picks of `choose` in this step combine in more than 10,000 ways: choose from fewer';
  return { ...taken, step: { ...taken.step, failure: { kind: 'error', place, message } } };
}

function perform(draft: Draft, action: Action): void {
  const place = action.place ?? budgetOf(draft, action)?.place;
  switch (action.kind) {
    case 'start':
      start(draft, action.node);
      break;
    case 'deliver':
      deliver(draft, flightOf(draft, action.flight));
      break;
    case 'fire':
      fire(draft, action);
      break;
    case 'recover':
      recover(draft, action.node, place);
      break;
    case 'heal':
      heal(draft, place);
      break;
    case 'resume':
      resume(draft, action.node, place);
      break;
    case 'jump':
      jump(draft, action.node, action.byMs, place);
      break;
    case 'crash': {
      const fault = pay(draft, action);
      crash(draft, action.node, fault?.kind === 'crash' && fault.withRecovery, place);
      break;
    }
    case 'lose': {
      pay(draft, action);
      const reason: LossReason = place ? 'fault' : 'network';
      lose(draft, flightOf(draft, action.flight), reason, place);
      break;
    }
    case 'duplicate':
      pay(draft, action);
      duplicate(draft, flightOf(draft, action.flight), place);
      break;
    case 'partition':
      pay(draft, action);
      partition(draft, action.groups, action.budget !== undefined, place);
      break;
    case 'pause':
      pay(draft, action);
      pause(draft, action.node, action.durationMs, action.budget !== undefined || action.durationMs !== undefined, place);
      break;
    case 'invoke':
      invoke(draft, action.client, place);
      break;
    case 'handle': {
      const { request, node, transaction } = takeAsked(draft, action.request);
      const input = { kind: 'operation', request, ...(transaction && { transaction }) } as const;
      handle(draft, node, input, (handler) => ({ kind: 'handle', node, request, ...handler }));
      break;
    }
    case 'return':
      returnTo(draft, action.client, place);
      break;
    case 'giveUp':
      giveUp(draft, action.client, place);
      break;
    case 'tick':
      pass(draft, action.byMs);
      break;
    case 'wake':
      wake(draft, action.client);
      break;
  }
}

/** All `on start` run first, in the order of the nodes; of one that a rule has crashed meanwhile none runs. */
function start(draft: Draft, node: number): void {
  if (draft.world.starting !== node) throw new Error(`it is not the start of node ${node}`);
  handle(draft, node, { kind: 'start' }, ({ place }) => ({ kind: 'start', node, ...(place && { place }) }));
}

function deliver(draft: Draft, flight: Flight): void {
  const { to, from, message } = flight;
  if (at(draft.world.paused, to)) throw new Error(`node ${to} is paused and receives nothing`);
  const obstacle = crossesPartition(draft.world, from, to) ? 'partition' : at(draft.world.nodes, to).up ? undefined : 'down';
  if (obstacle) {
    lose(draft, flight, obstacle, undefined);
    return;
  }

  const before = draft.world.ruleMatches;
  const rules = rulesAtMessage(draft, 'receives', to, flight);
  for (const rule of rules) obey(draft, rule);
  if (!at(draft.world.nodes, to).up) {
    lose(draft, flight, 'crash', undefined);
    return;
  }
  if (at(draft.world.paused, to)) {
    // It stays in flight until the node resumes, and only then is received: rules that still wait for their match count it then.
    draft.system.run.rules.forEach((rule, i) => {
      if (!rules.includes(rule) && rule.trigger.kind === 'receives') setOf(draft, 'ruleMatches', i, at(before, i));
    });
    return;
  }
  takeOut(draft, flight);
  const input = { kind: 'message', from, message, arguments: flight.arguments } as const;
  handle(draft, to, input, (handler) => ({ kind: 'receive', node: to, flight, ...handler }));
}

function fire(draft: Draft, action: Extract<Action, { kind: 'fire' }>): void {
  const { node, timer } = action;
  if (!at(draft.world.nodes, node).up || at(draft.world.paused, node))
    throw new Error(`node ${node} is down or paused: its timers do not fire`);
  draft.system.run.budgets.forEach((budget, i) => {
    if (!boundsTimer(draft.system, budget, node, timer)) return;
    const left = at(draft.world.timerBudgets, i);
    if (at(left, node) < 1) throw new Error(`timer budget ${i} of node ${node} is used up`);
    setOf(draft, 'timerBudgets', i, left.with(node, at(left, node) - 1));
  });
  const input = { kind: 'timeout', timer, arguments: action.arguments } as const;
  releaseTimer(draft, node, input);
  handle(draft, node, input, (handler) => ({ kind: 'timeout', node, timer, arguments: action.arguments, ...handler }));
}

/** Rules that act right after the step, and those that act upon what these did, until none does. Each acts once, so it ends. */
function settle(draft: Draft): void {
  advanceStart(draft);
  proceed(draft);
  if (draft.system.run.rules.length === 0) return;
  let seen = 0;
  for (;;) {
    const fresh: readonly Happening[] = draft.happenings.slice(seen);
    seen = draft.happenings.length;
    const rules = rulesAfter(draft, fresh);
    if (rules.length === 0) return;
    for (const rule of rules) obey(draft, rule);
  }
}

function advanceStart(draft: Draft): void {
  const { starting, nodes } = draft.world;
  if (starting === undefined) return;
  const next = nodes.findIndex((state, node) => node > starting && state.up);
  if (next >= 0) {
    draft.world.starting = next;
    return;
  }
  delete draft.world.starting;
  beginScripts(draft);
}

function budgetOf(draft: Draft, action: Action) {
  return 'budget' in action && action.budget !== undefined ? at(draft.system.run.budgets, action.budget) : undefined;
}

function pay(draft: Draft, action: Action) {
  if ('budget' in action && action.budget !== undefined) spendBudget(draft, action.budget);
  return budgetOf(draft, action)?.fault;
}

function flightOf(draft: Draft, id: number): Flight {
  const flight = draft.world.inFlight.find((candidate) => candidate.id === id);
  if (flight === undefined) throw new Error(`message ${id} is not in flight`);
  return flight;
}
