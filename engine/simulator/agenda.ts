/** What a simulated run has before it: every happening of a step puts its consequences here, with the moment at which they are due. */
import type { FaultAction } from '../../grammar/semantics/program.ts';
import type { ArmedTimer, Asking, ClientState } from '../program/machine.ts';
import type { RequestValue } from '../program/values.ts';
import { at } from '../world/at.ts';
import { mayFire } from '../world/enabled.ts';
import { timerKey } from '../world/key.ts';
import { channel } from '../world/network.ts';
import type { Action, Flight, Happening, System, World } from '../world/world.ts';
import type { Clocks } from './clocks.ts';
import type { FaultLog } from './faults.ts';
import { EventQueue } from './queue.ts';
import type { Randomness } from './random.ts';

/** `turn` tells a thing from a later one of the same name: a timer armed again, a second crash. */
type Entry =
  | { readonly kind: 'timeline'; readonly action: FaultAction }
  | { readonly kind: 'arrival' | 'loss' | 'duplication'; readonly flight: Flight }
  | { readonly kind: 'timeout'; readonly node: number; readonly armed: ArmedTimer; readonly turn: number }
  | { readonly kind: 'recovery' | 'resumption'; readonly node: number; readonly turn: number }
  | { readonly kind: 'healing'; readonly turn: number }
  | { readonly kind: 'handling'; readonly node: number; readonly asking: Asking }
  /** Possible as long as the client is in that state. */
  | { readonly kind: 'invoke' | 'return' | 'wake'; readonly client: number; readonly state: ClientState }
  | { readonly kind: 'givingUp'; readonly client: number; readonly request: RequestValue };

export class Agenda {
  private readonly system: System;
  private readonly random: Randomness;
  private readonly clocks: Clocks;
  private readonly faults: FaultLog;
  /** How long recoveries and healing may take, in milliseconds. */
  private readonly spanMs: number;
  private readonly queue = new EventQueue<Entry>();
  /** Entries that came due while their node was paused, and operations that came while it was down, by node. */
  private readonly waiting: Entry[][];
  /** Of each node by its timers' keys: the arming that counts. */
  private readonly armings: Map<string, number>[];
  /** When the last message of a pair that keeps the order is due, and each message in flight of such pairs. */
  private readonly lastDue = new Map<string, number>();
  private readonly dueOf = new Map<number, number>();
  /** What each client is doing, as far as it is on the agenda already. */
  private readonly doing: (ClientState | undefined)[];
  private turns = 0;
  private readonly nodeTurns: number[];
  private partitionTurn = 0;

  constructor(system: System, random: Randomness, clocks: Clocks, faults: FaultLog, spanMs: number) {
    this.system = system;
    this.random = random;
    this.clocks = clocks;
    this.faults = faults;
    this.spanMs = spanMs;
    this.waiting = system.run.nodes.map(() => []);
    this.armings = system.run.nodes.map(() => new Map());
    this.nodeTurns = system.run.nodes.map(() => 0);
    this.doing = system.run.clients.map(() => undefined);
    for (const { timeMs, actions } of system.run.timeline) {
      for (const action of actions) this.queue.add(timeMs, { kind: 'timeline', action });
    }
  }

  /** Takes in what a step did. `world` is the one after it. */
  note(happenings: readonly Happening[], world: World, nowMs: number): void {
    for (const happening of happenings) this.noteOne(happening, world, nowMs);
    this.waiting.forEach((entries, node) => {
      if (entries.length === 0 || at(world.paused, node)) return;
      const isUp = at(world.nodes, node).up;
      for (const entry of entries.splice(0)) {
        if (entry.kind === 'handling' && !isUp) entries.push(entry);
        else this.queue.add(nowMs, entry);
      }
    });
    world.clients.forEach((state, client) => {
      if (state === this.doing[client]) return;
      this.doing[client] = state;
      this.noteClient(state, nowMs);
    });
  }

  /** The next thing that can happen, and when; nothing where nothing is left. */
  next(world: World): { readonly timeMs: number; readonly action: Action } | undefined {
    for (;;) {
      const item = this.queue.next();
      if (item === undefined) return undefined;
      const action = this.actionOf(item.entry, world, item.timeMs);
      if (action) return { timeMs: item.timeMs, action };
    }
  }

  /** A message that was to be delivered and still is in flight: a rule paused its receiver. */
  keep(flight: Flight): void {
    at(this.waiting, flight.to).push({ kind: 'arrival', flight });
  }

