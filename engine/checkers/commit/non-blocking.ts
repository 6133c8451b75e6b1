import type { ListValue, MapValue } from '../../program/values.ts';
import type { NodeSnapshot, Trace, TraceValue } from '../../trace/model.ts';
import { spokenText, valueKey, valueText } from '../../trace/values.ts';
import { eventMonitor, lookUp, put } from '../automaton.ts';
import type { Finding, LivenessProperty, Roster, Source } from '../property.ts';
import { argument, atStep, type Call, callsOf, enumerate, finalNodes, isFailure, nodeName, stepNumber } from '../reading.ts';
import { triggerOf } from '../witnesses.ts';

/**
 * AC5: a process is in doubt of a transaction from its yes vote until its commit or abort (a crash does not end the doubt, and who has decided is
 * never in doubt again). From every reachable state some run without further faults lets every process that is up and in doubt decide.
 */
export const nonBlocking: LivenessProperty = {
  name: 'nonBlocking',
  kind: 'possibleProgress',

  owers: (context) => context.nodesThatCall('vote'),

  /** For each process and transaction whether it is in doubt; absent before it has voted or decided. */
  monitor(context) {
    const { values } = context;
    return eventMonitor(context, ['vote', 'commit', 'abort'], values.map([]), (state, { name, node, arguments: [tx = null, yes] }) => {
      const key = values.list([node, tx]);
      if (name !== 'vote') return put(values, state, key, false);
      return yes === true && lookUp(state, key) === undefined ? put(values, state, key, true) : state;
    });
  },

  owes(context, state, node) {
    const doubts = state as MapValue;
    const who = context.values.node(node);
    return doubts.keys.some((key, i) => doubts.values[i] === true && (key as ListValue).elements[0] === who);
  },

  explain(trace, node, roster) {
    const vote = doubtsOf(trace, node)[0];
    if (vote === undefined) throw new Error(`${nodeName(trace, node)} is said to be in doubt and is not`);
    return explainWait(trace, vote, roster);
  },

  /** A run that ended by itself leaves who is in doubt there for ever. */
  check(trace, complete, roster) {
    const nodes = finalNodes(trace);
    const vote = trace.nodes.flatMap((_, node) => (nodes[node]?.status === 'down' ? [] : doubtsOf(trace, node)))[0];
    if (vote === undefined) return undefined;
    return complete ? explainWait(trace, vote, roster) : 'undecided';
  },
};

/** The votes after which the node is still in doubt at the end of the trace. */
function doubtsOf(trace: Trace, node: number): readonly Call[] {
  const calls = callsOf(trace, 'vote', 'commit', 'abort').filter((call) => call.node === node);
  const keyOf = (call: Call): string => valueKey(argument(call, 0));
  const decided = new Set(calls.flatMap((call) => (call.name === 'vote' ? [] : [keyOf(call)])));
  const asked = new Set<string>();
  return calls.filter((call) => {
    if (call.name !== 'vote' || argument(call, 1) !== true || decided.has(keyOf(call)) || asked.has(keyOf(call))) return false;
    asked.add(keyOf(call));
    return true;
  });
}

/** `p1 voted yes on t1 and waits for ever: for Decision from c, which is down since step 9 and holds the decision; meanwhile it keeps …` */
function explainWait(trace: Trace, vote: Call, roster: Roster): Finding {
  const tx = argument(vote, 0);
  const nodes = finalNodes(trace);
  const sources = awaited(trace, vote, roster);
  const senders = [...new Set(sources.flatMap((source) => source.senders))].filter((sender) => sender !== vote.node);
  const decisions = callsOf(trace, 'commit', 'abort').filter((call) => valueKey(argument(call, 0)) === valueKey(tx));
  const told = sources.map((source) => source.name);
  const from = senders.map((sender) => nodeName(trace, sender) + whySilent(trace, sender, vote.node, told, nodes));
  const whom = from.length === 0 ? ', which no other node sends' : ` from ${from.join(' or ')}`;
  const waits = told.length === 0 ? 'no message would let it decide' : `it waits for ${told.join(' or ')}${whom}`;
  const holders = [
    ...decisions
      .filter((call, i) => decisions.findIndex((other) => other.node === call.node) === i)
      .map((call) => `${nodeName(trace, call.node)} has ${call.name === 'commit' ? 'committed' : 'aborted'} it (${stepNumber(call.step)})`),
    ...senders.flatMap((sender) => heldOutcome(trace, nodes[sender], decisions)),
  ];
  const locks = locksKept(trace, vote.node);
  const message = [
    `${nodeName(trace, vote.node)} voted yes on ${spokenText(tx)} and can neither commit nor abort: ${waits}`,
    ...(holders.length === 0 ? [] : [enumerate(holders)]),
    ...(locks.length === 0 ? [] : [`meanwhile it keeps ${enumerate(locks.map((lock) => `the lock ${valueText(lock.lock)}`))}`]),
  ].join('; ');
  return { message, event: vote.index, witnesses: waitWitnesses(trace, vote, senders, decisions, locks) };
}

