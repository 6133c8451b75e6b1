/** Handlers and faults at work: the part of a step that can call itself, since a rule at a send may crash, recover or resume any node. */
import type { FaultAction, Rule } from '../../grammar/semantics/program.ts';
import type { Place } from '../../grammar/syntax/range.ts';
import type { Input, LocalState, Outcome } from '../program/machine.ts';
import { at } from './at.ts';
import { bindTimer, releaseTimer } from './bounds.ts';
import { answered } from './clients.ts';
import { type Draft, type Frame, pick, StepFailed, setOf, spendBudget } from './draft.ts';
import { rulesAtMessage } from './rules.ts';
import { send } from './sending.ts';
import type { Happening, World } from './world.ts';

/**
 * Runs the node's handler for `input`. `first` is what happens with the input itself (a receipt, a timeout, ...), told whether a handler took it
 * and where that one's head stands; the handler's effects follow in order.
 */
export function handle(draft: Draft, node: number, input: Input, first: (handler: { ignored: boolean; place?: Place }) => Happening): void {
  const outcome = draft.system.machine.run(at(draft.world.nodes, node), input, {
    now: draft.surroundings.now(node),
    choose: (count) => pick(draft, count),
  });
  const place = headPlace(draft, node, outcome);
  draft.happenings.push(first({ ignored: outcome.handler === undefined, ...(place && { place }) }));
  setOf(draft, 'nodes', node, outcome.state);
  carryOut(draft, { node, outcome, next: 0, happened: false, ended: false }, true);
}

function headPlace(draft: Draft, node: number, outcome: Outcome): Place | undefined {
  if (outcome.handler === undefined) return undefined;
  const role = at(draft.system.program.roles, at(draft.system.run.nodes, node).role);
  return at(role.handlers, outcome.handler).headPlace;
}

/** `asksFirst`: whether rules at a send still are to be asked about the frame's first effect (not so where one of them had suspended it). */
function carryOut(draft: Draft, frame: Frame, asksFirst: boolean): void {
  const { node, outcome } = frame;
  const first = frame.next;
  draft.frames.push(frame);
  for (; frame.next < outcome.effects.length; frame.next++) {
    const effect = at(outcome.effects, frame.next);
    frame.happened = false;
    if (effect.kind === 'send' && (asksFirst || frame.next > first)) {
      const wasPaused = at(draft.world.paused, node);
      const { to, message } = effect;
      const rules = rulesAtMessage(draft, 'sends', node, { from: node, to, message, arguments: effect.arguments });
      for (const rule of rules) obey(draft, rule);
      if (frame.ended) break;
      if (!wasPaused && at(draft.world.paused, node)) {
        suspend(draft, frame);
        break;
      }
    }
    happen(draft, frame);
    frame.happened = true;
    if (effect.kind === 'send') strikeAfterSend(draft, node);
    if (frame.ended) break;
  }
  draft.frames.pop();
  const finished = frame.next === outcome.effects.length && !frame.ended;
  if (finished && outcome.failure) throw new StepFailed({ ...outcome.failure, node });
}

function happen(draft: Draft, { node, outcome, next }: Frame): void {
  const effect = at(outcome.effects, next);
  const { place } = effect;
  switch (effect.kind) {
    case 'send':
      send(draft, node, effect);
      break;
    case 'event':
      draft.happenings.push({ kind: 'event', node, event: effect.event, arguments: effect.arguments, place });
      break;
    case 'arm': {
      const { timer, earliest, latest } = effect;
      draft.happenings.push({ kind: 'arm', node, timer, arguments: effect.arguments, earliest, latest, place });
      bindTimer(draft, node, effect, earliest, latest);
      break;
    }
    case 'cancel':
      draft.happenings.push({ kind: 'cancel', node, timer: effect.timer, arguments: effect.arguments, place });
      releaseTimer(draft, node, effect);
      break;
    case 'reply':
      draft.happenings.push({ kind: 'reply', node, request: effect.request, value: effect.value, place });
      answered(draft, node, effect);
      break;
    case 'sync':
      draft.happenings.push({ kind: 'sync', node, place });
      break;
  }
}

/** A budgeted crash in the middle of a handler: the send has happened, the rest does not. */
function strikeAfterSend(draft: Draft, sender: number): void {
  const strike = draft.surroundings.crashAfterSend;
  if (strike === undefined || draft.sends !== strike.nth || draft.crashStruck) return;
  // The step itself may be what the budget paid for: a crash, after which a rule recovers the node.
  if (at(draft.world.budgets, strike.budget) < 1) return;
  const { fault, place } = at(draft.system.run.budgets, strike.budget);
  if (fault.kind !== 'crash' || !fault.nodes.includes(sender)) return;
  draft.crashStruck = true;
  spendBudget(draft, strike.budget);
  crash(draft, sender, fault.withRecovery, place);
}

function suspend(draft: Draft, { node, outcome, next }: Frame): void {
  draft.world.suspended = [...draft.world.suspended, { node, outcome, next }].sort((a, b) => a.node - b.node);
}

