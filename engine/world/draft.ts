/** A step while it is being taken: the world that it makes and what has happened so far. Private to this folder. */
import { AssertionFailure, EvaluationError } from '../program/errors.ts';
import type { Failure, Outcome } from '../program/machine.ts';
import { at } from './at.ts';
import type { Happening, Resolution, Step, System, World } from './world.ts';

/** What decides a step where it could go several ways. */
export interface Surroundings {
  /** A node's clock in milliseconds. Explorations never ask. */
  now(node: number): number;
  /** Decides a `choose` among `count` candidates (at least one), by index. */
  choose(count: number): number;
  /** Whether there is time, so that scripts sleep; simulations only. */
  readonly timed?: boolean;
  readonly crashAfterSend?: Resolution['crashAfterSend'];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A handler whose effects are being carried out. */
export interface Frame {
  readonly node: number;
  readonly outcome: Outcome;
  /** The effect that is being carried out. */
  next: number;
  /** It has happened, the next one is not yet begun. */
  happened: boolean;
  /** The node crashed: the rest does not happen. */
  ended: boolean;
}

export interface Draft {
  readonly system: System;
  readonly surroundings: Surroundings;
  /** Components are replaced, never changed in place: what a step leaves alone stays the same object. */
  readonly world: Mutable<World>;
  readonly happenings: Happening[];
  readonly picks: number[];
  /** The innermost last: a rule at a send may recover another node, whose `on recover` then runs within. */
  readonly frames: Frame[];
  /** Sends so far in this step. */
  sends: number;
  /** `surroundings.crashAfterSend` has struck. */
  crashStruck: boolean;
}

export function beginStep(system: System, world: World, surroundings: Surroundings): Draft {
  return { system, surroundings, world: { ...world }, happenings: [], picks: [], frames: [], sends: 0, crashStruck: false };
}

/** Ends a step in its middle. */
export class StepFailed extends Error {
  readonly failure: NonNullable<Step['failure']>;
  constructor(failure: NonNullable<Step['failure']>) {
    super(failure.message);
    this.name = 'StepFailed';
    this.failure = failure;
  }
}

/** What made a step end, if it is the program's doing; anything else is thrown on. */
export function failureOf(error: unknown): NonNullable<Step['failure']> {
  if (error instanceof StepFailed) return error.failure;
  if (error instanceof EvaluationError) {
    const kind: Failure['kind'] = error instanceof AssertionFailure ? 'assertion' : 'error';
    return { kind, place: error.place, message: error.message };
  }
  throw error;
}

type NodeComponent = 'nodes' | 'paused' | 'resuming' | 'recovering' | 'clients';

/** Decides a `choose`, and remembers how. */
export function pick(draft: Draft, count: number): number {
  const picked = draft.surroundings.choose(count);
  draft.picks.push(picked);
  return picked;
}

/** Replaces one element of one of the world's lists. */
export function setOf<K extends NodeComponent | 'budgets' | 'timerBudgets' | 'ruleMatches' | 'faultMatches'>(
  draft: Draft,
  component: K,
  index: number,
  value: World[K][number],
): void {
  const items = draft.world[component] as readonly World[K][number][];
  if (at(items, index) === value) return;
  draft.world[component] = items.with(index, value) as unknown as World[K];
}

export function spendBudget(draft: Draft, budget: number): void {
  const left = at(draft.world.budgets, budget);
  if (left < 1) throw new Error(`budget ${budget} of the scenario is used up`);
  setOf(draft, 'budgets', budget, left - 1);
}
