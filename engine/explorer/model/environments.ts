/**
 * The interned circumstances that belong to no node alone: pauses, recoveries to come, partition, what rules and message faults have counted, how long the
 * network does not keep its bound yet.
 */
import type { MessageFault, Rule } from '../../../grammar/semantics/program.ts';
import { worldKey } from '../../world/key.ts';
import { crossesPartition } from '../../world/network.ts';
import type { Bounds, System, World } from '../../world/world.ts';

export type Environment = Pick<
  World,
  'paused' | 'resuming' | 'suspended' | 'recovering' | 'partition' | 'healing' | 'ruleMatches' | 'faultMatches'
> & {
  /** As in the world's `bounds`; absent where there is no time. */
  readonly untilMs?: number;
  /** The run ended here by this failure, a number of the explorer's own; such a state has no successors. */
  readonly failed?: number;
};

/** What a step did to the environment, as far as it is the same for every environment that looks alike to the acting node. Time is none of it. */
interface Change {
  readonly flags: readonly (readonly [field: 'paused' | 'resuming' | 'recovering', node: number, value: boolean])[];
  readonly counts: readonly (readonly [field: 'ruleMatches' | 'faultMatches', index: number, value: number])[];
  readonly suspended: readonly (readonly [node: number, rest: World['suspended'][number] | undefined])[];
  readonly partition?: Pick<World, 'partition' | 'healing'>;
  readonly failed?: number;
}

export class Environments {
  readonly #system: System;
  readonly #environments: Environment[] = [];
  readonly #ids = new Map<string, number>();
  readonly #changes: Change[] = [];
  readonly #changeIds = new Map<string, number>();
  /** By node: views by their key, and an environment that shows each. */
  readonly #views: { readonly ids: Map<string, number>; readonly examples: Environment[] }[];

  constructor(system: System) {
    this.#system = system;
    this.#views = system.run.nodes.map(() => ({ ids: new Map<string, number>(), examples: [] }));
    // Number 0 changes nothing, so that "no change" is told without a look-up.
    this.#changeIds.set(this.#changeKey(NO_CHANGE), 0);
    this.#changes.push(NO_CHANGE);
  }

  get size(): number {
    return this.#environments.length;
  }

  /** How many changes have numbers. */
  get changes(): number {
    return this.#changes.length;
  }
  /** How many views of that node have numbers. */
  views(node: number): number {
    return this.#views[node]?.examples.length ?? 0;
  }

  id(environment: Environment): number {
    const key = this.#key(environment);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#environments.push(environment) - 1;
    this.#ids.set(key, id);
    return id;
  }

  get(id: number): Environment {
    const environment = this.#environments[id];
    if (environment === undefined) throw new Error(`no environment ${id}`);
    return environment;
  }

  /**
   * What of the environment a step of `node` can depend on while no rule acts, as a number: its pause and its recovery, whom the partition cuts
   * it off from, until when what it sends may be late, and the counts of those rules and message faults that its steps can still match (whose patterns read no node's state: the checker
   * saw to that). Condition rules are not among them: they are judged by the state after the step.
   */
  view(node: number, environment: number): number {
    const views = this.#views[node];
    if (views === undefined) throw new Error(`no node ${node}`);
    const key = this.#viewKey(node, this.get(environment));
    const known = views.ids.get(key);
    if (known !== undefined) return known;
    const id = views.examples.push(this.#withoutConditions(this.get(environment))) - 1;
    views.ids.set(key, id);
    return id;
  }

  /** An environment that looks so to the node, every condition rule in it having acted. */
  example(node: number, view: number): Environment {
    const example = this.#views[node]?.examples[view];
    if (example === undefined) throw new Error(`no view ${view} of node ${node}`);
    return example;
  }

  /** The number of what leads from one to the other. */
  change(before: Environment, after: Environment): number {
    if (isUntouched(before, after)) return 0;
    const change = difference(before, after);
    const key = this.#changeKey(change);
    const known = this.#changeIds.get(key);
    if (known !== undefined) return known;
    const id = this.#changes.push(change) - 1;
    this.#changeIds.set(key, id);
    return id;
  }

  /** The environment that the change makes of this one. */
  changed(environment: number, change: number): number {
    const what = this.#changes[change];
    if (what === undefined) throw new Error(`no change ${change}`);
    return this.id(applied(this.get(environment), what));
  }

  /** The environment after so much time. */
  later(environment: number, ms: number): number {
    const { untilMs = 0, ...rest } = this.get(environment);
    return this.id({ ...rest, untilMs: Math.max(0, untilMs - ms) });
  }

  /** Condition rules that have not acted. */
  pendingConditions(environment: number): readonly number[] {
    const { ruleMatches } = this.get(environment);
    return this.#system.run.rules.flatMap((rule, i) => (rule.trigger.kind === 'condition' && ruleMatches[i] === 0 ? [i] : []));
  }

  #withoutConditions(environment: Environment): Environment {
    const { rules } = this.#system.run;
    return { ...environment, ruleMatches: environment.ruleMatches.map((count, i) => (rules[i]?.trigger.kind === 'condition' ? 1 : count)) };
  }