  private actionOf(entry: Entry, world: World, timeMs: number): Action | undefined {
    switch (entry.kind) {
      case 'timeline':
        return entry.action;
      case 'duplication':
        return isInFlight(world, entry.flight) ? { kind: 'duplicate', flight: entry.flight.id } : undefined;
      case 'loss':
        return isInFlight(world, entry.flight) ? { kind: 'lose', flight: entry.flight.id } : undefined;
      case 'arrival':
        return this.arrive(entry, world, timeMs);
      case 'timeout':
        return this.fire(entry, world);
      case 'recovery':
        return at(world.recovering, entry.node) && at(this.nodeTurns, entry.node) === entry.turn
          ? { kind: 'recover', node: entry.node }
          : undefined;
      case 'resumption':
        return at(world.paused, entry.node) && at(this.nodeTurns, entry.node) === entry.turn
          ? { kind: 'resume', node: entry.node }
          : undefined;
      case 'healing':
        return world.healing && this.partitionTurn === entry.turn ? { kind: 'heal' } : undefined;
      case 'handling':
        return this.handle(entry, world);
      case 'invoke':
      case 'return':
      case 'wake':
        if (at(world.clients, entry.client) !== entry.state) return undefined;
        // It may come to do the very same thing once more.
        this.doing[entry.client] = undefined;
        return { kind: entry.kind, client: entry.client };
      case 'givingUp': {
        const { phase } = at(world.clients, entry.client);
        const waits = (phase.kind === 'waiting' || phase.kind === 'replied') && phase.request === entry.request;
        return waits ? { kind: 'giveUp', client: entry.client } : undefined;
      }
    }
  }

  private handle(entry: Extract<Entry, { kind: 'handling' }>, world: World): Action | undefined {
    const { node, asking } = entry;
    if (!world.asked.includes(asking)) return undefined;
    if (at(world.nodes, node).up && !at(world.paused, node)) return { kind: 'handle', request: asking.request };
    at(this.waiting, node).push(entry);
    return undefined;
  }

  /** What a client does next, and when: it asks at once; an operation and its reply take as long on their way as a message does. */
  private noteClient(state: ClientState, nowMs: number): void {
    const { client, phase } = state;
    switch (phase.kind) {
      case 'ready':
        this.queue.add(nowMs, { kind: 'invoke', client, state });
        break;
      case 'waiting': {
        const { timeoutMs } = at(this.system.run.clients, client);
        if (timeoutMs !== undefined) this.queue.add(nowMs + timeoutMs, { kind: 'givingUp', client, request: phase.request });
        break;
      }
      case 'replied':
        this.queue.add(nowMs + this.operationDelay('reply', client), { kind: 'return', client, state });
        break;
      case 'sleeping':
        this.queue.add(nowMs + phase.forMs, { kind: 'wake', client, state });
        break;
      case 'waitingUntil':
        this.queue.add(Math.max(nowMs, phase.timeMs), { kind: 'wake', client, state });
        break;
      default:
        break;
    }
  }

  private operationDelay(way: 'operation' | 'reply', client: number): number {
    return this.random.stream(way, client).between(...this.system.run.network.delayMs);
  }

  private arrive(entry: Extract<Entry, { flight: Flight }>, world: World, timeMs: number): Action | undefined {
    const { flight } = entry;
    if (!isInFlight(world, flight)) return undefined;
    if (at(world.paused, flight.to)) {
      at(this.waiting, flight.to).push(entry);
      return undefined;
    }
    if (this.keepsOrder(flight)) {
      const oldest = world.inFlight.find(({ from, to }) => from === flight.from && to === flight.to);
      if (oldest?.id !== flight.id) {
        // A copy made on the way stands before it and is due at this very moment, but was scheduled later.
        this.queue.add(timeMs, entry);
        return undefined;
      }
    }
    return { kind: 'deliver', flight: flight.id };
  }

  private fire(entry: Extract<Entry, { kind: 'timeout' }>, world: World): Action | undefined {
    const { node, armed, turn } = entry;
    if (at(this.armings, node).get(timerKey(armed)) !== turn) return undefined;
    if (at(world.paused, node)) {
      at(this.waiting, node).push(entry);
      return undefined;
    }
    if (!mayFire(this.system, world, node, armed.timer)) return undefined;
    return { kind: 'fire', node, timer: armed.timer, arguments: armed.arguments };
  }

