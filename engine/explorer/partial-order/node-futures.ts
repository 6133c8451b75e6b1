/** The local states that one node can still come to, as a graph, and what may still make a difference in them. */
import type { LocalState } from '../../program/machine.ts';
import { valueKey } from '../../world/key.ts';
import { PairTable } from '../memory/pair-table.ts';
import type { Bearing, Coming, ComingMessage, NodeSteps, Prospect, Taking } from './node-steps.ts';
import { Revived } from './revived.ts';

/** What a handler's run takes of the effort, which counts local states looked at. */
const RUN = 5;
/** Local states looked through for one question. */
const MOST_PROSPECTS = 2000;

/** What a local state takes with what it leads to, and what comes of one thing there. */
const VERTEX_BYTES = 1000;
const TAKING_BYTES = 100;

/** How much may still be done to find out what may come of something that may never happen. */
export interface Effort {
  left: number;
}

interface Vertex extends Prospect {
  /** By what has come: what comes of it. */
  readonly takings: (Taking | undefined)[];
  /** What the node may be next; complete where `known` says so. */
  readonly next: Set<number>;
  /** How many of the things that have come have been followed from here; -1: not even what the node does by itself. */
  known: number;
  /** What can matter no more from here on: nor does it in any of the first `vouched` of `next`. What may matter. */
  readonly idle: Set<number>;
  vouched: number;
  readonly live: Set<number>;
  /** Senders of whom nothing can matter any more. */
  readonly deafTo: Set<number>;
}

export class NodeFutures {
  readonly steps: NodeSteps;
  readonly #effort: Effort;
  readonly #vertices: Vertex[] = [];
  readonly #ids = new PairTable();
  readonly #bearings: Bearing[] = [];
  readonly #bearingIds = new Map<string, number>();
  readonly #come: Coming[] = [];
  readonly #comeIds = new Map<string, number>();
  readonly #heedsLosses: () => boolean;
  /** Vertices of which it is held that something matters no more. */
  readonly #held = new Set<number>();
  #takings = 0;
  /** By what has come: it is noticed, whatever the node does. */
  #noticed: (boolean | undefined)[] = [];
  /** How much of it had come when what is held for idle was last looked at. */
  #revised = 0;

  constructor(steps: NodeSteps, effort: Effort, heedsLosses: () => boolean) {
    this.steps = steps;
    this.#effort = effort;
    this.#heedsLosses = heedsLosses;
  }

  /** How many things have come. */
  get come(): number {
    return this.#come.length;
  }

  /** Roughly. */
  get bytes(): number {
    return VERTEX_BYTES * this.#vertices.length + TAKING_BYTES * this.#takings;
  }

  /** The number of that bearing. */
  bearing(bearing: Bearing): number {
    const key = `${bearing.recovering} ${bearing.asking} ${bearing.left}`;
    const known = this.#bearingIds.get(key);
    if (known !== undefined) return known;
    const id = this.#bearings.push(bearing) - 1;
    this.#bearingIds.set(key, id);
    return id;
  }

  bearingOf(id: number): Bearing {
    const bearing = this.#bearings[id];
    if (bearing === undefined) throw new Error(`no bearing ${id}`);
    return bearing;
  }

  /** The number of that local state in that bearing. */
  prospect(local: LocalState, bearing: number): number {
    const known = this.#ids.get(local.id, bearing);
    if (known >= 0) return known;
    const sets = { next: new Set<number>(), idle: new Set<number>(), live: new Set<number>(), deafTo: new Set<number>() };
    const id = this.#vertices.push({ local, bearing: this.bearingOf(bearing), takings: [], known: -1, vouched: 0, ...sets }) - 1;
    this.#ids.add(local.id, bearing, id);
    return id;
  }

  /** The number of something that comes to the node. Where it is new, `revise` has to follow before anything is asked. */
  learn(coming: Coming): number {
    const key = keyOf(coming);
    const known = this.#comeIds.get(key);
    if (known !== undefined) return known;
    const id = this.#come.push(coming) - 1;
    this.#comeIds.set(key, id);
    return id;
  }

  knows(coming: Coming): boolean {
    return this.#comeIds.has(keyOf(coming));
  }

  /** Whether it may matter that this message arrives, now or later. The answer `true` is for ever, `false` until `revise` throws. */
  canMatter(from: number, message: number): boolean {
    const root = this.#vertex(from);
    if (root.idle.has(message)) return false;
    if (root.live.has(message)) return true;
    const closure = new Set([from]);
    const mayDo = this.isNoticed(message) || this.#anyDoes(closure, message);
    if (mayDo) root.live.add(message);
    else {
      for (const each of closure) {
        this.#vertex(each).idle.add(message);
        this.#held.add(each);
      }
    }
    return mayDo;
  }

  /** Whether somebody notices that the message arrives, or is lost, whatever the node does with it. */
  isNoticed(number: number): boolean {
    this.#noticed[number] ??= this.steps.isNoticed(this.message(number), this.#heedsLosses());
    return this.#noticed[number];
  }

