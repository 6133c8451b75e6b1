/**
 * What every node can still come to, and so which messages it has done with. It is found out without looking at states of the whole system: each node's
 * local states apart, as Guerraoui & Yabandeh (2011) explore them, from one local state on, closed under everything that has ever come to the node, in any order and
 * any number of times, and under what it can do by itself. That is more than can happen, and all that can.
 *
 * Nobody knows beforehand what will come to a node. So what is asked is answered by what has come up to now, and looked at again whenever something
 * new comes (`revise`).
 */
import type { Happening, System } from '../../world/world.ts';
import { type Effort, NodeFutures } from './node-futures.ts';
import { NodeSteps } from './node-steps.ts';

/** Local states to look at before anything is gained by it, and how many more for every state that a search goes on from. */
const FIRST_EFFORT = 200_000;
const EFFORT_PER_STATE = 2;

export class Futures {
  readonly nodes: readonly NodeFutures[];
  readonly #effort: Effort = { left: FIRST_EFFORT };
  /** Properties bear it, as far as is known, that a message which a node has done with is lost since the node is down or cut off. */
  bearsLosses = true;

  /** `isHeeded`: whether a property reads of it. */
  constructor(system: System, isHeeded: (happening: Happening) => boolean) {
    this.nodes = system.run.nodes.map(
      (_, node) => new NodeFutures(new NodeSteps(system, node, isHeeded), this.#effort, () => !this.bearsLosses),
    );
  }

  /** To be called whenever a search goes on from another state, once what is new has been learnt. Throws `Revived`. */
  revise(): void {
    this.#effort.left += EFFORT_PER_STATE;
    for (const node of this.nodes) node.revise();
  }

  /** Holds no message for done with any more; what has come stays known. */
  begin(): void {
    for (const node of this.nodes) node.forget();
  }

  /** From now on no message has been done with whose loss a property may read of. */
  heedLosses(): void {
    this.bearsLosses = false;
    this.begin();
  }

  /** From now on only nodes that are down for good have done with messages: nothing need be run to know that. */
  giveUp(): void {
    this.#effort.left = Number.NEGATIVE_INFINITY;
    this.begin();
  }
}
