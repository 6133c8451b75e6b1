/**
 * Fills the memo tables: takes steps with `world/`, in a world that has only what the entry is about, and says what they did to each component.
 * All semantics is there; here is only the knowledge of what a step can depend on.
 */

import type { LocalState } from '../../program/machine.ts';
import { enabled, faults, mayFire } from '../../world/enabled.ts';
import { initialWorld } from '../../world/initial.ts';
import { boundsTimer } from '../../world/match.ts';
import { stepAll } from '../../world/step.ts';
import type { Action, Flight, Step, World } from '../../world/world.ts';
import {
  clientOf,
  FAULT_LABEL,
  FLAG_FAULT,
  FLAG_KEPT,
  inboxOf,
  localOf,
  NEUTRAL_LABEL,
  Outcome,
  PAUSED,
  RULES_ACT,
} from '../memory/directory.ts';
import type { Payment } from './budgets.ts';
import { type Environment, environmentOf, ordinalOf, timersOf, worldPart } from './environments.ts';
import { type NodeAction, type NodeSpace, waitOf } from './node-space.ts';
import { type Parts, spaceOf } from './parts.ts';

export class Interpreter {
  readonly #parts: Parts;
  /** Everybody up, all budgets full, nothing in flight, no clients: the surroundings of steps that do not depend on them. */
  readonly #blank: World;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { starting: _, ...blank } = initialWorld(parts.system);
    this.#blank = { ...blank, clients: [] };
  }

  /** The outcome list of a step as far as the acting node determines it, or `[RULES_ACT]`. */
  outcomes(node: number, local: number, view: number, input: number): readonly number[] {
    const world = this.#worldOf(node, local, this.#parts.environments.example(node, view));
    const steps = this.#take(world, node, input);
    const { rules } = this.#parts.system.run;
    const rulesAct = rules.length > 0 && steps.some((step) => this.#ruleActed(world, step));
    return rulesAct ? [RULES_ACT] : this.#list(world, node, input, steps);
  }

  /** The same in full knowledge of the nodes; nothing in flight in the world counts, and no client. */
  outcomesIn(world: World, node: number, input: number): readonly number[] {
    const { budgets, timerBudgets } = this.#blank;
    const surroundings = { ...world, clients: [], asked: [], givenUp: [], inFlight: [], nextFlight: 0, budgets, timerBudgets };
    return this.#list(surroundings, node, input, this.#take(surroundings, node, input));
  }

  /** What the node can do without a message: (input, payment), behind their number. */
  actions(node: number, local: number, view: number): readonly number[] {
    const world = this.#worldOf(node, local, this.#parts.environments.example(node, view));
    const own = enabled(this.#parts.system, world).filter(
      (action): action is NodeAction => action.kind !== 'start' && action.kind !== 'jump' && 'node' in action && action.node === node,
    );
    return [
      own.length,
      ...own.flatMap((action) => [this.#space(node).actionId(action), this.#parts.budgets.paymentId(this.#price(action))]),
    ];
  }

  /** Budgeted losses and duplications of what waits in the inbox: (inbox after, payment, happenings), behind their number. */
  inboxFaults(node: number, inbox: number): readonly number[] {
    const { system, monitors, budgets } = this.#parts;
    const space = this.#space(node);
    const inFlight = space.messages(inbox).map((item, id): Flight => ({ ...space.flight(item), id }));
    const world: World = { ...this.#blank, inFlight, nextFlight: inFlight.length };
    const asked = space.operations(inbox).reduce((into, asking) => space.add(into, space.operationId(asking)), 0);
    const entries = system.run.budgets.flatMap((budget, i) =>
      budget.fault.kind !== 'lose' && budget.fault.kind !== 'duplicate'
        ? []
        : faults(system, world, budget, i).flatMap((action) =>
            stepAll(system, world, action).map((step) => {
              const after = step.world.inFlight.reduce((into, flight) => space.add(into, space.messageId(flight)), asked);
              return [after, budgets.paymentId([{ budget: i }]), monitors.listId(step.happenings)];
            }),
          ),
    );
    return [entries.length, ...entries.flat()];
  }

  /** Partitions and their end: (environment after, payment, happenings, label), behind their number. */
  globals(environment: number): readonly number[] {
    const { system, environments, monitors, budgets } = this.#parts;
    const before = this.#calm(environments.get(environment));
    const world: World = { ...this.#blank, ...worldPart(before) };
    const entries = enabled(system, world).flatMap((action) =>
      action.kind !== 'partition' && action.kind !== 'heal'
        ? []
        : stepAll(system, world, action).map((step) => [
            environments.changed(environment, environments.change(before, step.world)),
            budgets.paymentId(this.#price(action)),
            monitors.listId(step.happenings),
            action.kind === 'heal' ? NEUTRAL_LABEL : FAULT_LABEL,
          ]),
    );
    return [entries.length, ...entries.flat()];
  }

  /** What the node's action or message costs by itself, whatever else strikes. */
  priceOf(node: number, input: number): readonly Payment[] {
    const what = this.#space(node).input(input);
    return what.kind === 'action' ? this.#price(what.action) : [];
  }

  #price(action: Action): readonly Payment[] {
    if (action.kind !== 'fire') return 'budget' in action && action.budget !== undefined ? [{ budget: action.budget }] : [];
    const { system } = this.#parts;
    const { node, timer } = action;
    return system.run.budgets.flatMap((budget, i) => (boundsTimer(system, budget, node, timer) ? [{ budget: i, node }] : []));
  }

  /** How long the node's timers let time pass with these budgets left, as `timeToPass` has it. */
  timersWait(node: number, local: number, view: number, budgets: number): number {
    const { system, environments } = this.#parts;
    if (environments.example(node, view).paused[node]) return PAUSED;
    const world = { ...this.#blank, ...this.#parts.budgets.get(budgets) };
    const timers = this.#space(node).timers(local);
    return waitOf(timers.flatMap(({ timer, window }) => (mayFire(system, world, node, timer) ? [window] : [])));
  }

  #worldOf(node: number, local: number, environment: Environment): World {
    const space = this.#space(node);
    return { ...this.#blank, ...worldPart(environment, space.timers(local)), nodes: this.#blank.nodes.with(node, space.local(local)) };
  }

  /** Nothing pends: no condition is judged by a world that is not the real one. */
  #calm(environment: Environment): Environment {
    const { rules } = this.#parts.system.run;
    return { ...environment, ruleMatches: environment.ruleMatches.map((count, i) => (rules[i]?.trigger.kind === 'condition' ? 1 : count)) };
  }

  #take(world: World, node: number, input: number): readonly Step[] {
    const { stepAll: stepsOf } = this.#parts;
    const what = this.#space(node).input(input);
    if (what.kind === 'action') return stepsOf(world, what.action);
    if (world.paused[node]) return [];
    if (what.kind === 'operation') {
      const { asking } = what;
      return world.nodes[node]?.up ? stepsOf({ ...world, asked: [asking] }, { kind: 'handle', request: asking.request }) : [];
    }
    const flight: Flight = { ...what.flight, id: world.nextFlight };
    return stepsOf({ ...world, inFlight: [flight], nextFlight: flight.id + 1 }, { kind: 'deliver', flight: flight.id });
  }

  #ruleActed(before: World, step: Step): boolean {
    return this.#parts.system.run.rules.some((rule, i) => {
      const ordinal = ordinalOf(rule);
      return (before.ruleMatches[i] as number) < ordinal && (step.world.ruleMatches[i] as number) >= ordinal;
    });
  }

  #list(before: World, node: number, input: number, steps: readonly Step[]): readonly number[] {
    const what = this.#space(node).input(input);
    const delivered = what.kind === 'message' ? before.nextFlight : -1;
    const price = this.priceOf(node, input).length;
    const list = [steps.length];
    for (const step of steps) this.#pushOutcome(list, before, delivered, price, step);
    return list;
  }

  /** Appends what the step did. `delivered`: the message that it took, by its id in `before`; `price`: how many payments it costs by itself. */
  #pushOutcome(into: number[], before: World, delivered: number, price: number, step: Step): void {
    const { environments, monitors, failures, reached, budgets } = this.#parts;
    const after = step.world;
    reached.note(before, step);
    const strike = step.resolution.crashAfterSend;
    const extra: readonly Payment[] = strike ? [{ budget: strike.budget }] : [];
    this.#verifyPrice(before, after, price + extra.length);
    const environment = step.failure ? { ...environmentOf(after), failed: failures.id(step.failure) } : after;
    const head = into.length;
    into.push(
      strike ? FLAG_FAULT : 0,
      budgets.paymentId(extra),
      environments.change(before, environment),
      monitors.listId(step.happenings),
    );
    into.push(0, 0);
    const locals = into.length;
    this.#pushLocals(into, before, after);
    const sends = into.length;
    for (const flight of after.inFlight) {
      if (flight.id === delivered) into[head + Outcome.flags] = (into[head + Outcome.flags] as number) | FLAG_KEPT;
      else into.push(inboxOf(flight.to), this.#space(flight.to).messageId(flight));
    }
    this.#pushReplies(into, step);
    into[head + Outcome.locals] = sends - locals;
    into[head + Outcome.sends] = into.length - sends;
  }

  #pushLocals(into: number[], before: World, after: World): void {
    for (let node = 0; node < after.nodes.length; node++) {
      const state = after.nodes[node] as LocalState;
      if (state === before.nodes[node] && sameTimers(before, after, node)) continue;
      into.push(localOf(node), this.#space(node).localId(state, timersOf(after, node)));
    }
  }

  #pushReplies(into: number[], { happenings }: Step): void {
    const { spaces, clients, monitors } = this.#parts;
    for (const happening of happenings) {
      if (happening.kind !== 'reply') continue;
      const { client } = happening.request;
      into.push(clientOf(spaces.length, monitors.count, client), spaceOf(clients, client).replyId(happening.request, happening.value));
    }
  }

  /** The prices say the same as the steps do, or the search would count wrongly. */
  #verifyPrice(before: World, after: World, payments: number): void {
    if (payments === 0 && before.budgets === after.budgets && before.timerBudgets === after.timerBudgets) return;
    const total = (world: World) => [...world.budgets, ...world.timerBudgets.flat()].reduce((sum, left) => sum + left, 0);
    if (total(before) - total(after) !== payments) throw new Error('a step took something else of the budgets than its price');
  }

  #space(node: number): NodeSpace {
    return spaceOf(this.#parts.spaces, node);
  }
}

/** What a step leaves alone stays the same object. */
function sameTimers(before: World, after: World, node: number): boolean {
  if (before.bounds?.timers === after.bounds?.timers) return true;
  const [old, now] = [timersOf(before, node), timersOf(after, node)];
  return old.length === now.length && old.every((timer, i) => timer === now[i]);
}
