/**
 * Properties that read of lost messages, such as `commitValidity`, to which any failure excuses an abort. A message that finds its receiver down or cut off is
 * lost, and so is one that the receiver has done with. That makes no difference to a property that bears it in every state in which it can happen:
 * mostly the crash or the partition has told it already.
 */
import { environmentOf, localOf, monitorOf, VIOLATED } from '../memory/directory.ts';
import { PairTable } from '../memory/pair-table.ts';
import type { Model } from '../model/model.ts';
import type { Futures } from './futures.ts';
import { Revived } from './revived.ts';

const REASONS = ['down', 'partition'] as const;

/** In that state of the monitor messages for the node may be lost so. */
interface Situation {
  readonly node: number;
  readonly reason: (typeof REASONS)[number];
  readonly monitor: number;
  readonly state: number;
  /** How many of the things that come to the node have been tried. */
  tried: number;
}

export class BorneLosses {
  readonly #model: Model;
  readonly #futures: Futures;
  readonly #situations: Situation[] = [];
  /** A property reads of losses. While none does, as far as is known, no state need be seen. */
  #isNeeded = false;
  #hasSkipped = false;
  /** By node: how many of the things that come to it have been asked about. */
  readonly #asked: number[];
  /** By monitor: (node and reason, state) -> 1 for a situation that is known. */
  readonly #known: readonly PairTable[];

  constructor(model: Model, futures: Futures) {
    this.#model = model;
    this.#futures = futures;
    this.#asked = model.spaces.map(() => 0);
    this.#known = Array.from({ length: model.monitors.count }, () => new PairTable());
  }

  /** To be called with every state that a search comes by. Throws `Revived` where a property does not bear a loss in it. */
  see(vector: Int32Array): void {
    if (!this.#futures.bearsLosses) return;
    if (!this.#isNeeded) {
      this.#hasSkipped = true;
      return;
    }
    const { nodes, spaces, environments } = this.#model;
    const { failed, partition } = environments.get(vector[environmentOf(nodes)] as number);
    if (failed !== undefined) return;
    for (let node = 0; node < nodes; node++) {
      if (partition !== undefined) this.#seeAt(vector, node, 1);
      if (spaces[node]?.local(vector[localOf(node)] as number).up === false) this.#seeAt(vector, node, 0);
    }
  }

  /** To be called when more has come to nodes. Throws `Revived` as `see` does. */
  revise(): void {
    if (!this.#futures.bearsLosses) return;
    this.#futures.nodes.forEach((futures, node) => {
      const fresh = futures.messagesFrom(this.#asked[node] as number);
      this.#asked[node] = futures.come;
      this.#isNeeded ||= fresh.some((message) => futures.steps.isNoticed(message, true));
    });
    if (this.#isNeeded && this.#hasSkipped) throw new Revived();
    for (const situation of this.#situations) this.#try(situation);
  }

  #seeAt(vector: Int32Array, node: number, reason: 0 | 1): void {
    this.#known.forEach((known, monitor) => {
      const state = vector[monitorOf(this.#model.nodes, monitor)] as number;
      if (state === VIOLATED || known.get(2 * node + reason, state) !== -1) return;
      known.add(2 * node + reason, state, 1);
      const situation = { node, reason: REASONS[reason], monitor, state, tried: 0 };
      this.#situations.push(situation);
      this.#try(situation);
    });
  }

  #try(situation: Situation): void {
    const { monitors } = this.#model;
    const { node, reason, monitor, state, tried } = situation;
    const futures = this.#futures.nodes[node];
    if (futures === undefined || futures.come === tried) return;
    for (const { from, message, arguments: args } of futures.messagesFrom(tried)) {
      const list = monitors.listId([{ kind: 'lose', flight: { id: 0, from, to: node, message, arguments: args }, reason }]);
      if (list === 0 || monitors.next(monitor, state, list) === state) continue;
      this.#futures.heedLosses();
      throw new Revived();
    }
    situation.tried = futures.come;
  }
}
