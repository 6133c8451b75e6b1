/**
 * Messages that their receivers have done with: whenever one of them is delivered, in whatever the node can still come to, nothing comes of it. No state but
 * the inbox changes, nobody is sent anything, no property reads of it. A message for a node that is down for good is one, a vote for a coordinator that has
 * decided, an answer of an old round. Its delivery commutes with everything and need not be tried in every order: it
 * happens as soon as the node has done with it, at once with the step that brings that about or that sends the message. In the terms of partial order reduction
 * (Valmari 1991; Godefroid 1996) the delivery alone is a persistent set, and it is invisible.
 *
 * Every run has its counterpart, step for step but for these deliveries, and the other way round; so shortest runs stay as long as they are, and what is
 * possible from a state stays possible.
 */
import { renamedValues } from '../../program/renaming.ts';
import { matchesMessage } from '../../world/match.ts';
import { budgetsOf, environmentOf, inboxOf, localOf } from '../memory/directory.ts';
import { PairTable } from '../memory/pair-table.ts';
import type { Model } from '../model/model.ts';
import type { NodeSpace } from '../model/node-space.ts';
import type { Group } from '../symmetry/group.ts';
import type { Permutation } from '../symmetry/permutations.ts';
import { BorneLosses } from './borne-losses.ts';
import type { Futures } from './futures.ts';
import type { NodeFutures } from './node-futures.ts';
import { bitOf, type ComingMessage } from './node-steps.ts';

/** The inbox with nothing in it. */
const EMPTY = 0;
/** In place of a bearing: nothing is known of what the node can come to. */
const UNTOLD = -2;
/** In place of the bits of clients: none is waited for. */
const NOBODY = 0;

/** One node, as its model numbers its parts and as its futures do. */
interface Box {
  readonly space: NodeSpace;
  readonly futures: NodeFutures;
  /** How many of the model's inputs the futures know. */
  heard: number;
  /** By the model's number of a message: the futures'. */
  readonly messages: number[];
  /** (environment, budgets) -> bearing without clients; (that, clients) -> bearing. */
  readonly bearings: PairTable;
  readonly asked: PairTable;
  /** (local state, bearing) -> prospect; (prospect, inbox) -> inbox without what is done with. */
  readonly prospects: PairTable;
  readonly rests: PairTable;
  /** By inbox: the clients whose operations wait in it. */
  readonly askers: (number | undefined)[];
  /** By prospect: messages that have been left out in it, as the futures number them. */
  readonly dropped: Map<number, Set<number>>;
}

export class DeadLetters {
  readonly #model: Model;
  readonly #futures: Futures;
  readonly #generators: readonly Permutation[];
  readonly #boxes: readonly Box[];
  readonly #losses: BorneLosses;
  /** Happenings that monitors had read of when that was looked at last. */
  #lists = 0;
  /** By client and local state: whether it may ask something again. */
  readonly #mayAsk: (boolean | undefined)[][];
  #grown = false;