  /** Whether any message of that sender may matter, those included that have not been sent. */
  canHear(from: number, sender: number): boolean {
    const root = this.#vertex(from);
    if (root.deafTo.has(sender)) return false;
    if (this.#come.some((coming, id) => coming.kind === 'message' && coming.from === sender && this.canMatter(from, id))) return true;
    root.deafTo.add(sender);
    this.#held.add(from);
    return false;
  }

  /** Looks at what is held for idle in the light of what has come since. Throws `Revived` where some of it is not any more. */
  revise(): void {
    if (this.#revised === this.#come.length) return;
    const fresh = Array.from({ length: this.#come.length - this.#revised }, (_, i) => this.#revised + i);
    this.#revised = this.#come.length;
    for (const from of this.#held) {
      const vertex = this.#vertex(from);
      const { idle, deafTo, next } = vertex;
      if (idle.size > 0) {
        if (!this.#follow(from)) throw new Revived();
        for (const to of [...next].slice(vertex.vouched)) {
          if ([...idle].some((message) => this.canMatter(to, message))) throw new Revived();
        }
        vertex.vouched = next.size;
      }
      for (const id of fresh) {
        const coming = this.#come[id];
        if (coming?.kind === 'message' && deafTo.has(coming.from) && this.canMatter(from, id)) throw new Revived();
      }
    }
  }

  /** Holds nothing for idle any more. */
  forget(): void {
    this.#revised = this.#come.length;
    this.#noticed = [];
    for (const from of this.#held) {
      const vertex = this.#vertex(from);
      vertex.idle.clear();
      vertex.vouched = 0;
      vertex.deafTo.clear();
    }
    this.#held.clear();
  }

  /** Every delivery that may happen of messages that are idle in these prospects, there or in what comes behind. */
  deliveries(idle: ReadonlyMap<number, ReadonlySet<number>>): readonly { readonly local: LocalState; readonly message: ComingMessage }[] {
    const later = Map.groupBy(
      [...idle].flatMap(([from, messages]) => [...messages].map((message) => ({ from, message }))),
      ({ message }) => message,
    );
    return [...later].flatMap(([number, starts]) => {
      const message = this.message(number);
      const closure = new Set(starts.map(({ from }) => from));
      for (const at of closure) for (const to of this.#vertex(at).next) closure.add(to);
      return [...closure].map((at) => ({ local: this.#vertex(at).local, message }));
    });
  }

  message(number: number): ComingMessage {
    const coming = this.#come[number];
    if (coming?.kind !== 'message') throw new Error(`number ${number} of what has come is no message`);
    return coming;
  }

  /** The messages among what has come from that number on. */
  messagesFrom(number: number): readonly ComingMessage[] {
    return number === this.#come.length ? [] : this.#come.slice(number).filter((coming) => coming.kind === 'message');
  }

  /** Whether the message does something in one of the closure's prospects, which are looked for here; also where that is too much work. */
  #anyDoes(closure: Set<number>, message: number): boolean {
    for (const at of closure) {
      const vertex = this.#vertex(at);
      this.#effort.left--;
      if (vertex.idle.has(message)) continue;
      if (vertex.live.has(message) || this.#taking(at, message)?.does !== false || !this.#follow(at)) return true;
      for (const to of vertex.next) closure.add(to);
      if (closure.size > MOST_PROSPECTS) return true;
    }
    return false;
  }

  /** Finds all that the node may be next. Gives false where that is too much work. */
  #follow(from: number): boolean {
    const vertex = this.#vertex(from);
    if (vertex.known < 0) {
      if (vertex.local.up || vertex.bearing.recovering || this.steps.isRecovered) {
        if (this.#effort.left < 1) return false;
        this.#effort.left -= RUN * (1 + vertex.local.timers.length);
        this.#lead(vertex, this.steps.own(vertex));
      }
      vertex.known = 0;
    }
    for (; vertex.known < this.#come.length; vertex.known++) {
      const taking = this.#taking(from, vertex.known);
      if (taking === undefined) return false;
      this.#lead(vertex, taking.to);
    }
    return true;
  }

  #lead(vertex: Vertex, to: readonly Prospect[]): void {
    for (const { local, bearing } of to) vertex.next.add(this.prospect(local, this.bearing(bearing)));
  }

  /** What comes of it there; nothing where that is too much work. */
  #taking(at: number, coming: number): Taking | undefined {
    const { takings, local, bearing } = this.#vertex(at);
    const known = takings[coming];
    if (known !== undefined) return known;
    if (local.up) {
      if (this.#effort.left < 1) return undefined;
      this.#effort.left -= RUN;
    }
    const taking = this.steps.taking({ local, bearing }, this.#come[coming] as Coming);
    takings[coming] = taking;
    this.#takings++;
    return taking;
  }

  #vertex(id: number): Vertex {
    const vertex = this.#vertices[id];
    if (vertex === undefined) throw new Error(`no prospect ${id}`);
    return vertex;
  }
}

function keyOf(coming: Coming): string {
  if (coming.kind === 'operation')
    return `${valueKey(coming.request)} ${coming.transaction === undefined ? '' : valueKey(coming.transaction)}`;
  return `${coming.from}>${coming.message}(${coming.arguments.map(valueKey)})`;
}
