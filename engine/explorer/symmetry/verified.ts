/**
 * Symmetry is checked while it is made use of: whatever a handler or a monitor is asked for the first time it is asked again about other nodes, and must
 * answer the same about these. The permutation is another one each time, so what depends on who is who is found out soon.
 */
import type { Monitor } from '../../checkers/property.ts';
import type { Effect, Input, LocalState, Machine, Outcome } from '../../program/machine.ts';
import { type Renaming, renamedTimer, renamedValue, renamedValues } from '../../program/renaming.ts';
import type { Value, ValueStore } from '../../program/values.ts';
import { withRun } from '../../program/with-run.ts';
import { timerKey, valueKey } from '../../world/key.ts';
import type { Flight, Happening, System } from '../../world/world.ts';
import { Asymmetry, type Group } from './group.ts';

/** The system with a machine that throws `Asymmetry` where a handler tells interchangeable nodes apart. */
export function verifiedSystem(system: System, group: Group): System {
  const { machine } = system;
  const verified = new Map<LocalState, Set<string>>();
  const run: Machine['run'] = (state, input, surroundings) => {
    const inputs = verified.get(state) ?? new Set<string>();
    verified.set(state, inputs);
    const key = inputKey(input);
    if (!inputs.has(key)) {
      inputs.add(key);
      verifyHandler(machine, group.sample(), state, input);
    }
    return machine.run(state, input, surroundings);
  };
  return { ...system, machine: withRun(machine, run) };
}

function verifyHandler(machine: Machine, to: Renaming, state: LocalState, input: Input): void {
  const here = machine.runAll(state, input).map((outcome) => outcomeText(machine, outcome, to));
  const there = machine
    .runAll(machine.renamed(state, to), renamedInput(machine.values, input, to))
    .map((outcome) => outcomeText(machine, outcome));
  if (here.sort().join('\n') !== there.sort().join('\n')) {
    throw new Asymmetry(`${machine.names.node(state.node)} and nodes like it do not do alike`);
  }
}

function renamedInput(values: ValueStore, input: Input, to: Renaming): Input {
  switch (input.kind) {
    case 'message':
      return { ...input, from: to[input.from] as number, arguments: renamedValues(values, input.arguments, to) };
    case 'timeout':
      return { kind: 'timeout', ...renamedTimer(values, input, to) };
    default:
      return input;
  }
}

function inputKey(input: Input): string {
  switch (input.kind) {
    case 'message':
      return `${input.from}.${input.message}(${input.arguments.map(valueKey)})`;
    case 'timeout':
      return timerKey(input);
    default:
      return input.kind;
  }
}

/** All that matters of an outcome, its nodes renamed. The order in which one statement sends to several nodes does not. */
function outcomeText(machine: Machine, { handler, state, effects, failure }: Outcome, to?: Renaming): string {
  const parts: string[] = [];
  for (let at = 0; at < effects.length; ) {
    const end = endOfRun(effects, at);
    const texts = effects.slice(at, end).map((effect) => effectText(machine.values, effect, to));
    parts.push(...texts.sort());
    at = end;
  }
  const after = to === undefined ? state : machine.renamed(state, to);
  const failed = failure === undefined ? '' : `${failure.kind} ${failure.place.file} ${failure.place.start}`;
  return [handler ?? '', after.id, failed, ...parts].join(' ');
}

/** Sends of one statement that follow each other directly end before this index; any other effect stands alone. */
export function endOfRun(effects: readonly Effect[], begin: number): number {
  const first = effects[begin];
  const belongs = (effect: Effect | undefined): boolean =>
    effect?.kind === 'send' && effect.place.start === first?.place.start && effect.place.file === first.place.file;
  let end = begin + 1;
  while (first?.kind === 'send' && belongs(effects[end])) end++;
  return end;
}

function effectText(values: ValueStore, effect: Effect, to?: Renaming): string {
  const args =
    'arguments' in effect ? (to === undefined ? effect.arguments : renamedValues(values, effect.arguments, to)).map(valueKey) : [];
  switch (effect.kind) {
    case 'send':
      return `send ${to === undefined ? effect.to : to[effect.to]} ${effect.message}(${args})`;
    case 'event':
      return `event ${effect.event}(${args})`;
    case 'arm':
      return `arm ${effect.timer}(${args}) ${effect.earliest}..${effect.latest}`;
    case 'cancel':
      return `cancel ${effect.timer}(${args})`;
    default:
      return effect.kind;
  }
}

/** The monitor, throwing `Asymmetry` where it tells interchangeable nodes apart. */
export function verifiedMonitor(monitor: Monitor, values: ValueStore, group: Group): Monitor {
  for (const generator of group.generators()) {
    if (renamedValue(values, monitor.initial, generator) !== monitor.initial)
      throw new Asymmetry('a property begins with nodes told apart');
  }
  const verify = (state: Value, happening: Happening, next: Value | 'violated'): void => {
    const to = group.sample();
    const there = monitor.next(renamedValue(values, state, to), renamedHappening(values, happening, to));
    if (there !== (next === 'violated' ? next : renamedValue(values, next, to))) throw new Asymmetry('a property tells nodes apart');
  };
  return {
    initial: monitor.initial,
    reads: (happening) => monitor.reads(happening),
    next: (state, happening) => {
      const next = monitor.next(state, happening);
      verify(state, happening, next);
      return next;
    },
  };
}

function renamedHappening(values: ValueStore, happening: Happening, to: Renaming): Happening {
  const flight = (one: Flight): Flight => ({
    ...one,
    from: to[one.from] as number,
    to: to[one.to] as number,
    arguments: renamedValues(values, one.arguments, to),
  });
  return {
    ...happening,
    ...('node' in happening && { node: to[happening.node] as number }),
    ...('flight' in happening && { flight: flight(happening.flight) }),
    ...('copy' in happening && { copy: flight(happening.copy) }),
    ...('arguments' in happening && { arguments: renamedValues(values, happening.arguments, to) }),
    ...('groups' in happening && { groups: happening.groups.map((nodes) => nodes.map((node) => to[node] as number)) }),
  } as Happening;
}