  private noteOne(happening: Happening, world: World, nowMs: number): void {
    switch (happening.kind) {
      case 'send':
        this.dispatch(happening.flight, nowMs);
        break;
      case 'duplicate':
        this.dispatchCopy(happening.flight, happening.copy, nowMs);
        break;
      case 'arm':
        this.arm(happening, nowMs);
        break;
      case 'timeout':
      case 'cancel':
        at(this.armings, happening.node).delete(timerKey(happening));
        break;
      case 'crash':
        at(this.armings, happening.node).clear();
        this.later(
          happening.node,
          'recovery',
          at(world.recovering, happening.node) ? this.draw('recovery', happening.node) : undefined,
          nowMs,
        );
        break;
      case 'pause':
        this.later(happening.node, 'resumption', happening.durationMs, nowMs);
        break;
      case 'partition':
        this.partitionTurn = ++this.turns;
        if (world.healing) this.queue.add(nowMs + this.draw('healing'), { kind: 'healing', turn: this.partitionTurn });
        break;
      case 'invoke': {
        const { client, node, request } = happening;
        const asking = world.asked.find((candidate) => candidate.request === request);
        if (asking) this.queue.add(nowMs + this.operationDelay('operation', client), { kind: 'handling', node, asking });
        break;
      }
      case 'jump':
        this.clocks.jump(happening.node, happening.byMs);
        break;
    }
  }

  private arm(armed: Extract<Happening, { kind: 'arm' }>, nowMs: number): void {
    const { node, timer, earliest, latest } = armed;
    const turn = ++this.turns;
    at(this.armings, node).set(timerKey(armed), turn);
    const ms = this.random.stream('timer', node, timer).between(Math.max(0, earliest), Math.max(0, earliest, latest));
    this.queue.add(this.clocks.after(node, nowMs, ms), { kind: 'timeout', node, armed: { timer, arguments: armed.arguments }, turn });
  }

  /** What was to come of an earlier crash or pause of the node is void, also where this one ends by nothing but a rule. */
  private later(node: number, kind: 'recovery' | 'resumption', afterMs: number | undefined, nowMs: number): void {
    const turn = ++this.turns;
    this.nodeTurns[node] = turn;
    if (afterMs !== undefined) this.queue.add(nowMs + afterMs, { kind, node, turn });
  }

  private draw(...purpose: readonly (string | number)[]): number {
    return this.random.stream(...purpose).between(1, this.spanMs);
  }

  private dispatch(flight: Flight, nowMs: number): void {
    const { from, to } = flight;
    const { loss, duplicate } = channel(this.system.run, from, to);
    // Drawn for every send, so that the draws of later ones do not depend on what became of this one.
    const isLost = this.faults.drawn('loss', from, to, this.random.stream('loss', from, to).chance(loss));
    const isDuplicated = this.faults.drawn('duplicate', from, to, this.random.stream('duplicate', from, to).chance(duplicate));
    if (isDuplicated) this.queue.add(nowMs, { kind: 'duplication', flight });
    this.queue.add(this.due(flight, nowMs), { kind: isLost ? 'loss' : 'arrival', flight });
  }

  /** A copy is not duplicated again. Where the order is kept it arrives with its original, before what was sent after that. */
  private dispatchCopy(original: Flight, copy: Flight, nowMs: number): void {
    const { from, to } = copy;
    const { loss } = channel(this.system.run, from, to);
    const isLost = this.faults.drawn('loss of copies', from, to, this.random.stream('loss of copies', from, to).chance(loss));
    const due = this.dueOf.get(original.id);
    if (due !== undefined) this.dueOf.set(copy.id, due);
    this.queue.add(due === undefined ? this.due(copy, nowMs) : Math.max(nowMs, due), { kind: isLost ? 'loss' : 'arrival', flight: copy });
  }

  private due(flight: Flight, nowMs: number): number {
    const { from, to, extraDelayMs = 0 } = flight;
    const { delayMs } = channel(this.system.run, from, to);
    const { untilMs } = this.system.run.network;
    const [min, bound] = delayMs;
    // Partial synchrony (Dwork, Lynch & Stockmeyer 1988): what is sent before the bound holds arrives at the latest that long after it does.
    const max = untilMs === undefined ? bound : Math.max(bound, Math.floor(untilMs - nowMs) + bound);
    const drawn = nowMs + this.random.stream('delay', from, to).between(min, Math.max(min, max)) + extraDelayMs;
    if (!this.keepsOrder(flight)) return drawn;
    const pair = `${from}>${to}`;
    const due = Math.max(drawn, this.lastDue.get(pair) ?? 0);
    this.lastDue.set(pair, due);
    this.dueOf.set(flight.id, due);
    return due;
  }

  private keepsOrder({ from, to }: Flight): boolean {
    return channel(this.system.run, from, to).fifo;
  }
}

function isInFlight(world: World, { id }: Flight): boolean {
  return world.inFlight.some((flight) => flight.id === id);
}
