/**
 * A scenario's run as components and tables: states of the whole system as short vectors of numbers, and the way between these and worlds.
 */
import type { Monitor } from '../../checkers/property.ts';
import type { RequestValue } from '../../program/values.ts';
import { type ClientAction, isFair } from '../../world/enabled.ts';
import { initialWorld, starts } from '../../world/initial.ts';
import { valueKey } from '../../world/key.ts';
import { isFifo } from '../../world/network.ts';
import { stepAll } from '../../world/step.ts';
import type { Action, Flight, Step, System, World } from '../../world/world.ts';
import {
  budgetsOf,
  clientOf,
  environmentOf as environmentAt,
  FAULT_LABEL,
  inboxOf,
  localOf,
  monitorOf,
  NEUTRAL_LABEL,
} from '../memory/directory.ts';
import { Budgets } from './budgets.ts';
import { ClientSpace } from './client-space.ts';
import { ClientSteps } from './client-steps.ts';
import { Durations } from './durations.ts';
import { Environments, environmentOf, timersOf, worldPart } from './environments.ts';
import { Failures } from './failures.ts';
import { Interpreter } from './interpreter.ts';
import { Monitors } from './monitors.ts';
import { NodeSpace } from './node-space.ts';
import { NumberSets } from './number-sets.ts';
import { observed } from './observed-machine.ts';
import { spaceOf } from './parts.ts';
import { Reached } from './reached.ts';

/** A state as the numbers of its components. */
export type Vector = Int32Array;

export type StepAll = (world: World, action: Action) => readonly Step[];

function plainSteps(system: System): StepAll {
  return (world, action) => stepAll(system, world, action);
}

export class Model {
  readonly system: System;
  /** Every way that a step of a node can go. */
  readonly stepAll: StepAll;
  readonly nodes: number;
  readonly components: number;
  readonly spaces: readonly NodeSpace[];
  readonly clients: readonly ClientSpace[];
  /** Numbers of requests that are taken. */
  readonly numberSets = new NumberSets();
  readonly durations = new Durations();
  readonly environments: Environments;
  readonly budgets = new Budgets();
  readonly monitors: Monitors;
  readonly failures = new Failures();
  readonly reached: Reached;
  readonly interpreter: Interpreter;
  readonly clientSteps: ClientSteps;
  /** Fair actions, numbered from 1. */
  readonly #fairLabels = new Map<string, number>();
  readonly #after: readonly Step[] | undefined;

  /**
   * `after`: steps that were taken already, the starts included; the only way to begin, where given. `stepsOf`: how nodes take steps, in place of
   * `stepAll`.
   */
  constructor(system: System, monitors: readonly Monitor[], after?: readonly Step[], stepsOf = plainSteps) {
    const handlers = new Set<string>();
    this.system = observed(system, handlers);
    this.stepAll = stepsOf(this.system);
    this.nodes = system.run.nodes.length;
    this.components = clientOf(this.nodes, monitors.length, system.run.clients.length);
    this.spaces = system.run.nodes.map((_, node) => new NodeSpace((sender) => isFifo(system.run, sender, node)));
    this.clients = system.run.clients.map((_, client) => new ClientSpace(this.system, client));
    this.environments = new Environments(this.system);
    this.monitors = new Monitors(monitors);
    this.reached = new Reached(this.system, handlers);
    this.interpreter = new Interpreter(this);
    this.clientSteps = new ClientSteps(this);
    this.#after = after;
  }

  /** How many values of the component have been seen. */
  count(component: number): number {
    if (component === environmentAt(this.nodes)) return this.environments.size;
    if (component === budgetsOf(this.nodes)) return this.budgets.size;
    if (component >= this.clientAt(0)) return spaceOf(this.clients, component - this.clientAt(0)).locals.length;
    if (component >= monitorOf(this.nodes, 0)) return this.monitors.size(component - monitorOf(this.nodes, 0));
    const space = this.space(component >>> 1);
    return component === localOf(component >>> 1) ? space.locals.length : space.inboxes.size;
  }

  space(node: number): NodeSpace {
    return spaceOf(this.spaces, node);
  }

  /** The local state that stands for all that differ from this one at most in when timers may fire. */
  timelessLocal(node: number, local: number): number {
    return this.space(node).timelessLocals[local] as number;
  }

  /** The component of that client's local state. */
  clientAt(client: number): number {
    return clientOf(this.nodes, this.monitors.count, client);
  }

  /** What the component is after that message, operation or reply has come to it; nothing where nobody waits for the reply. */
  add(component: number, before: number, input: number): number | undefined {
    if (component < environmentAt(this.nodes)) return this.space(component >>> 1).add(before, input);
    return spaceOf(this.clients, component - this.clientAt(0)).add(before, input);
  }

