/** Clients' operations: asked, handled, answered, returned or given up; and the scripts that run on in between. */
import type { Place } from '../../grammar/syntax/range.ts';
import type { Asking, Effect, LocalState, ScriptRun } from '../program/machine.ts';
import { requestsIn } from '../program/requests.ts';
import type { RequestValue } from '../program/values.ts';
import { at } from './at.ts';
import { type Draft, pick, StepFailed, setOf } from './draft.ts';
import type { Suspended } from './world.ts';

/** All nodes have started: the scripts run to where they first have to wait. */
export function beginScripts(draft: Draft): void {
  draft.world.clients.forEach(({ phase }, client) => {
    if (phase.kind === 'new') wake(draft, client);
  });
}

/** The script goes on after its start, a `sleep` or a `wait until`. */
export function wake(draft: Draft, client: number): void {
  run(draft, client, draft.system.machine.scripts.goOn(at(draft.world.clients, client), surroundings(draft)));
}

/** Scripts that wait for the end of another go on as soon as it has ended. */
export function proceed(draft: Draft): void {
  const { clients } = draft.world;
  const freed = clients.findIndex(({ phase }) => phase.kind === 'awaiting' && at(clients, phase.client).phase.kind === 'ended');
  if (freed < 0) return;
  wake(draft, freed);
  proceed(draft);
}

export function invoke(draft: Draft, client: number, place?: Place): void {
  const { scripts } = draft.system.machine;
  const state = at(draft.world.clients, client);
  if (state.phase.kind !== 'ready') throw new Error(`client ${client} asks nothing now`);
  const { state: waiting, asking } = scripts.invoked(state, freeNumber(draft, client));
  const shown = place ?? scripts.placeOf(state);
  draft.happenings.push({ kind: 'invoke', client, request: asking.request, node: asking.node, place: shown });
  setOf(draft, 'clients', client, waiting);
  draft.world.asked = [...draft.world.asked, asking];
}

/**
 * The least number that no earlier request of the client has which is still about: waits to be handled, is given up, or is kept by some node or message.
 * So a client that asks for ever does so in finitely many states, unless the nodes remember all that it ever asked.
 */
function freeNumber({ system, world }: Draft, client: number): number {
  const about = new Set<RequestValue>(world.givenUp);
  for (const { request } of world.asked) about.add(request);
  if (system.machine.scripts.requestsAreKept) {
    for (const state of world.nodes) keptByNode(state, about);
    for (const { arguments: args } of world.inFlight) requestsIn(args, about);
    for (const rest of world.suspended) keptByRest(rest, about);
  }
  const taken = new Set([...about].flatMap((request) => (request.client === client ? [request.sequence] : [])));
  let number = 0;
  while (taken.has(number)) number++;
  return number;
}

/** Adds the requests that a node's state has. */
export function keptByNode({ variables, disk, timers }: LocalState, about: Set<RequestValue>): void {
  requestsIn(variables, about);
  if (disk) requestsIn(disk, about);
  for (const timer of timers) requestsIn(timer.arguments, about);
}

/** Adds the requests that the rest of an interrupted handler is still to do something with. */
export function keptByRest({ outcome, next }: Suspended, about: Set<RequestValue>): void {
  for (const effect of outcome.effects.slice(next)) {
    if (effect.kind === 'reply') about.add(effect.request);
    else if ('arguments' in effect) requestsIn(effect.arguments, about);
  }
}

/** Takes an operation off those that wait to be handled. */
export function takeAsked(draft: Draft, request: RequestValue): Asking {
  const asking = draft.world.asked.find((candidate) => candidate.request === request);
  if (asking === undefined) throw new Error(`operation ${request.sequence} of client ${request.client} does not wait to be handled`);
  if (!at(draft.world.nodes, asking.node).up || at(draft.world.paused, asking.node))
    throw new Error(`node ${asking.node} is down or paused: it handles nothing`);
  draft.world.asked = draft.world.asked.filter((candidate) => candidate !== asking);
  return asking;
}

/** The node has replied. To a client that has given the operation up the reply does not come any more. */
export function answered(draft: Draft, node: number, { request, value, place }: Extract<Effect, { kind: 'reply' }>): void {
  const state = draft.world.clients[request.client];
  if (state === undefined) return;
  if (state.phase.kind === 'waiting' && state.phase.request === request) {
    setOf(draft, 'clients', request.client, draft.system.machine.scripts.replied(state, value));
    return;
  }
  const open = draft.world.givenUp.filter((candidate) => candidate !== request);
  if (open.length === draft.world.givenUp.length) {
    const message = `a second reply: ${draft.system.machine.names.value(request)} has been answered already`;
    throw new StepFailed({ kind: 'error', place, message, node });
  }
  draft.world.givenUp = open;
}

export function returnTo(draft: Draft, client: number, place?: Place): void {
  const { scripts } = draft.system.machine;
  const state = at(draft.world.clients, client);
  if (state.phase.kind !== 'replied') throw new Error(`client ${client} has got no reply`);
  const { request, value } = state.phase;
  draft.happenings.push({ kind: 'return', client, request, value, place: place ?? scripts.placeOf(state) });
  run(draft, client, scripts.returned(state, surroundings(draft)));
}

export function giveUp(draft: Draft, client: number, place?: Place): void {
  const { machine } = draft.system;
  const state = at(draft.world.clients, client);
  if (state.phase.kind !== 'waiting' && state.phase.kind !== 'replied') throw new Error(`client ${client} waits for no reply`);
  const { kind, request } = state.phase;
  draft.happenings.push({ kind: 'giveUp', client, request, place: place ?? machine.scripts.placeOf(state) });
  if (kind === 'waiting') draft.world.givenUp = [...draft.world.givenUp, request].sort((a, b) => machine.values.compare(a, b));
  run(draft, client, machine.scripts.gaveUp(state, surroundings(draft)));
}

function surroundings(draft: Draft) {
  return { choose: (count: number) => pick(draft, count), timed: draft.surroundings.timed ?? false };
}

function run(draft: Draft, client: number, { state, failure }: ScriptRun): void {
  if (failure) throw new StepFailed({ ...failure, client });
  setOf(draft, 'clients', client, state);
}
