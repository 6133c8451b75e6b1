/** Which step of a world a scheduled step means. */
import type { FaultAction, MessageMatch, ScheduleStep } from '../../grammar/semantics/program.ts';
import { EvaluationError } from '../program/errors.ts';
import { at } from '../world/at.ts';
import { enabled, mayFire } from '../world/enabled.ts';
import { contentKey } from '../world/key.ts';
import { matchesArguments, matchesMessage, timerName } from '../world/match.ts';
import type { Action, Flight, System, World } from '../world/world.ts';
import { clientError } from './client-error.ts';
import { amongText, callOf, flightText, matchText } from './words.ts';

export type Chosen = { readonly action: Action } | { readonly error: string };

type Of<K extends ScheduleStep['kind']> = Extract<ScheduleStep, { readonly kind: K }>;

/** The action, or why there is none: what is possible instead, or what it could all mean. */
export function chooseAction(system: System, world: World, scheduled: ScheduleStep): Chosen {
  try {
    return choose(system, world, scheduled);
  } catch (error) {
    // An argument of the step's pattern could not be computed.
    if (error instanceof EvaluationError) return { error: error.message };
    throw error;
  }
}

function choose(system: System, world: World, scheduled: ScheduleStep): Chosen {
  switch (scheduled.kind) {
    case 'deliver':
    case 'lose':
    case 'duplicate':
      return chooseMessage(system, world, scheduled.kind, scheduled.match, scheduled.place);
    case 'fire':
      return chooseTimer(system, world, scheduled);
    case 'invoke':
    case 'handle':
    case 'return':
    case 'timeout':
      return chooseOperation(system, world, scheduled.kind, scheduled.client);
    default:
      return chooseFault(system, world, scheduled);
  }
}

function chooseMessage(
  system: System,
  world: World,
  kind: 'deliver' | 'lose' | 'duplicate',
  match: MessageMatch,
  place: Action['place'],
): Chosen {
  const wanted = matchText(system, world, match);
  const matching = distinct(world.inFlight.filter((flight) => matchesMessage(system, world.nodes, match, flight)));
  const [flight, ...others] = matching;
  if (flight === undefined) {
    const inFlight = distinct(world.inFlight).map((other) => flightText(system, other));
    return { error: `\`${wanted}\` is not in flight here; ${inFlight.length === 0 ? 'nothing is' : `in flight: ${amongText(inFlight)}`}` };
  }
  if (others.length > 0) {
    const meant = amongText(matching.map((other) => flightText(system, other)));
    return { error: `\`${wanted}\` can mean several messages here: ${meant}; say which one, by \`from\`, \`to\` or its arguments` };
  }
  if (kind !== 'deliver') return { action: { kind, flight: flight.id, ...(place && { place }) } };
  const delivery = enabled(system, world).find(
    (action) => action.kind === 'deliver' && contentKey(flightOf(world, action.flight)) === contentKey(flight),
  );
  if (delivery) return { action: delivery };
  const receiver = system.machine.names.node(flight.to);
  if (at(world.paused, flight.to)) return { error: `\`${wanted}\` cannot be delivered here: ${receiver} is paused` };
  const older = world.inFlight.find(({ from, to }) => from === flight.from && to === flight.to);
  const before = older === undefined ? '' : ` and \`${flightText(system, older)}\` comes before it`;
  return { error: `\`${wanted}\` cannot be delivered here: the network keeps the order${before}` };
}

function chooseTimer(system: System, world: World, { timer, arguments: args, nodes }: Of<'fire'>): Chosen {
  const { names } = system.machine;
  const armed = world.nodes.flatMap((state, node) => (state.up ? state.timers.map((one) => ({ node, ...one })) : []));
  const matching = armed.filter(
    (one) =>
      nodes.includes(one.node) &&
      timerName(system, one.node, one.timer) === timer &&
      matchesArguments(system, world.nodes, args, one.arguments),
  );
  const text = (one: (typeof armed)[number]) => `${names.timer(one.node, one)} at ${names.node(one.node)}`;
  const where = nodes.length === system.run.nodes.length ? '' : ` at ${nodes.map((node) => names.node(node)).join(' or ')}`;
  const wanted = callOf(system, world, timer, args);
  const [only, ...others] = matching;
  if (only === undefined) {
    const possible = armed.map(text);
    return { error: `\`${wanted}\` is not armed${where} here; ${possible.length === 0 ? 'no timer is' : `armed: ${amongText(possible)}`}` };
  }
  if (others.length > 0) return { error: `\`${wanted}\` can mean several timers here: ${amongText(matching.map(text))}; say which one` };
  if (at(world.paused, only.node)) return { error: `\`${wanted}\` cannot fire here: ${names.node(only.node)} is paused` };
  if (!mayFire(system, world, only.node, only.timer)) {
    return { error: `\`${text(only)}\` cannot fire here: the budget of its timeouts (\`up to … timeout\`) is used up` };
  }
  return { action: { kind: 'fire', node: only.node, timer: only.timer, arguments: only.arguments } };
}

function chooseOperation(system: System, world: World, step: 'invoke' | 'handle' | 'return' | 'timeout', client: number): Chosen {
  const wanted = step === 'timeout' ? 'giveUp' : step;
  const action = enabled(system, world).find((candidate) =>
    candidate.kind === 'handle'
      ? wanted === 'handle' && candidate.request.client === client
      : candidate.kind === wanted && 'client' in candidate && candidate.client === client,
  );
  return action ? { action } : { error: clientError(system, world, step, client) };
}

/** A fault needs no budget here, but something to strike. */
function chooseFault(system: System, world: World, action: FaultAction): Chosen {
  const name = 'node' in action ? system.machine.names.node(action.node) : '';
  const isUp = 'node' in action && at(world.nodes, action.node).up;
  const isPaused = 'node' in action && at(world.paused, action.node);
  switch (action.kind) {
    case 'crash':
      return isUp ? { action } : { error: `${name} cannot crash here: it is down already` };
    case 'recover':
      return isUp ? { error: `${name} cannot recover here: it is up` } : { action };
    case 'pause':
      if (!isUp) return { error: `${name} cannot be paused here: it is down` };
      return isPaused ? { error: `${name} is paused already` } : { action };
    case 'resume':
      return isPaused ? { action } : { error: `${name} cannot resume here: it is not paused` };
    case 'heal':
      return world.partition === undefined ? { error: 'the network cannot heal here: it is not split' } : { action };
    default:
      return { action };
  }
}

/** One of each content. */
function distinct(flights: readonly Flight[]): readonly Flight[] {
  return [...new Map(flights.toReversed().map((flight) => [contentKey(flight), flight])).values()].reverse();
}

function flightOf(world: World, id: number): Flight {
  const flight = world.inFlight.find((candidate) => candidate.id === id);
  if (flight === undefined) throw new Error(`message ${id} is not in flight`);
  return flight;
}
