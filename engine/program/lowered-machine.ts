import type { Expression, Statement } from '../../grammar/semantics/program.ts';
import { at } from './compare.ts';
import { EvaluationError, guarded } from './errors.ts';
import { explainFalse } from './explain.ts';
import { Frame } from './frame.ts';
import type { LocalStates } from './local-states.ts';
import type { Failure, Input, LocalState, Machine, Names, Outcome, Scripts, Surroundings } from './machine.ts';
import { StepOutcome } from './outcome.ts';
import { type Renaming, renamedTimer, renamedValues } from './renaming.ts';
import { requestsIn } from './requests.ts';
import type { LoweredHandler, LoweredRole } from './role.ts';
import type { Code, Scope } from './scope.ts';
import { withoutTimers, withTimer } from './timers.ts';
import type { NodeValue, RequestValue, Value, ValueStore } from './values.ts';

/** One node of the scenario. `failure`: its role's arguments could not be evaluated. */
export interface LoweredNode {
  readonly self: NodeValue;
  readonly role: LoweredRole;
  readonly parameters: readonly Value[];
  readonly failure?: Failure;
}

/** Combinations of choices in one step; beyond that nobody waits for all of them. */
const maxOutcomes = 10_000;

export class LoweredMachine implements Machine {
  readonly values: ValueStore;
  readonly names: Names;
  readonly scripts: Scripts;
  readonly #scope: Scope;
  readonly #nodes: readonly LoweredNode[];
  readonly #states: LocalStates;
  readonly #buffered: boolean;
  readonly #hasClients: boolean;
  /** What each node's variables begin with. */
  readonly #initial: readonly { readonly variables: readonly Value[]; readonly failure: Failure | undefined }[];
  readonly #conditions = new WeakMap<Expression, Code>();

  constructor(scope: Scope, nodes: readonly LoweredNode[], states: LocalStates, scripts: Scripts) {
    this.values = scope.store;
    this.names = scope.names;
    this.scripts = scripts;
    this.#scope = scope;
    this.#nodes = nodes;
    this.#states = states;
    this.#buffered = scope.run.diskBuffered;
    this.#hasClients = scope.run.clients.length > 0;
    this.#initial = nodes.map((node) => beginning(node, undefined));
  }