  /** `group`: the permutations under which states are looked at. */
  constructor(model: Model, futures: Futures, group: Group) {
    this.#model = model;
    this.#futures = futures;
    this.#generators = group.generators();
    this.#losses = new BorneLosses(model, futures);
    this.#mayAsk = model.clients.map(() => []);
    this.#boxes = model.spaces.map((space, node) => ({
      space,
      futures: futures.nodes[node] as NodeFutures,
      heard: 0,
      messages: [],
      bearings: new PairTable(),
      asked: new PairTable(),
      prospects: new PairTable(),
      rests: new PairTable(),
      askers: [],
      dropped: new Map(),
    }));
  }

  /** Some state has been made another one. */
  get used(): boolean {
    return this.#boxes.some(({ dropped }) => dropped.size > 0);
  }

  get bytes(): number {
    return this.#boxes.reduce((sum, { prospects, rests, futures }) => sum + prospects.bytes + rests.bytes + futures.bytes, 0);
  }

  /** Whether there are new inboxes since this was asked last. */
  hasGrown(): boolean {
    const { lists } = this.#model.monitors;
    const grown = this.#grown || lists > this.#lists;
    this.#grown = false;
    this.#lists = lists;
    return grown;
  }

  /** Takes note of all that nodes can be sent by now. To be called before states are looked at in which it may be under way. Throws `Revived`. */
  listen(): void {
    this.#boxes.forEach((box, node) => {
      for (const { inputs } = box.space; box.heard < inputs.length; box.heard++) {
        const input = inputs[box.heard];
        if (input?.kind === 'operation') box.futures.learn({ kind: 'operation', ...input.asking });
        if (input?.kind !== 'message') continue;
        const { from, message, arguments: args } = input.flight;
        box.messages[box.heard] = this.#learn(node, { kind: 'message', from, message, arguments: args });
      }
    });
    this.#futures.revise();
    this.#losses.revise();
  }

  /** Takes out of inboxes, in place, what their nodes have done with. Gives whether there was any such message. */
  drop(vector: Int32Array): boolean {
    const { nodes } = this.#model;
    this.#losses.see(vector);
    const environment = vector[environmentOf(nodes)] as number;
    const budgets = vector[budgetsOf(nodes)] as number;
    const hasClients = this.#model.clients.length > 0;
    const coming = hasClients ? this.#coming(vector) : NOBODY;
    let dropped = false;
    for (let node = 0; node < nodes; node++) {
      const inbox = vector[inboxOf(node)] as number;
      if (inbox === EMPTY) continue;
      const box = this.#boxes[node] as Box;
      const asking = hasClients ? coming | this.#askers(box, inbox) : NOBODY;
      const bearing = this.#bearing(node, box, environment, budgets, asking);
      if (bearing === UNTOLD) continue;
      const prospect = this.#prospect(box, vector[localOf(node)] as number, bearing);
      const rest = this.#rest(box, prospect, inbox);
      if (rest === inbox) continue;
      vector[inboxOf(node)] = rest;
      dropped = true;
    }
    return dropped;
  }

  /** Notes what the deliveries that were left out would have come by: handlers that do nothing, losses and duplicates that strike them. */
  noteReached(): void {
    const { reached, budgets, system } = this.#model;
    const { machine, run } = system;
    // What the patterns of budgets say does not depend on states: the checker saw to that.
    const states = run.nodes.map((_, node) => machine.initialState(node));
    this.#boxes.forEach(({ futures, dropped }, to) => {
      const role = run.nodes[to]?.role;
      for (const { local, message } of futures.deliveries(dropped)) {
        if (!local.up) continue;
        for (const { handler } of machine.runAll(local, message)) if (handler !== undefined) reached.handlers.add(`${role}:${handler}`);
      }
      for (const number of new Set([...dropped.values()].flatMap((messages) => [...messages]))) {
        const flight = { ...futures.message(number), to };
        run.budgets.forEach(({ fault }, budget) => {
          const strikes = fault.kind === 'lose' || fault.kind === 'duplicate';
          if (strikes && matchesMessage(system, states, fault.match, flight)) budgets.reached.add(budget);
        });
      }
    });
  }

  /** The futures' number of a message, and of all that the permutations make of it, for whomever it is then. */
  #learn(node: number, coming: ComingMessage): number {
    const { values } = this.#model.system.machine;
    const futuresOf = (one: number) => (this.#boxes[one] as Box).futures;
    const fresh = futuresOf(node).knows(coming) ? [] : [{ node, coming }];
    for (const one of fresh) {
      futuresOf(one.node).learn(one.coming);
      for (const to of this.#generators) {
        const renamed = { ...one.coming, from: to[one.coming.from] as number, arguments: renamedValues(values, one.coming.arguments, to) };
        const receiver = to[one.node] as number;
        if (!futuresOf(receiver).knows(renamed)) fresh.push({ node: receiver, coming: renamed });
      }
    }
    return futuresOf(node).learn(coming);
  }

  /** The bits of clients that may ask something again. */
  #coming(vector: Int32Array): number {
    const { clients, system } = this.#model;
    return clients.reduce((bits, space, client) => {
      const local = vector[this.#model.clientAt(client)] as number;
      const known = this.#mayAsk[client] as (boolean | undefined)[];
      known[local] ??= system.machine.scripts.mayAsk(space.local(local).state);
      return known[local] === true ? bits | bitOf(client) : bits;
    }, NOBODY);
  }

  #askers({ space, askers }: Box, inbox: number): number {
    askers[inbox] ??= space.operations(inbox).reduce((bits, { request }) => bits | bitOf(request.client), NOBODY);
    return askers[inbox];
  }

  #bearing(node: number, { bearings, asked, futures }: Box, environment: number, budgets: number, asking: number): number {
    let alone = bearings.get(environment, budgets);
    if (alone === -1) {
      alone = this.#bearingAlone(node, futures, environment, budgets);
      bearings.add(environment, budgets, alone);
    }
    if (asking === NOBODY || alone === UNTOLD) return alone;
    const known = asked.get(alone, asking);
    if (known !== -1) return known;
    const bearing = futures.bearing({ ...futures.bearingOf(alone), asking });
    asked.add(alone, asking, bearing);
    return bearing;
  }

  /** Of a run that has ended, and of a node whose handler a rule has interrupted, nothing is told. */
  #bearingAlone(node: number, futures: NodeFutures, environment: number, budgets: number): number {
    const { environments, budgets: remainders } = this.#model;
    const { failed, suspended, recovering } = environments.get(environment);
    if (failed !== undefined || suspended.some((rest) => rest.node === node)) return UNTOLD;
    const { budgets: left, timerBudgets } = remainders.get(budgets);
    return futures.bearing({
      recovering: recovering[node] === true,
      left: futures.steps.budgets.map((budget) => timerBudgets[budget]?.[node] ?? left[budget] ?? 0),
      asking: NOBODY,
    });
  }

  #prospect({ space, prospects, futures }: Box, local: number, bearing: number): number {
    const known = prospects.get(local, bearing);
    if (known !== -1) return known;
    const prospect = futures.prospect(space.local(local), bearing);
    prospects.add(local, bearing, prospect);
    return prospect;
  }

  #rest(box: Box, prospect: number, inbox: number): number {
    const { space, rests, dropped } = box;
    const known = rests.get(prospect, inbox);
    if (known !== -1) return known;
    const done = space.items(inbox).filter((item) => space.input(item).kind === 'message' && this.#isDone(box, prospect, item));
    const before = space.inboxes.size;
    const rest = space.withoutAll(inbox, new Set(done));
    this.#grown ||= space.inboxes.size > before;
    rests.add(prospect, inbox, rest);
    if (done.length > 0) {
      const messages = dropped.get(prospect) ?? new Set();
      dropped.set(prospect, messages);
      for (const item of done) messages.add(box.messages[item] as number);
    }
    return rest;
  }

  /** Behind a message that waits for its turn others wait: with it they all have to go, also those that are yet to be sent. */
  #isDone({ space, futures, messages }: Box, prospect: number, item: number): boolean {
    if (space.keepsOrderOf(item)) return !futures.canHear(prospect, space.flight(item).from);
    return !futures.canMatter(prospect, messages[item] as number);
  }
}
