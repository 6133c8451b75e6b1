import type { Place } from '../../grammar/syntax/range.ts';
import { EvaluationError } from './errors.ts';
import type { ArmedTimer, Effect, LocalState, Surroundings } from './machine.ts';
import type { NodeValue, RequestValue, Value } from './values.ts';

/** How much one handler, or one condition, may compute: elements visited, turns of loops, calls, elements of lists and sets made. */
const workLimit = 1_000_000;

/** What running code sees and changes: the variables of its node, the locals of the function that runs, what it has asked for so far. */
export class Frame {
  locals: Value[] = [];
  /** What the last `return` gave. */
  result: Value = null;
  /** Replaced, never changed in place, once `sharedVariables` says that somebody else has kept them. */
  variables: Value[];
  sharedVariables = true;
  readonly parameters: readonly Value[];
  /** Absent in scenario expressions. */
  readonly self: NodeValue | undefined;
  readonly surroundings: Surroundings | undefined;
  /** The nodes' states, for scenario expressions. */
  readonly states: readonly LocalState[];
  /** The statement that runs, for errors that know no place of their own. */
  place: Place | undefined;
  #work = 0;

  // What a handler asks for.
  readonly effects: Effect[] = [];
  /** The variables as they were at each effect: a crash there leaves what of them is durable. */
  readonly variablesAt: (readonly Value[])[] = [];
  /** Under `disk buffered`: the disk now, and after each effect. */
  disk: readonly Value[] | undefined;
  readonly diskAt: (readonly Value[])[] = [];
  timers: readonly ArmedTimer[] = [];
  /** Requests this node may still answer, and those it has answered in this step; absent while there are none. */
  answerable: Set<RequestValue> | undefined;
  answered: Set<RequestValue> | undefined;
  /** The operation that is being handled. */
  request: RequestValue | undefined;

  constructor(
    variables: readonly Value[],
    parameters: readonly Value[],
    self?: NodeValue,
    surroundings?: Surroundings,
    states: readonly LocalState[] = [],
  ) {
    // Written only after a copy: see `setVariable`.
    this.variables = variables as Value[];
    this.parameters = parameters;
    this.self = self;
    this.surroundings = surroundings;
    this.states = states;
  }

  setVariable(slot: number, value: Value): void {
    if (this.variables[slot] === value) return;
    if (this.sharedVariables) {
      this.variables = this.variables.slice();
      this.sharedVariables = false;
    }
    this.variables[slot] = value;
  }

  emit(effect: Effect): void {
    this.effects.push(effect);
    this.variablesAt.push(this.variables);
    this.sharedVariables = true;
    if (this.disk !== undefined) this.diskAt.push(this.disk);
  }

  answer(request: RequestValue): void {
    this.answerable?.delete(request);
    this.answered ??= new Set();
    this.answered.add(request);
  }

  /** Counts work done; ends what would not end, or not soon. */
  spend(amount: number, place: Place): void {
    this.#work += amount;
    if (this.#work > workLimit) {
      throw new EvaluationError(
        place,
        `this is too much work for one step (more than ${workLimit.toLocaleString('en-US')} elements visited): does a loop not end, or does a collection grow without bound?`,
      );
    }
  }
}