/** The messages that could let it decide; not the one at which it voted (whoever is unwilling aborts there), if there is another. */
function awaited(trace: Trace, vote: Call, roster: Roster): readonly Source[] {
  const sources = roster.sourcesOf(vote.node, ['commit', 'abort']).filter((source) => source.kind === 'message');
  const trigger = trace.events[triggerOf(trace, vote.index) ?? -1];
  const asked = trigger?.kind === 'receive' ? trace.messages[trigger.message]?.name : undefined;
  const others = sources.filter((source) => source.name !== asked);
  return others.length > 0 ? others : sources;
}

/** Why nothing comes from there: it is down, or what it sent was lost. */
function whySilent(trace: Trace, sender: number, to: number, names: readonly string[], nodes: readonly NodeSnapshot[]): string {
  if (nodes[sender]?.status === 'down') {
    const crash = trace.events.findLast((event) => event.kind === 'crash' && event.line === sender);
    return crash === undefined ? ', which is down' : `, which has been down since ${stepNumber(crash.step)}`;
  }
  const lost = trace.messages.findLast((message) => {
    const ended = message.ended === undefined ? undefined : trace.events[message.ended];
    return message.from === sender && message.to === to && names.includes(message.name) && ended?.kind === 'lose';
  });
  const loss = lost?.ended === undefined ? undefined : trace.events[lost.ended];
  return lost === undefined || loss === undefined ? '' : `, whose ${lost.text} was lost ${atStep(loss.step)}`;
}

/** A coordinator rarely calls `commit` itself; that it knows the outcome shows in a variable. */
function heldOutcome(trace: Trace, snapshot: NodeSnapshot | undefined, decisions: readonly Call[]): readonly string[] {
  if (snapshot === undefined || decisions.some((call) => call.node === snapshot.node)) return [];
  const variable = snapshot.variables.find((candidate) => isOutcome(candidate.value));
  return variable === undefined ? [] : [`${nodeName(trace, snapshot.node)} holds the decision (${variable.name} = ${variable.text})`];
}
function isOutcome(value: TraceValue): boolean {
  return typeof value === 'object' && value !== null && 'enum' in value && value.enum === 'Outcome';
}

/** Locks that the node acquired and has not released. */
function locksKept(trace: Trace, node: number): readonly { readonly lock: TraceValue; readonly index: number }[] {
  const kept = new Map<string, { lock: TraceValue; index: number }>();
  for (const call of callsOf(trace, 'acquire', 'release')) {
    if (call.node !== node) continue;
    const lock = argument(call, 0);
    if (call.name === 'acquire') kept.set(valueKey(lock), { lock, index: call.index });
    else kept.delete(valueKey(lock));
  }
  return [...kept.values()];
}

/** The crashes of those that could tell, what was lost on its way to the waiting process, who knows, and the locks. */
function waitWitnesses(
  trace: Trace,
  vote: Call,
  senders: readonly number[],
  decisions: readonly Call[],
  locks: readonly { readonly index: number }[],
): readonly number[] {
  const faults = trace.events.flatMap((event, index) => {
    if (!isFailure(event)) return [];
    if (event.kind !== 'lose') return event.line === undefined || senders.includes(event.line) ? [index] : [];
    const message = trace.messages[event.message];
    return message !== undefined && (message.to === vote.node || message.from === vote.node) ? [index] : [];
  });
  const shown = new Set([...faults.slice(-6), ...decisions.map((call) => call.index), ...locks.map((lock) => lock.index)]);
  shown.delete(vote.index);
  return [...shown].sort((a, b) => a - b);
}
