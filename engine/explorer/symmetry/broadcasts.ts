/**
 * Crashes in the middle of a broadcast. `send M to participants` sends in the order of the nodes, so a crash can leave only the first so many of them
 * informed: that tells the nodes apart, and it is all that a protocol which treats them alike does to tell them apart. Under symmetry a crash may strike
 * after any of the receivers that some order of the interchangeable nodes would put first. That is more than can happen: what holds then holds, what is
 * violated then is looked for in a run that can happen (`concrete.ts`).
 */
import type { Machine, Outcome } from '../../program/machine.ts';
import { withRun } from '../../program/with-run.ts';
import { stepAll, stepAs } from '../../world/step.ts';
import type { Action, Step, System, World } from '../../world/world.ts';
import { Asymmetry, type Group } from './group.ts';
import { endOfRun } from './verified.ts';

/** A way that a step may go. */
export interface Way {
  readonly step: Step;
  /** Where it cannot go so: who got the message before the crash, and who did not. Were all of the first before all of the second, it could. */
  readonly informed?: readonly number[];
  readonly uninformed?: readonly number[];
}

/** Receivers of one broadcast whose every part is tried. */
const MOST_RECEIVERS = 12;

export class Broadcasts {
  readonly #system: System;
  readonly #group: Group;
  readonly #crashable: ReadonlySet<number>;
  /** Some step has been taken in a way that it cannot go. */
  loosened = false;
  #outcome: Outcome | undefined;
  #replaced: Outcome | undefined;
  /** Runs every handler as the system does, and remembers its outcome; or gives one that was put in its place. */
  readonly #probe: System;

  constructor(system: System, group: Group) {
    this.#system = system;
    this.#group = group;
    this.#crashable = new Set(system.run.budgets.flatMap(({ fault }) => (fault.kind === 'crash' ? fault.nodes : [])));
    const run: Machine['run'] = (state, input, surroundings) => {
      const outcome = system.machine.run(state, input, surroundings);
      this.#outcome = outcome;
      return this.#replaced ?? outcome;
    };
    this.#probe = { ...system, machine: withRun(system.machine, run) };
  }

  /** As `stepAll`, and the steps that other orders of sending would allow. */
  readonly stepAll = (world: World, action: Action): readonly Step[] => this.ways(world, action).map(({ step }) => step);

