/**
 * Messages for nodes that are down for good. Whenever one of them is delivered it is lost, and nothing else comes of it: no state but the inbox changes, no
 * property reads of it, and nothing that can still happen changes that. So its delivery commutes with everything and need not be tried in every order: it
 * happens as soon as the node is down, at once with the step that brings that about or that sends the message. In the terms of partial order reduction
 * (Valmari 1991; Godefroid 1996) the delivery alone is a persistent set, and it is invisible.
 *
 * Every run has its counterpart, step for step but for these deliveries, and the other way round; so shortest runs stay as long as they are, and what is
 * possible from a state stays possible.
 */

import type { System } from '../../world/world.ts';
import { environmentOf, inboxOf, localOf } from '../memory/directory.ts';
import type { Model } from '../model/model.ts';
import type { Question } from '../questions.ts';
import { isReducible } from '../reducible.ts';

/** The inbox with nothing in it. */
const EMPTY = 0;

/**
 * Whether messages can be left out so. Losses and duplicates that strike messages in flight are paid from budgets that others need.
 */
export function canDropDeadLetters(system: System, questions: readonly Question[]): boolean {
  const { budgets } = system.run;
  return (
    isReducible(system, questions) &&
    budgets.some(({ fault }) => fault.kind === 'crash' && !fault.withRecovery) &&
    budgets.every(({ fault }) => fault.kind !== 'lose' && fault.kind !== 'duplicate')
  );
}

export class DeadLetters {
  readonly #model: Model;
  /** By node and inbox: whether a property reads of its messages being lost. */
  readonly #isRead: (boolean | undefined)[][];
  /** Some state has been made another one. */
  used = false;

  constructor(model: Model) {
    this.#model = model;
    this.#isRead = model.spaces.map(() => []);
  }

  /** Empties the inboxes of nodes that are down for good, in place. Gives whether there was anything in one. */
  drop(vector: Int32Array): boolean {
    const { nodes, spaces, environments } = this.#model;
    let dropped = false;
    for (let node = 0; node < nodes; node++) {
      const inbox = vector[inboxOf(node)] as number;
      if (inbox === EMPTY || spaces[node]?.local(vector[localOf(node)] as number).up !== false) continue;
      if (environments.get(vector[environmentOf(nodes)] as number).recovering[node] === true || this.#readsOf(node, inbox)) continue;
      vector[inboxOf(node)] = EMPTY;
      dropped = true;
    }
    this.used ||= dropped;
    return dropped;
  }

  #readsOf(node: number, inbox: number): boolean {
    const known = this.#isRead[node] as (boolean | undefined)[];
    const before = known[inbox];
    if (before !== undefined) return before;
    const { monitors } = this.#model;
    const space = this.#model.space(node);
    const isRead = space.messages(inbox).some((message) => {
      const flight = { ...space.flight(message), id: 0 };
      return (['down', 'partition'] as const).some((reason) => monitors.listId([{ kind: 'lose', flight, reason }]) !== 0);
    });
    known[inbox] = isRead;
    return isRead;
  }
}