/** Carries out what a `when` rule says, now. */
export function obey(draft: Draft, rule: Rule): void {
  for (const action of rule.actions) act(draft, action);
}

/** A fault that the file asks for. A crash of a node that is down, a recovery of one that is up and the like: nothing happens. */
function act(draft: Draft, action: FaultAction): void {
  switch (action.kind) {
    case 'crash':
      crash(draft, action.node, false, action.place);
      break;
    case 'recover':
      recover(draft, action.node, action.place);
      break;
    case 'partition':
      partition(draft, action.groups, false, action.place);
      break;
    case 'heal':
      heal(draft, action.place);
      break;
    case 'pause':
      pause(draft, action.node, action.durationMs, action.durationMs !== undefined, action.place);
      break;
    case 'resume':
      resume(draft, action.node, action.place);
      break;
    case 'jump':
      jump(draft, action.node, action.byMs, action.place);
      break;
  }
}

/** `willRecover`: it comes back by itself at some later moment. A pause ends with the crash. */
export function crash(draft: Draft, node: number, willRecover: boolean, place?: Place): void {
  const state = at(draft.world.nodes, node);
  if (!state.up) return;
  setOf(draft, 'nodes', node, stateAfterCrash(draft, node, state));
  releaseTimer(draft, node);
  for (const frame of draft.frames) if (frame.node === node) frame.ended = true;
  draft.world.suspended = without(draft.world.suspended, node);
  setOf(draft, 'paused', node, false);
  setOf(draft, 'resuming', node, false);
  setOf(draft, 'recovering', node, willRecover);
  draft.happenings.push({ kind: 'crash', node, ...(place && { place }) });
}

/** In the middle of a handler what it did up to there stands, and only that. */
function stateAfterCrash(draft: Draft, node: number, state: LocalState): LocalState {
  const frame = draft.frames.find((candidate) => candidate.node === node && !candidate.ended);
  if (frame) return frame.happened ? frame.outcome.crashedAfter(frame.next) : frame.outcome.crashedBefore(frame.next);
  const rest = draft.world.suspended.find((candidate) => candidate.node === node);
  return rest ? rest.outcome.crashedBefore(rest.next) : draft.system.machine.crashed(state);
}

/** The node comes back and runs `on recover` at once. */
export function recover(draft: Draft, node: number, place?: Place): void {
  const state = at(draft.world.nodes, node);
  if (state.up) return;
  setOf(draft, 'recovering', node, false);
  setOf(draft, 'nodes', node, draft.system.machine.recovered(state));
  handle(draft, node, { kind: 'recover' }, (handler) => {
    const shown = place ?? handler.place;
    return { kind: 'recover', node, ...(shown && { place: shown }) };
  });
}

/** Replaces the partition that stands, if any. `heals`: at any moment, by itself. */
export function partition(draft: Draft, groups: readonly (readonly number[])[], heals: boolean, place?: Place): void {
  draft.world.partition = draft.world.nodes.map((_, node) => groups.findIndex((group) => group.includes(node)));
  draft.world.healing = heals;
  draft.happenings.push({ kind: 'partition', groups, ...(place && { place }) });
}

export function heal(draft: Draft, place?: Place): void {
  if (draft.world.partition === undefined) return;
  delete draft.world.partition;
  draft.world.healing = false;
  draft.happenings.push({ kind: 'heal', ...(place && { place }) });
}

/** `resumes`: by itself, some time. */
export function pause(draft: Draft, node: number, durationMs: number | undefined, resumes: boolean, place?: Place): void {
  if (!at(draft.world.nodes, node).up || at(draft.world.paused, node)) return;
  setOf(draft, 'paused', node, true);
  setOf(draft, 'resuming', node, resumes);
  draft.happenings.push({ kind: 'pause', node, ...(durationMs !== undefined && { durationMs }), ...(place && { place }) });
}

/** Ends a pause, and with it what a rule had interrupted at a send. */
export function resume(draft: Draft, node: number, place?: Place): void {
  if (!at(draft.world.paused, node)) return;
  setOf(draft, 'paused', node, false);
  setOf(draft, 'resuming', node, false);
  draft.happenings.push({ kind: 'resume', node, ...(place && { place }) });
  const rest = draft.world.suspended.find((candidate) => candidate.node === node);
  if (rest === undefined) return;
  draft.world.suspended = without(draft.world.suspended, node);
  carryOut(draft, { ...rest, happened: false, ended: false }, false);
}

/** Of a clock. Only simulations have clocks; here it is told, no more. */
export function jump(draft: Draft, node: number, byMs: number, place?: Place): void {
  draft.happenings.push({ kind: 'jump', node, byMs, ...(place && { place }) });
}

function without(suspended: World['suspended'], node: number): World['suspended'] {
  return suspended.some((candidate) => candidate.node === node) ? suspended.filter((candidate) => candidate.node !== node) : suspended;
}
