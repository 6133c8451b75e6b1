/** A message's way into the network, and what the scenario's message faults do to it there. */

import type { MessageFault } from '../../grammar/semantics/program.ts';
import type { Effect } from '../program/machine.ts';
import { at } from './at.ts';
import { windowOfSend } from './bounds.ts';
import { type Draft, setOf } from './draft.ts';
import { matchesMessage } from './match.ts';
import { crossesPartition } from './network.ts';
import type { Flight, LossReason } from './world.ts';

/**
 * Sends one message: it is in flight after this, unless a `lose` rule or a partition takes it at once. A message that is lost so is neither
 * duplicated nor delayed.
 */
export function send(draft: Draft, from: number, effect: Extract<Effect, { kind: 'send' }>): void {
  const { to, message } = effect;
  const faults = strikingFaults(draft, from, effect);
  const delayMs = faults.filter(({ kind }) => kind === 'delay').reduce((sum, { byMs }) => sum + (byMs ?? 0), 0);
  const window = windowOfSend(draft, from, to, delayMs);
  const plain: Flight = { id: draft.world.nextFlight++, from, to, message, arguments: effect.arguments };
  const flight = delayMs > 0 || window ? { ...plain, ...(delayMs > 0 && { extraDelayMs: delayMs }), ...(window && { window }) } : plain;
  draft.happenings.push({ kind: 'send', node: from, flight, place: effect.place });
  draft.sends++;

  const loss = faults.find(({ kind }) => kind === 'lose');
  if (loss) {
    draft.happenings.push({ kind: 'lose', flight, reason: 'fault', place: loss.place });
    return;
  }
  if (crossesPartition(draft.world, from, to)) {
    draft.happenings.push({ kind: 'lose', flight, reason: 'partition' });
    return;
  }
  draft.world.inFlight = [...draft.world.inFlight, flight];
  for (const fault of faults) {
    if (fault.kind === 'duplicate') duplicate(draft, flight, fault.place);
  }
}

/** The copy stands right behind its original: for a channel that keeps the order of sending it was sent then. */
export function duplicate(draft: Draft, flight: Flight, place: MessageFault['place'] | undefined): void {
  const { id: _original, ...content } = flight;
  const copy: Flight = { ...content, id: draft.world.nextFlight++ };
  const position = draft.world.inFlight.findIndex(({ id }) => id === flight.id);
  draft.world.inFlight = draft.world.inFlight.toSpliced(position + 1, 0, copy);
  draft.happenings.push({ kind: 'duplicate', flight, copy, ...(place && { place }) });
}

export function lose(draft: Draft, flight: Flight, reason: LossReason, place: MessageFault['place'] | undefined): void {
  takeOut(draft, flight);
  draft.happenings.push({ kind: 'lose', flight, reason, ...(place && { place }) });
}

export function takeOut(draft: Draft, flight: Flight): void {
  draft.world.inFlight = draft.world.inFlight.filter(({ id }) => id !== flight.id);
}

/** Message faults that strike this send: all that match, those with an ordinal only at that match. */
function strikingFaults(
  draft: Draft,
  from: number,
  { to, message, arguments: args }: Omit<Flight, 'id' | 'from'>,
): readonly MessageFault[] {
  const { messageFaults } = draft.system.run;
  if (messageFaults.length === 0) return messageFaults;
  const flight = { from, to, message, arguments: args };
  return messageFaults.filter((fault, i) => {
    const seen = at(draft.world.faultMatches, i);
    if (fault.ordinal !== undefined && seen >= fault.ordinal) return false;
    if (!matchesMessage(draft.system, draft.world.nodes, fault.match, flight)) return false;
    if (fault.ordinal === undefined) return true;
    setOf(draft, 'faultMatches', i, seen + 1);
    return seen + 1 === fault.ordinal;
  });
}
