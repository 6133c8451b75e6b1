/**
 * Steps that the tables of one node cannot hold: those in which rules act, which can depend on the state of every node that a rule acts on (a crash of one
 * that is down does nothing), and those that reply to somebody who does not wait any more, which fail. Taken in full knowledge of the world; the former
 * are remembered by all that they can depend on.
 */

import { enabled } from '../../world/enabled.ts';
import { stepAll } from '../../world/step.ts';
import type { Action, Step, World } from '../../world/world.ts';
import { budgetsOf, environmentOf, FAULT_LABEL, FLAG_FAULT, FLAG_KEPT, inboxOf, localOf, monitorOf, Outcome } from '../memory/directory.ts';
import { SequenceTable } from '../memory/sequences.ts';
import type { Conditions } from './conditions.ts';
import type { Model, Vector } from './model.ts';

export interface Successor {
  readonly vector: Vector;
  readonly label: number;
}

/** A short list of small integers, with its object. */
const OUTCOME_BYTES = 200;

export class Detours {
  readonly #model: Model;
  readonly #conditions: Conditions;
  /** Nodes that rules act on. */
  readonly #struck: readonly number[];
  readonly #keys = new SequenceTable();
  readonly #outcomes: (readonly number[])[] = [];

  constructor(model: Model, conditions: Conditions) {
    this.#model = model;
    this.#conditions = conditions;
    const targets = model.system.run.rules.flatMap(({ actions }) => actions.flatMap((action) => ('node' in action ? [action.node] : [])));
    this.#struck = [...new Set(targets)];
  }

  /** Of what is remembered, roughly. */
  get bytes(): number {
    return this.#keys.bytes + this.#outcomes.length * OUTCOME_BYTES;
  }

  /** Every way this input's step can go in this state. Of a node too many: that time passes, a long one. */
  successors(vector: Vector, node: number, input: number): readonly Successor[] {
    if (node === this.#model.nodes)
      return this.#taken(vector, (world) => enabled(this.#model.system, world).find(({ kind }) => kind === 'tick'));
    const action = (world: World) => this.#model.actionOf(world, node, input);
    const environment = vector[environmentOf(this.#model.nodes)] as number;
    // Whether a condition is true after the step may depend on any node: nothing to remember it by.
    if (this.#conditions.pending(environment)) return this.#taken(vector, action);
    const key = [
      node,
      input,
      environment,
      vector[localOf(node)] as number,
      ...this.#struck.map((other) => vector[localOf(other)] as number),
    ];
    const index = this.#keys.intern(key);
    this.#outcomes[index] ??= this.#model.interpreter.outcomesIn(this.#model.decode(vector), node, input);
    return this.#applied(vector, node, input, this.#outcomes[index]) ?? this.#taken(vector, action);
  }

  /** The same for each of these steps, (node, input) pairs one behind the other. */
  successorsOf(vector: Vector, steps: readonly number[]): readonly Successor[] {
    return steps.flatMap((node, i) => (i % 2 === 0 ? this.successors(vector, node, steps[i + 1] as number) : []));
  }

  #taken(vector: Vector, actionIn: (world: World) => Action | undefined): readonly Successor[] {
    const world = this.#model.decode(vector);
    const monitors = this.#model.monitorsOf(vector);
    const action = actionIn(world);
    if (action === undefined) return [];
    return stepAll(this.#model.system, world, action).map((step) => {
      this.#model.note(world, step);
      return successor(this.#model, world, monitors, step);
    });
  }

  /** What the expander does with an outcome list, without tables; nothing where a client does not take a reply: then the step fails. */
  #applied(vector: Vector, node: number, input: number, list: readonly number[]): readonly Successor[] | undefined {
    const { budgets, environments, monitors, nodes, interpreter } = this.#model;
    const space = this.#model.space(node);
    const left = budgets.pay(vector[budgetsOf(nodes)] as number, budgets.paymentId(interpreter.priceOf(node, input)));
    if (left === undefined) return [];
    const inbox = vector[inboxOf(node)] as number;
    const waits = space.input(input).kind !== 'action';
    const rest = waits ? space.without(inbox, input) : inbox;
    const successors: Successor[] = [];
    for (let count = list[0] as number, at = 1; count > 0; count--) {
      const [flags, payment, change, happenings, locals, sends] = list.slice(at, at + Outcome.words) as [
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      const changes = at + Outcome.words;
      at = changes + locals + sends;
      const after = budgets.pay(left, payment);
      if (after === undefined) continue;
      const next = vector.slice();
      next[budgetsOf(nodes)] = after;
      if ((flags & FLAG_KEPT) === 0) next[inboxOf(node)] = rest;
      for (let k = changes; k < changes + locals; k += 2) next[list[k] as number] = list[k + 1] as number;
      for (let k = changes + locals; k < at; k += 2) {
        const to = list[k] as number;
        const received = this.#model.add(to, next[to] as number, list[k + 1] as number);
        if (received === undefined) return undefined;
        next[to] = received;
      }
      next[environmentOf(nodes)] = environments.changed(vector[environmentOf(nodes)] as number, change);
      for (let monitor = 0; monitor < monitors.count && happenings !== 0; monitor++) {
        next[monitorOf(nodes, monitor)] = monitors.next(monitor, next[monitorOf(nodes, monitor)] as number, happenings);
      }
      successors.push({ vector: next, label: (flags & FLAG_FAULT) !== 0 ? FAULT_LABEL : this.#model.inputLabel(node, input) });
    }
    return successors;
  }
}

function successor(model: Model, world: Parameters<Model['labelOf']>[0], monitors: readonly number[], step: Step): Successor {
  return { vector: model.encode(step, model.read(monitors, step.happenings)), label: model.labelOf(world, step) };
}

/** All successors of a state straight from the interpreter: right by construction, slow, and what the expander must agree with. */
export function interpretedSuccessors(model: Model, vector: Vector): readonly Successor[] {
  if (model.failedIn(vector[environmentOf(model.nodes)] as number) !== undefined) return [];
  const world = model.decode(vector);
  const monitors = model.monitorsOf(vector);
  return enabled(model.system, world).flatMap((action) =>
    stepAll(model.system, world, action).map((step) => {
      model.note(world, step);
      return successor(model, world, monitors, step);
    }),
  );
}