  /** Those that can happen first. */
  ways(world: World, action: Action): readonly Way[] {
    const steps = stepAll(this.#system, world, action);
    const ways: Way[] = steps.map((step) => ({ step }));
    if (
      this.#group.classes.length === 0 ||
      this.#crashable.size === 0 ||
      !steps.some(({ resolution }) => resolution.crashAfterSend !== undefined)
    )
      return ways;
    const struck = steps.filter(({ resolution }) => resolution.crashAfterSend !== undefined);
    const byChoices = Map.groupBy(struck, ({ resolution }) => resolution.choices.join());
    for (const alike of byChoices.values()) ways.push(...this.#otherWays(world, action, alike));
    return ways;
  }

  /** Of struck steps in which the handler chose alike. */
  #otherWays(world: World, action: Action, struck: readonly Step[]): readonly Way[] {
    const choices = struck[0]?.resolution.choices ?? [];
    const budgets = new Set(struck.map(({ resolution }) => resolution.crashAfterSend?.budget as number));
    const outcome = this.#outcomeOf(world, action, choices);
    const ways: Way[] = [];
    for (let begin = 0, sent = 0; begin < outcome.effects.length; ) {
      const end = endOfRun(outcome.effects, begin);
      if (outcome.effects[begin]?.kind === 'send') {
        for (const part of this.#parts(outcome, begin, end)) {
          const replaced = reordered(outcome, begin, end, part);
          for (const budget of budgets)
            ways.push(this.#way(world, action, choices, replaced, { nth: sent + part.length, budget }, begin, end, part));
        }
        sent += end - begin;
      }
      begin = end;
    }
    return ways;
  }

  #outcomeOf(world: World, action: Action, choices: readonly number[]): Outcome {
    this.#outcome = undefined;
    stepAs(this.#probe, world, action, { choices });
    if (this.#outcome === undefined) throw new Error('a step that sends runs a handler');
    return this.#outcome;
  }

  #way(
    world: World,
    action: Action,
    choices: readonly number[],
    outcome: Outcome,
    crashAfterSend: { readonly nth: number; readonly budget: number },
    begin: number,
    end: number,
    part: readonly number[],
  ): Way {
    this.#replaced = outcome;
    const step = stepAs(this.#probe, world, action, { choices, crashAfterSend });
    this.#replaced = undefined;
    if (step.resolution.crashAfterSend === undefined) throw new Error('the crash after another send does not strike');
    this.loosened = true;
    const receivers = outcome.effects.slice(begin, end).map((effect) => (effect.kind === 'send' ? effect.to : -1));
    return { step, informed: receivers.slice(0, part.length), uninformed: receivers.slice(part.length) };
  }

  /** Parts of the run of sends, by index of the effects, that an order of the nodes may put first and that the present one does not. */
  #parts({ effects }: Outcome, begin: number, end: number): readonly (readonly number[])[] {
    const indices = Array.from({ length: end - begin }, (_, i) => begin + i);
    const receivers = indices.map((index) => {
      const effect = effects[index];
      return effect?.kind === 'send' ? effect.to : -1;
    });
    if (indices.length < 2 || !receivers.some((node) => this.#group.classOf[node] !== -1)) return [];
    if (indices.length > MOST_RECEIVERS) throw new Asymmetry(`a crash may strike in the middle of a broadcast to ${indices.length} nodes`);
    const parts: (readonly number[])[] = [];
    for (let bits = 1; bits < 2 ** indices.length - 1; bits++) {
      // The first so many: the step as it is.
      if ((bits & (bits + 1)) === 0) continue;
      const isIn = (_: number, i: number) => ((bits >> i) & 1) === 1;
      if (
        this.#canComeFirst(
          receivers.filter(isIn),
          receivers.filter((node, i) => !isIn(node, i)),
        )
      )
        parts.push(indices.filter(isIn));
    }
    return parts;
  }

  /** Whether some order of the interchangeable nodes has all of the first before all of the second. */
  #canComeFirst(first: readonly number[], second: readonly number[]): boolean {
    const { nodes, classes, classOf } = this.#group;
    const count = (list: readonly number[], index: number) => list.filter((node) => classOf[node] === index).length;
    for (let border = 0; border <= nodes; border++) {
      const fixed =
        first.every((node) => classOf[node] !== -1 || node < border) && second.every((node) => classOf[node] !== -1 || node >= border);
      if (!fixed) continue;
      const room = classes.every((members, index) => {
        const before = members.filter((node) => node < border).length;
        return count(first, index) <= before && count(second, index) <= members.length - before;
      });
      if (room) return true;
    }
    return false;
  }
}

/** The outcome with the sends of that part before the others of its run. What a crash leaves must be the same after each of them. */
function reordered(outcome: Outcome, begin: number, end: number, part: readonly number[]): Outcome {
  const chosen = new Set(part);
  const order = outcome.effects.map((_, index) => index);
  const run = order.slice(begin, end);
  order.splice(begin, end - begin, ...part, ...run.filter((index) => !chosen.has(index)));
  const left = outcome.crashedAfter(begin);
  if (run.some((index) => outcome.crashedAfter(index) !== left))
    throw new Asymmetry('what a node keeps of a broadcast in a crash depends on its order');
  return {
    ...(outcome.handler === undefined ? {} : { handler: outcome.handler }),
    state: outcome.state,
    effects: order.map((index) => outcome.effects[index] as Outcome['effects'][number]),
    crashedAfter: (effect) => outcome.crashedAfter(effect),
    crashedBefore: (effect) => outcome.crashedBefore(effect),
    ...(outcome.failure && { failure: outcome.failure }),
  };
}
