import type { ScenarioRun } from '../../../../grammar/semantics/program.ts';
import { standardText } from '../../../../grammar/semantics/standardLibrary.ts';
import { EvaluationError } from '../../../program/errors.ts';
import { lower } from '../../../program/lower.ts';
import type { LocalState, Machine } from '../../../program/machine.ts';
import type { MapValue, Value } from '../../../program/values.ts';
import type { TraceValue } from '../../../trace/model.ts';
import { toTraceValue, valueKey } from '../../../trace/values.ts';
import type { PropertyContext } from '../../context.ts';
import { fromTraceValue } from './from-trace.ts';
import { type Growing, growingOf } from './growing.ts';
import { isKeyed } from './keyed.ts';
import { type WayThrough, waysThrough } from './paths.ts';

/** What one step of the specification does. */
export interface RoleStep {
  readonly state: number;
  readonly reply: TraceValue;
}

/** Why a role cannot say what a history should be. */
export class NoSpecification extends Error {}

/**
 * A role as a sequential specification: one copy of the data that handles one operation at a time, run by the engine as any node is. States and calls are
 * numbers; each step is computed once.
 */
export class RoleSpecification {
  readonly initial: number;
  readonly name: string;
  /** The role's name, if it is one of the standard library. */
  readonly standard: string | undefined;
  readonly #context: PropertyContext;
  readonly #role: number;
  readonly #run: ScenarioRun;
  readonly #machine: Machine;
  readonly #states: LocalState[] = [];
  readonly #ids = new Map<LocalState, number>();
  readonly #calls: { readonly operation: number; readonly arguments: readonly Value[] }[] = [];
  readonly #callIds = new Map<string, number>();
  /** By state and call; `null` where the call cannot take effect. */
  readonly #steps = new Map<number, RoleStep | null>();
  readonly #ways = new Map<number, readonly WayThrough[] | undefined>();

  /** Throws `NoSpecification` where the role cannot take the scenario's initial values. */
  constructor(context: PropertyContext, role: number) {
    const { program, run } = context;
    const info = program.roles[role];
    if (info === undefined) throw new Error(`there is no role ${role}`);
    if (info.parameters.length > 0) throw new NoSpecification(`\`${info.name}\` has parameters: what they are here is not said`);
    this.#context = context;
    this.#role = role;
    this.name = info.name;
    const { place } = info;
    this.standard = standardText(place.file) === undefined ? undefined : info.name;
    const node = { name: info.name, role, arguments: [], place };
    const client = { name: 'client', frameSize: 0, body: [], place };
    this.#run = { ...run, nodes: [node], clients: [client], diskBuffered: false, durability: [] };
    this.#machine = lower(program, this.#run);
    this.initial = this.#begin();
  }

  /** The number of a call, `write("x", 1)`. Throws `NoSpecification` where the role does not handle the operation. */
  call(name: string, args: readonly TraceValue[]): number {
    const text = `${name} ${valueKey(args)}`;
    const known = this.#callIds.get(text);
    if (known !== undefined) return known;
    const operation = this.operation(name);
    const id = this.#calls.push({ operation, arguments: args.map((arg) => this.#value(arg)) }) - 1;
    this.#callIds.set(text, id);
    return id;
  }

