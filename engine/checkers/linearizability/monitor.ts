/**
 * Linearizability as an automaton: the set of configurations that are still possible. A configuration is a state of the specification, with the replies of the
 * pending operations that have taken effect in it, and the operations given up by their clients that still may. Nothing takes effect before it
 * must: when a client gets its reply, each configuration is extended until that operation has taken effect with that reply.
 *
 * States are numbers: canonical texts of the sets, numbered as they are met.
 */

import type { RequestValue, Value } from '../../program/values.ts';
import { toTraceValue, valueKey } from '../../trace/values.ts';
import type { Happening } from '../../world/world.ts';
import type { Monitor, PropertyContext } from '../property.ts';
import { NoSpecification, type RoleSpecification } from './specification/role.ts';

interface Configuration {
  readonly spec: number;
  /** By client, the reply that its pending operation will get. In the order of clients. */
  readonly taken: readonly (readonly [client: number, reply: string])[];
  /** Calls that were given up and have not taken effect, in order. */
  readonly open: readonly number[];
}
interface Known {
  /** By client, its pending call. In the order of clients. */
  readonly pending: readonly (readonly [client: number, call: number])[];
  readonly configurations: readonly Configuration[];
}
interface Unknown {
  readonly undecided: string;
}

/** A set that grows beyond this is no longer followed. */
const mostConfigurations = 20_000;

export class LinearizabilityMonitor implements Monitor {
  readonly initial: Value;
  readonly #context: PropertyContext;
  readonly #role: RoleSpecification;
  readonly #states: (Known | Unknown)[] = [];
  readonly #ids = new Map<string, number>();

  constructor(context: PropertyContext, role: RoleSpecification) {
    this.#context = context;
    this.#role = role;
    this.initial = this.#id({ pending: [], configurations: [{ spec: role.initial, taken: [], open: [] }] });
  }

  reads({ kind }: Happening): boolean {
    return kind === 'invoke' || kind === 'return' || kind === 'giveUp';
  }

  undecided(state: Value): string | undefined {
    const known = this.#states[Number(state)];
    return known !== undefined && 'undecided' in known ? known.undecided : undefined;
  }

  next(state: Value, happening: Happening): Value | 'violated' {
    const known = this.#states[Number(state)];
    if (known === undefined) throw new Error(`no state ${String(state)} of the monitor`);
    if ('undecided' in known) return state;
    try {
      switch (happening.kind) {
        case 'invoke':
          return this.#id({ ...known, pending: inOrder([...known.pending, [happening.client, this.#call(happening.request)]]) });
        case 'return':
          return this.#return(known, happening.client, this.#reply(happening.value));
        case 'giveUp':
          return this.#id(this.#giveUp(known, happening.client));
        default:
          return state;
      }
    } catch (error) {
      if (error instanceof NoSpecification) return this.#id({ undecided: error.message });
      throw error;
    }
  }

  #call(request: RequestValue): number {
    const { program, run } = this.#context;
    const name = program.operations[request.operation]?.name ?? '';
    return this.#role.call(
      name,
      request.arguments.map((value) => toTraceValue(program, run, value)),
    );
  }

  #reply(value: Value): string {
    return valueKey(toTraceValue(this.#context.program, this.#context.run, value));
  }

  #return(known: Known, client: number, reply: string): Value | 'violated' {
    const done: Configuration[] = [];
    const seen = new Set<string>();
    const queue = [...known.configurations];
    for (const configuration of queue) {
      const taken = configuration.taken.find(([other]) => other === client);
      if (taken !== undefined) {
        if (taken[1] === reply) done.push({ ...configuration, taken: configuration.taken.filter((other) => other !== taken) });
        continue;
      }
      for (const next of this.#extensions(known, configuration)) {
        const key = keyOf(next);
        if (seen.has(key)) continue;
        seen.add(key);
        queue.push(next);
      }
      if (queue.length > mostConfigurations)
        return this.#id({ undecided: `more than ${mostConfigurations.toLocaleString('en-US')} ways to order what is pending` });
    }
    if (done.length === 0) return 'violated';
    return this.#id({ pending: known.pending.filter(([other]) => other !== client), configurations: minimal(done) });
  }

  /** One more pending or given up operation takes effect. */
  #extensions({ pending }: Known, { spec, taken, open }: Configuration): readonly Configuration[] {
    const byClients = pending.flatMap(([client, call]): Configuration[] => {
      const step = taken.some(([other]) => other === client) ? undefined : this.#role.step(spec, call);
      return step === undefined ? [] : [{ spec: step.state, taken: inOrder([...taken, [client, valueKey(step.reply)]]), open }];
    });
    const byNobody = open.flatMap((call, index): Configuration[] => {
      const step = open.indexOf(call) === index ? this.#role.step(spec, call) : undefined;
      return step === undefined || step.state === spec ? [] : [{ spec: step.state, taken, open: open.toSpliced(index, 1) }];
    });
    return [...byClients, ...byNobody];
  }

  #giveUp({ pending, configurations }: Known, client: number): Known {
    const call = pending.find(([other]) => other === client)?.[1];
    const left = configurations.map(({ spec, taken, open }): Configuration => {
      const without = taken.filter(([other]) => other !== client);
      const stays = call !== undefined && without.length === taken.length;
      return { spec, taken: without, open: stays ? [...open, call].sort((a, b) => a - b) : open };
    });
    return { pending: pending.filter(([other]) => other !== client), configurations: minimal(left) };
  }

  #id(state: Known | Unknown): number {
    const text =
      'undecided' in state ? state.undecided : `${JSON.stringify(state.pending)} ${state.configurations.map(keyOf).sort().join(' ')}`;
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const id = this.#states.push(state) - 1;
    this.#ids.set(text, id);
    return id;
  }
}

function inOrder<T>(entries: readonly (readonly [number, T])[]): readonly (readonly [number, T])[] {
  return entries.toSorted(([a], [b]) => a - b);
}

function keyOf({ spec, taken, open }: Configuration): string {
  return JSON.stringify([spec, taken, open]);
}

/** Without those that another one makes superfluous: alike, with more of the operations that were given up still to be had. */
function minimal(configurations: readonly Configuration[]): readonly Configuration[] {
  const alike = Map.groupBy(configurations, ({ spec, taken }) => JSON.stringify([spec, taken]));
  return [...alike.values()].flatMap((group) =>
    group.filter(
      (one, index) =>
        !group.some((other, at) => at !== index && includes(other.open, one.open) && (other.open.length > one.open.length || at < index)),
    ),
  );
}

/** Whether a sorted list has all that another has, as often. */
function includes(list: readonly number[], part: readonly number[]): boolean {
  let at = 0;
  for (const value of list) if (value === part[at]) at++;
  return at === part.length;
}