  #key(environment: Environment): string {
    return `${environment.failed ?? ''}!${environment.untilMs ?? ''}!${worldKey(this.#system, bareWorld(environment))}`;
  }

  #changeKey(change: Change): string {
    const suspended = change.suspended.map(([node, rest]) => [
      node,
      rest === undefined ? '' : worldKey(this.#system, bareWorld({ ...CALM, suspended: [rest] })),
    ]);
    return JSON.stringify([change.flags, change.counts, suspended, change.partition ?? null, change.failed ?? null]);
  }

  #viewKey(node: number, environment: Environment): string {
    const { run } = this.#system;
    const { paused, resuming, recovering, suspended, ruleMatches, faultMatches, untilMs = 0 } = environment;
    const rest = suspended.filter((one) => one.node === node);
    return JSON.stringify([
      paused[node],
      resuming[node],
      recovering[node],
      untilMs,
      rest.length === 0 ? '' : worldKey(this.#system, bareWorld({ ...CALM, suspended: rest })),
      run.nodes.map((_, other) => (crossesPartition(environment, node, other) ? 1 : 0)).join(''),
      run.rules.map((rule, i) => (isAbout(rule, node) && (ruleMatches[i] as number) < ordinalOf(rule) ? ruleMatches[i] : 'x')),
      run.messageFaults.map((fault, i) => (countsFor(fault, node, faultMatches[i] as number) ? faultMatches[i] : 'x')),
    ]);
  }
}

/** The match at which the rule acts. */
export function ordinalOf({ trigger }: Rule): number {
  return trigger.kind === 'condition' ? 1 : trigger.ordinal;
}

function isAbout({ trigger }: Rule, node: number): boolean {
  return trigger.kind !== 'condition' && trigger.nodes.includes(node);
}

function countsFor({ ordinal, match }: MessageFault, sender: number, seen: number): boolean {
  return ordinal !== undefined && seen < ordinal && (match.from === undefined || match.from.includes(sender));
}

const NO_CHANGE: Change = { flags: [], counts: [], suspended: [] };
const CALM: Environment = {
  paused: [],
  resuming: [],
  suspended: [],
  recovering: [],
  healing: false,
  ruleMatches: [],
  faultMatches: [],
};

/** The environment of a world, and nothing else of it. */
export function environmentOf(world: World): Environment {
  const { paused, resuming, suspended, recovering, partition, healing, ruleMatches, faultMatches, bounds } = world;
  return {
    paused,
    resuming,
    suspended,
    recovering,
    ...(partition && { partition }),
    healing,
    ruleMatches,
    faultMatches,
    ...(bounds && { untilMs: bounds.untilMs }),
  };
}

/** A world's part that an environment is. `timers`: those that are bound in it. */
export function worldPart(environment: Environment, timers: Bounds['timers'] = []): Environment & Pick<World, 'bounds'> {
  const { untilMs } = environment;
  return untilMs === undefined ? environment : { ...environment, bounds: { untilMs, timers } };
}

/** The timers of that node that are bound. */
export function timersOf({ bounds }: World, node: number): Bounds['timers'] {
  return bounds?.timers.filter((timer) => timer.node === node) ?? [];
}

function bareWorld(environment: Environment): World {
  return { ...environment, nodes: [], clients: [], asked: [], givenUp: [], inFlight: [], nextFlight: 0, budgets: [], timerBudgets: [] };
}

/** Steps leave what they do not change the same object, so most are told by a glance. */
function isUntouched(before: Environment, after: Environment): boolean {
  return (
    before.paused === after.paused &&
    before.resuming === after.resuming &&
    before.suspended === after.suspended &&
    before.recovering === after.recovering &&
    before.partition === after.partition &&
    before.healing === after.healing &&
    before.ruleMatches === after.ruleMatches &&
    before.faultMatches === after.faultMatches &&
    before.failed === after.failed
  );
}

function difference(before: Environment, after: Environment): Change {
  const flags = (['paused', 'resuming', 'recovering'] as const).flatMap((field) =>
    after[field].flatMap((value, node) => (value === before[field][node] ? [] : [[field, node, value] as const])),
  );
  const counts = (['ruleMatches', 'faultMatches'] as const).flatMap((field) =>
    after[field].flatMap((value, index) => (value === before[field][index] ? [] : [[field, index, value] as const])),
  );
  const restOf = (environment: Environment, node: number) => environment.suspended.find((one) => one.node === node);
  const suspended = before.paused.flatMap((_, node) => {
    const rest = restOf(after, node);
    return rest === restOf(before, node) ? [] : [[node, rest] as const];
  });
  const moved = before.partition !== after.partition || before.healing !== after.healing;
  const partition = { ...(after.partition && { partition: after.partition }), healing: after.healing };
  return { flags, counts, suspended, ...(moved && { partition }), ...(after.failed !== undefined && { failed: after.failed }) };
}

function applied(environment: Environment, change: Change): Environment {
  const { partition, ...rest } = environment;
  const next = {
    ...rest,
    paused: [...environment.paused],
    resuming: [...environment.resuming],
    recovering: [...environment.recovering],
    ruleMatches: [...environment.ruleMatches],
    faultMatches: [...environment.faultMatches],
    suspended: [...environment.suspended],
    ...(change.failed !== undefined && { failed: change.failed }),
    ...(change.partition ?? (partition && { partition })),
  };
  for (const [field, node, value] of change.flags) next[field][node] = value;
  for (const [field, index, value] of change.counts) next[field][index] = value;
  for (const [node, suspended] of change.suspended) {
    next.suspended = next.suspended.filter((one) => one.node !== node);
    if (suspended !== undefined) next.suspended.push(suspended);
  }
  next.suspended.sort((a, b) => a.node - b.node);
  return next;
}