  operation(name: string): number {
    const { program } = this.#context;
    const operation = program.operations.findIndex((candidate) => candidate.name === name);
    const handled = program.roles[this.#role]?.handlers.some(({ on }) => on.kind === 'operation' && on.operation === operation);
    if (handled !== true) throw new NoSpecification(`\`${this.name}\` does not say what \`${name}\` does: it has no handler for it`);
    return operation;
  }

  /** How many have been computed. */
  get steps(): number {
    return this.#steps.size;
  }

  /** Nothing where the call cannot take effect: no handler's guard is met there (a lock that is taken), or the handler fails. */
  step(state: number, call: number): RoleStep | undefined {
    const key = state * mostCalls + call;
    const known = this.#steps.get(key);
    if (known !== undefined) return known ?? undefined;
    const computed = this.#compute(state, call);
    this.#steps.set(key, computed ?? null);
    return computed;
  }

  /** Whether a call of that operation that replied so (`undefined`: whatever it replied) cannot have changed anything. */
  observes(name: string, reply: TraceValue | undefined): boolean {
    const operation = this.operation(name);
    if (!this.#ways.has(operation)) {
      const role = this.#context.program.roles[this.#role];
      this.#ways.set(operation, role === undefined ? undefined : waysThrough(role, operation));
    }
    return this.#ways.get(operation)?.every((way) => !way.assigns || !couldReply(way, reply)) === true;
  }

  /** Whether operations of these names leave alone whatever is not at their first argument. */
  isKeyed(names: readonly string[]): boolean {
    const role = this.#context.program.roles[this.#role];
    return (
      role !== undefined &&
      isKeyed(
        role,
        names.map((name) => this.operation(name)),
      )
    );
  }

  growing(names: readonly string[]): Growing | undefined {
    const role = this.#context.program.roles[this.#role];
    return (
      role &&
      growingOf(
        role,
        names.map((name) => this.operation(name)),
      )
    );
  }

  /** What a variable that is a map holds there at a key. */
  entry(state: number, variable: number, key: TraceValue): TraceValue | undefined {
    const map = this.#states[state]?.variables[variable] as MapValue | undefined;
    const index = map?.keys.indexOf(this.#value(key)) ?? -1;
    return index < 0 ? undefined : this.#traced(map?.values[index] ?? null);
  }

  #compute(state: number, call: number): RoleStep | undefined {
    const before = this.#states[state];
    const asked = this.#calls[call];
    if (before === undefined || asked === undefined) throw new Error('broken invariant: states and calls are known');
    const request = this.#machine.values.request(0, 0, asked.operation, asked.arguments);
    const outcome = this.#machine.run(before, { kind: 'operation', request }, surroundings);
    if (outcome.handler === undefined || outcome.failure !== undefined) return undefined;
    const reply = outcome.effects.find((effect) => effect.kind === 'reply');
    if (reply === undefined) return undefined;
    return { state: this.#id(outcome.state), reply: this.#traced(reply.value) };
  }

  #begin(): number {
    const { machine, run } = { machine: this.#machine, run: this.#run };
    const fresh = machine.initialState(0);
    const started = machine.run(fresh, { kind: 'start' }, surroundings).state;
    let state = this.#id(started);
    for (const { key, value } of run.initial) {
      try {
        state = this.#put(state, this.#traced(machine.evaluate(key, [])), this.#traced(machine.evaluate(value, [])));
      } catch (error) {
        if (error instanceof EvaluationError) throw new NoSpecification(error.message);
        throw error;
      }
    }
    return state;
  }

  /** Where the role handles `write`, that is how an object gets its first value; elsewhere the operation that inserts is asked for each element. */
  #put(state: number, key: TraceValue, value: TraceValue): number {
    const each = Array.isArray(value) ? (value as readonly TraceValue[]) : undefined;
    for (const [name, values] of [['write', [value]], ...inserting.map((insert) => [insert, each] as const)] as const) {
      if (!this.#handles(name) || values === undefined) continue;
      return values.reduce<number>((at, part) => {
        const step = this.step(at, this.call(name, [key, part]));
        if (step === undefined) throw new NoSpecification(`\`${this.name}\` cannot hold the initial value of ${valueKey(key)}`);
        return step.state;
      }, state);
    }
    throw new NoSpecification(`\`${this.name}\` has no operation that could give ${valueKey(key)} its initial value ${valueKey(value)}`);
  }

  #handles(name: string): boolean {
    const { program } = this.#context;
    const handlers = program.roles[this.#role]?.handlers ?? [];
    return handlers.some(({ on }) => on.kind === 'operation' && program.operations[on.operation]?.name === name);
  }

  #id(state: LocalState): number {
    const known = this.#ids.get(state);
    if (known !== undefined) return known;
    const id = this.#states.push(state) - 1;
    this.#ids.set(state, id);
    return id;
  }

  #value(value: TraceValue): Value {
    return fromTraceValue(this.#context.program, this.#context.run, this.#machine.values, value);
  }
  #traced(value: Value): TraceValue {
    return toTraceValue(this.#context.program, this.#context.run, value);
  }
}

/** So that a state and a call make one exact number. */
const mostCalls = 2 ** 24;

const inserting = ['append', 'enqueue', 'push', 'add'] as const;

/** A specification neither reads the clock nor leaves anything to chance: the checker saw to that. */
const surroundings = { now: 0, choose: () => 0 };

function couldReply({ reply }: WayThrough, said: TraceValue | undefined): boolean {
  if (reply === undefined) return false;
  if (said === undefined) return true;
  const constant = reply === null ? null : reply.kind === 'constant' ? reply.value : undefined;
  return constant === undefined || constant === said;
}
