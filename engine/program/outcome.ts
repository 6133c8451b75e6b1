import type { Effect, Failure, LocalState, Outcome } from './machine.ts';

/** What a step gave; the states that crashes within it leave are made only when somebody asks. */
export class StepOutcome implements Outcome {
  readonly state: LocalState;
  readonly effects: readonly Effect[];
  readonly handler?: number;
  readonly failure?: Failure;
  readonly #crashedAt: (effect: number, after: boolean) => LocalState;

  constructor(
    state: LocalState,
    effects: readonly Effect[],
    handler: number | undefined,
    failure: Failure | undefined,
    crashedAt: (effect: number, after: boolean) => LocalState,
  ) {
    this.state = state;
    this.effects = effects;
    if (handler !== undefined) this.handler = handler;
    if (failure !== undefined) this.failure = failure;
    this.#crashedAt = crashedAt;
  }

  crashedAfter(effect: number): LocalState {
    return this.#crashedAt(effect, true);
  }

  crashedBefore(effect: number): LocalState {
    return this.#crashedAt(effect, false);
  }
}