  initialState(node: number): LocalState {
    const { variables } = at(this.#initial, node);
    return this.#states.intern(node, true, variables, this.#diskOf(node, variables), [], []);
  }

  run(state: LocalState, input: Input, surroundings: Surroundings): Outcome {
    const node = at(this.#nodes, state.node);
    const frame = new Frame(state.variables, node.parameters, node.self, surroundings);
    frame.disk = state.disk;
    frame.timers = input.kind === 'timeout' ? withoutTimers(state.timers, input.timer, input.arguments).rest : state.timers;
    if (this.#hasClients) this.#takeRequests(frame, state, input);

    let handler: LoweredHandler | undefined;
    const broken = this.#failureToBegin(state, input);
    const result = guarded(
      () => frame.place ?? handler?.source.headPlace ?? node.role.role.place,
      () => {
        for (const candidate of broken === undefined ? node.role.handlersFor(input) : []) {
          handler = candidate;
          if (accepts(candidate, frame, input, this.#scope)) {
            frame.place = candidate.source.place;
            candidate.body(frame);
            return;
          }
        }
        handler = undefined;
      },
    );
    const failure = broken ?? ('failure' in result ? result.failure : undefined);
    const end = this.#states.intern(
      state.node,
      true,
      frame.variables,
      this.#diskOf(state.node, frame.disk),
      frame.timers,
      this.#held(frame),
    );
    return new StepOutcome(end, frame.effects, handler?.index, failure, (effect, after) =>
      this.#crashedAt(state, frame, after ? effect : effect - 1, effect),
    );
  }

  runAll(state: LocalState, input: Input): readonly Outcome[] {
    const outcomes: Outcome[] = [];
    let prefix: readonly number[] = [];
    for (;;) {
      const counts: number[] = [];
      const picks: number[] = [];
      const choose = (count: number): number => {
        const pick = prefix[picks.length] ?? 0;
        counts.push(count);
        picks.push(pick);
        return pick;
      };
      const outcome = this.run(state, input, { now: Number.NaN, choose });
      const next = advance(picks, counts);
      if (next !== undefined && outcomes.length === maxOutcomes) {
        outcomes.push(this.#tooManyOutcomes(outcome, state));
        return outcomes;
      }
      outcomes.push(outcome);
      if (next === undefined) return outcomes;
      prefix = next;
    }
  }

  crashed(state: LocalState): LocalState {
    return state.up ? this.#down(state.node, state.disk ?? state.variables) : state;
  }

  recovered(state: LocalState): LocalState {
    return state.up ? state : this.#states.intern(state.node, true, state.variables, state.disk, [], []);
  }

  renamed(state: LocalState, nodes: Renaming): LocalState {
    const { values } = this;
    const timers = state.timers.reduce<LocalState['timers']>((into, timer) => withTimer(into, renamedTimer(values, timer, nodes)), []);
    return this.#states.intern(
      nodes[state.node] as number,
      state.up,
      renamedValues(values, state.variables, nodes),
      state.disk && renamedValues(values, state.disk, nodes),
      timers,
      state.held,
    );
  }

  evaluate(expression: Expression, states: readonly LocalState[], frameSize = 0): Value {
    let code = this.#conditions.get(expression);
    if (code === undefined) {
      code = this.#scope.compile(expression);
      this.#conditions.set(expression, code);
    }
    const compiled = code;
    const result = guarded(expression.place, () => compiled(scenarioFrame(states, frameSize)));
    if ('failure' in result) throw new EvaluationError(result.failure.place, result.failure.message);
    return result.value;
  }

  explainFalse(expression: Expression, states: readonly LocalState[], frameSize = 0): string {
    const result = guarded(expression.place, () => explainFalse(expression, scenarioFrame(states, frameSize), this.#scope));
    return 'failure' in result ? result.failure.message : result.value;
  }

  statementsRun(): readonly Statement[] {
    return this.#scope.marks.statementsRun();
  }

  unmarked<T>(work: () => T): T {
    return this.#scope.marks.without(work);
  }

  /** A node whose beginning could not be computed fails when it starts; when it recovers, if the disk's content is the reason. */
  #failureToBegin(state: LocalState, input: Input): Failure | undefined {
    const node = at(this.#nodes, state.node);
    if (input.kind === 'start') return node.failure ?? at(this.#initial, state.node).failure;
    if (input.kind === 'recover' && node.role.volatileReadsDurable) return beginning(node, state.variables).failure;
    return undefined;
  }

  #tooManyOutcomes(outcome: Outcome, state: LocalState): Outcome {
    const { role } = at(this.#nodes, state.node).role;
    const place = role.handlers[outcome.handler ?? -1]?.headPlace ?? role.place;
    const message = `the picks of \`choose\` in this handler combine in more than ${maxOutcomes.toLocaleString('en-US')} ways: choose from fewer`;
    return new StepOutcome(outcome.state, outcome.effects, outcome.handler, { kind: 'error', place, message }, (effect, after) =>
      after ? outcome.crashedAfter(effect) : outcome.crashedBefore(effect),
    );
  }

  /** `diskEffect` is the last effect that reached the disk; the variables are those at `effect`, or at the end. */
  #crashedAt(before: LocalState, frame: Frame, diskEffect: number, effect: number): LocalState {
    const disk = diskEffect < 0 ? before.disk : frame.diskAt[diskEffect];
    return this.#down(before.node, disk ?? frame.variablesAt[effect] ?? frame.variables);
  }

  /** `durable` holds the durable variables as the disk has them; its volatile ones do not matter. */
  #down(node: number, durable: readonly Value[]): LocalState {
    const lowered = at(this.#nodes, node);
    const begin = lowered.role.volatileReadsDurable ? beginning(lowered, durable) : at(this.#initial, node);
    const variables = begin.variables.map((value, slot) => (lowered.role.durable[slot] === true ? (durable[slot] ?? null) : value));
    return this.#states.intern(node, false, variables, this.#diskOf(node, variables), [], []);
  }

  /** The disk's content: volatile variables are not on it, so that states differ only in what is. */
  #diskOf(node: number, variables: readonly Value[] | undefined): readonly Value[] | undefined {
    if (!this.#buffered || variables === undefined) return undefined;
    const { durable } = at(this.#nodes, node).role;
    return variables.map((value, slot) => (durable[slot] === true ? value : null));
  }

  /** Whom the node may answer in this step: who waits already, and who comes with the input. */
  #takeRequests(frame: Frame, state: LocalState, input: Input): void {
    frame.answerable = new Set(state.held);
    if (input.kind === 'operation') {
      frame.request = input.request;
      frame.answerable.add(input.request);
    } else if (input.kind === 'message') {
      // One that the node has kept and answered does not become new by coming once more.
      const known = new Set<RequestValue>();
      requestsIn(state.variables, known);
      const brought = new Set<RequestValue>();
      requestsIn(input.arguments, brought);
      for (const request of brought) if (!known.has(request)) frame.answerable.add(request);
    }
  }

  /** Requests that the node has not answered and still can: that some variable or armed timer refers to. */
  #held(frame: Frame): readonly RequestValue[] {
    const { answerable } = frame;
    if (answerable === undefined || answerable.size === 0) return [];
    const kept = new Set<RequestValue>();
    requestsIn(frame.variables, kept);
    for (const timer of frame.timers) requestsIn(timer.arguments, kept);
    return [...kept].filter((request) => answerable.has(request));
  }
}

/** The variables of a node that begins: with nothing on the disk, or with the durable variables that are there. */
function beginning(
  node: LoweredNode,
  durable: readonly Value[] | undefined,
): { variables: readonly Value[]; failure: Failure | undefined } {
  const { role } = node;
  const frame = new Frame(new Array<Value>(role.initial.length).fill(null), node.parameters, node.self);
  let failure: Failure | undefined;
  role.initial.forEach((code, slot) => {
    if (durable !== undefined && role.durable[slot] === true) {
      frame.setVariable(slot, durable[slot] ?? null);
      return;
    }
    const result = guarded(role.role.variables[slot]?.place ?? role.role.place, () => code(frame));
    if ('failure' in result) failure ??= result.failure;
    else frame.setVariable(slot, result.value);
  });
  return { variables: frame.variables, failure };
}

function scenarioFrame(states: readonly LocalState[], frameSize: number): Frame {
  const frame = new Frame([], [], undefined, undefined, states);
  frame.locals = new Array<Value>(frameSize).fill(null);
  return frame;
}

/** Whether the handler is for this input; binds what its head names. */
function accepts(handler: LoweredHandler, frame: Frame, input: Input, scope: Scope): boolean {
  const { source } = handler;
  frame.place = source.headPlace;
  frame.locals = new Array<Value>(source.frameSize).fill(null);
  if (input.kind === 'message') {
    if (source.fromSlot !== undefined) frame.locals[source.fromSlot] = scope.store.node(input.from);
    if (!handler.matches(frame, input.arguments)) return false;
  } else if (input.kind === 'timeout') {
    if (!handler.matches(frame, input.arguments)) return false;
  } else if (input.kind === 'operation') {
    if (source.fromSlot !== undefined) frame.locals[source.fromSlot] = scope.store.client(input.request.client);
    if (source.requestSlot !== undefined) frame.locals[source.requestSlot] = input.request;
    if (source.transactionSlot !== undefined) frame.locals[source.transactionSlot] = input.transaction ?? null;
    if (!handler.matches(frame, input.request.arguments)) return false;
  }
  return handler.guard === undefined || handler.guard(frame);
}

/** The next combination of picks, the last one turning fastest; none after the last. */
function advance(picks: readonly number[], counts: readonly number[]): readonly number[] | undefined {
  for (let i = picks.length - 1; i >= 0; i--) {
    const next = (picks[i] ?? 0) + 1;
    if (next < (counts[i] ?? 0)) return [...picks.slice(0, i), next];
  }
  return undefined;
}
