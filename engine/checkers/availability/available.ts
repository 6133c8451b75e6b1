import type { ScenarioRun } from '../../../grammar/semantics/program.ts';
import type { ListValue, SetValue, Value } from '../../program/values.ts';
import type { Trace } from '../../trace/model.ts';
import type { Happening } from '../../world/world.ts';
import { has, include } from '../automaton.ts';
import { historyOf, type Operation } from '../history.ts';
import type { Finding, LivenessProperty, Monitor, PropertyContext } from '../property.ts';
import { nodeName } from '../reading.ts';
import { faultsBehind } from '../witnesses.ts';

/**
 * Every operation asked of a node that stays up is answered (Gilbert & Lynch 2002). In a run with time one that timed out has not been; where there is
 * no time, and a timeout may pass at any moment, it counts that the node replies.
 */
export const available: LivenessProperty = {
  name: 'available',
  kind: 'fairTermination',

  owers: ({ run }) => run.clients.map((_, client) => run.nodes.length + client),

  /** The operations that are owed an answer (only the client of one that is lost), each with the node that owes it; and the nodes that are down. */
  monitor(context): Monitor {
    const { values, run } = context;
    const answer = isTimed(run) ? 'return' : 'reply';
    return {
      initial: values.list([values.set([]), values.set([])]),
      reads: ({ kind }) => kind === 'invoke' || kind === answer || kind === 'crash' || kind === 'recover',
      next: (state, happening) => next(context, state as ListValue, happening, answer),
    };
  },

  owes: ({ run }, state, line) => owed(state).some(([request]) => run.nodes.length + clientOf(request) === line),

  explain(trace, line) {
    const [finding] = unanswered(trace).filter(({ invoked }) => trace.events[invoked]?.line === line);
    return finding === undefined ? { message: 'an operation is never answered', witnesses: [] } : explainWait(trace, finding);
  },

  check(trace, complete) {
    const [first] = unanswered(trace);
    if (first === undefined) return undefined;
    return complete ? explainWait(trace, first) : 'undecided';
  },
};

function isTimed({ mode }: ScenarioRun): boolean {
  return mode.kind === 'simulate' || (mode.kind === 'schedule' && mode.then?.kind === 'simulate');
}

function next({ values }: PropertyContext, state: ListValue, happening: Happening, answer: 'return' | 'reply'): Value {
  const [open, down] = state.elements as readonly [SetValue, SetValue];
  const without = (keeps: (entry: readonly [Value, Value]) => boolean) =>
    values.set(open.elements.filter((_, i) => keeps(owed(state)[i] ?? [null, null])));
  switch (happening.kind) {
    case 'invoke': {
      const node = values.node(happening.node);
      // Numbers are used again once nobody holds the request: an older one of that number will never be answered.
      const lost = values.list([happening.request.client]);
      const older = values.set(
        open.elements.map((entry, i) =>
          owed(state)[i]?.[0] === happening.request ? values.list([lost, owed(state)[i]?.[1] ?? null]) : entry,
        ),
      );
      return values.list([has(down, node) ? older : include(values, older, values.list([happening.request, node])), down]);
    }
    case answer:
      return 'request' in happening ? values.list([without(([request]) => request !== happening.request), down]) : state;
    case 'crash': {
      const node = values.node(happening.node);
      return values.list([without(([, asked]) => asked !== node), include(values, down, node)]);
    }
    case 'recover':
      return values.list([open, values.set(down.elements.filter((node) => node !== values.node(happening.node)))]);
    default:
      return state;
  }
}

function owed(state: Value): readonly (readonly [request: Value, node: Value])[] {
  const [open] = (state as ListValue).elements as readonly [SetValue, SetValue];
  return open.elements.map((entry) => (entry as ListValue).elements as unknown as readonly [Value, Value]);
}

/** Of a request, or of what stands for one that nobody can answer any more. */
function clientOf(request: Value): number {
  if (typeof request !== 'object') return -1;
  if (request?.kind === 'request') return request.client;
  const client = request?.kind === 'list' ? request.elements[0] : undefined;
  return typeof client === 'number' ? client : -1;
}

/** Operations without an answer whose node was up when they were asked and has not crashed since. */
function unanswered(trace: Trace): readonly Operation[] {
  const replied = new Set(trace.events.flatMap((event) => (event.kind === 'reply' ? [event.operation] : [])));
  return historyOf(trace).filter(({ outcome, invoked, node }) => {
    const asked = trace.events[invoked];
    if (outcome === 'ok' || node === undefined || asked?.kind !== 'invoke') return false;
    if (!trace.timed && replied.has(asked.operation)) return false;
    const life = trace.events.flatMap((event, index) =>
      event.line === node && (event.kind === 'crash' || event.kind === 'recover') ? [{ kind: event.kind, index }] : [],
    );
    const before = life.findLast(({ index }) => index < invoked);
    return before?.kind !== 'crash' && !life.some(({ kind, index }) => kind === 'crash' && index > invoked);
  });
}

/** Shown on the invocation. */
function explainWait(trace: Trace, { invoked, node = -1 }: Operation): Finding {
  const asked = trace.events[invoked];
  if (asked?.kind !== 'invoke') throw new Error('an operation begins with its invocation');
  const { operation, line = -1 } = asked;
  const client = trace.clients[line - trace.nodes.length]?.name ?? '';
  const call = asked.text.replace(/^invokes /, '').replace(/ at [^ ]+$/, '');
  const later = trace.events.flatMap((event, index) =>
    'operation' in event && event.operation === operation && index > invoked ? [index] : [],
  );
  const givenUp = later.some((index) => trace.events[index]?.kind === 'giveUp');
  const ignored = later.some((index) => {
    const event = trace.events[index];
    return event?.kind === 'handle' && event.ignored === true;
  });
  const why = ignored
    ? `no handler of ${nodeName(trace, node)} takes it`
    : givenUp
      ? 'its timeout passes first'
      : trace.cycleFrom === undefined
        ? 'nothing is left to happen'
        : `steps ${trace.cycleFrom + 1} to ${trace.steps.length} can repeat for ever`;
  // What kept the node from answering: the faults behind the last thing that it did.
  const last = trace.events.findLastIndex((event) => event.line === node);
  const witnesses = new Set([...later, ...(last < 0 ? [] : faultsBehind(trace, [last]))]);
  return {
    message: `${client}'s ${call}, asked of ${nodeName(trace, node)}, is never answered though ${nodeName(trace, node)} stays up: ${why}`,
    event: invoked,
    witnesses: [...witnesses].filter((index) => index !== invoked).sort((a, b) => a - b),
  };
}