  /** Every way through the starts, the shortest (those that fail early) first, so that the first way to anything is a shortest one. */
  starts(): readonly (readonly Step[])[] {
    if (this.#after !== undefined) return [this.#after];
    return [...starts(this.system)].sort((a, b) => a.length - b.length);
  }

  /** The state after a start (its steps, none where there are no nodes), every monitor having read what happened in it. */
  start(steps: readonly Step[]): Vector {
    let before = initialWorld(this.system);
    for (const step of steps) {
      this.note(before, step);
      before = step.world;
    }
    const monitors = Array.from({ length: this.monitors.count }, (_, monitor) => this.monitors.initial(monitor));
    const happenings = steps.flatMap((step) => step.happenings);
    return this.encode(steps.at(-1) ?? { world: before }, this.read(monitors, happenings));
  }

  /** Remembers what a step came by that was taken as it is, budgets and all. */
  note(before: World, step: Step): void {
    this.reached.note(before, step);
    this.budgets.note(before, step.world);
  }

  /** The monitors' states after these happenings. */
  read(monitors: readonly number[], happenings: Step['happenings']): readonly number[] {
    const list = this.monitors.listId(happenings);
    return list === 0 ? monitors : monitors.map((state, monitor) => this.monitors.next(monitor, state, list));
  }

  monitorsOf(vector: Vector): readonly number[] {
    return Array.from({ length: this.monitors.count }, (_, monitor) => vector[monitorOf(this.nodes, monitor)] as number);
  }

  /** The state after a step, as components. */
  encode({ world, failure }: Pick<Step, 'world' | 'failure'>, monitors: readonly number[]): Vector {
    const vector = new Int32Array(this.components);
    world.nodes.forEach((state, node) => {
      vector[localOf(node)] = this.space(node).localId(state, timersOf(world, node));
    });
    world.clients.forEach((state, client) => {
      const givenUp = world.givenUp.filter((request) => request.client === client);
      vector[this.clientAt(client)] = spaceOf(this.clients, client).localId(state, givenUp);
    });
    for (const asking of world.asked) {
      const space = this.space(asking.node);
      vector[inboxOf(asking.node)] = space.add(vector[inboxOf(asking.node)] as number, space.operationId(asking));
    }
    for (const flight of world.inFlight) {
      const space = this.space(flight.to);
      vector[inboxOf(flight.to)] = space.add(vector[inboxOf(flight.to)] as number, space.messageId(flight));
    }
    const environment = { ...environmentOf(world), ...(failure && { failed: this.failures.id(failure) }) };
    vector[environmentAt(this.nodes)] = this.environments.id(environment);
    vector[budgetsOf(this.nodes)] = this.budgets.id(world);
    monitors.forEach((state, monitor) => {
      vector[monitorOf(this.nodes, monitor)] = state;
    });
    return vector;
  }

  /** A world with that content: ids of messages are made up, the order within each pair of nodes is kept. Not for states after a failure. */
  decode(vector: Vector): World {
    const inFlight: Flight[] = [];
    this.spaces.forEach((space, node) => {
      for (const item of space.messages(vector[inboxOf(node)] as number)) inFlight.push({ ...space.flight(item), id: inFlight.length });
    });
    const environment = this.environments.get(vector[environmentAt(this.nodes)] as number);
    const timers = this.spaces.flatMap((space, node) => space.timers(vector[localOf(node)] as number));
    const clients = this.clients.map((space, client) => space.local(vector[this.clientAt(client)] as number));
    const { values } = this.system.machine;
    return {
      ...worldPart(environment, timers),
      ...this.budgets.get(vector[budgetsOf(this.nodes)] as number),
      nodes: this.spaces.map((space, node) => space.local(vector[localOf(node)] as number)),
      clients: clients.map(({ state }) => state),
      asked: this.spaces.flatMap((space, node) => space.operations(vector[inboxOf(node)] as number)),
      givenUp: clients.flatMap(({ givenUp }) => givenUp).sort((a, b) => values.compare(a, b)),
      inFlight,
      nextFlight: inFlight.length,
    };
  }

  /** The failure that ended the run in this environment, by its number. */
  failedIn(environment: number): number | undefined {
    return this.environments.get(environment).failed;
  }

  /** What an edge is to fairness and to runs without faults: see `directory.ts`. */
  labelOf(world: World, { action, resolution }: Pick<Step, 'action' | 'resolution'>): number {
    if (resolution.crashAfterSend !== undefined) return FAULT_LABEL;
    if (!isFair(action)) return action.kind === 'heal' ? NEUTRAL_LABEL : FAULT_LABEL;
    switch (action.kind) {
      case 'deliver': {
        const flight = world.inFlight.find(({ id }) => id === action.flight);
        if (flight === undefined) throw new Error(`message ${action.flight} is not in flight`);
        return this.inputLabel(flight.to, this.space(flight.to).messageId(flight));
      }
      case 'fire':
      case 'recover':
      case 'resume':
        return this.inputLabel(action.node, this.space(action.node).actionId(action));
      case 'handle':
        return this.#handleLabel(action.request);
      case 'invoke':
      case 'return':
      case 'giveUp':
        return this.clientLabel(action);
      case 'tick':
        return this.tickLabel;
      default:
        throw new Error(`${action.kind} is no fair action of an exploration`);
    }
  }

  inputLabel(node: number, input: number): number {
    const what = this.space(node).input(input);
    if (what.kind === 'operation') return this.#handleLabel(what.asking.request);
    return what.kind === 'action' && !isFair(what.action) ? FAULT_LABEL : this.#fairLabel(`input ${node} ${input}`);
  }

  clientLabel({ kind, client }: ClientAction): number {
    return this.#fairLabel(`${kind} ${client}`);
  }

  /** That time passes. */
  get tickLabel(): number {
    return this.#fairLabel('tick');
  }

  /** The same operation, whoever is to handle it. */
  #handleLabel(request: RequestValue): number {
    return this.#fairLabel(`handle ${valueKey(request)}`);
  }

  #fairLabel(key: string): number {
    const known = this.#fairLabels.get(key);
    if (known !== undefined) return known;
    const label = this.#fairLabels.size + 1;
    this.#fairLabels.set(key, label);
    return label;
  }

  /** The action of that input in a decoded world. */
  actionOf(world: World, node: number, input: number): Action {
    const what = this.space(node).input(input);
    if (what.kind === 'action') return what.action;
    if (what.kind === 'operation') return { kind: 'handle', request: what.asking.request };
    const space = this.space(node);
    const flight = world.inFlight.find((candidate) => candidate.to === node && space.messageId(candidate) === input);
    if (flight === undefined) throw new Error(`input ${input} of node ${node} is not in flight`);
    return { kind: 'deliver', flight: flight.id };
  }
}
