import type { ListValue, MapValue, NodeValue, RequestValue, SetValue, Value } from '../../program/values.ts';
import { toTraceValue } from '../../trace/values.ts';
import type { Happening } from '../../world/world.ts';
import { include, lookUp, put, remove } from '../automaton.ts';
import { isAborted } from '../history.ts';
import type { LivenessProperty, Monitor, PropertyContext } from '../property.ts';
import { circleAmong, circleThrough } from './circle.ts';
import { endsTransaction, type Locked, lockedBy, type Participant, waitingFor } from './transaction-locks.ts';
import { explainDeadlock, participantsIn } from './transactions-in-trace.ts';

/**
 * No circle of transactions each waiting for a reply that the next one's locks delay. Stores do not tell of their locks. So a transaction has locked what it
 * was answered about, until it ends (two-phase locking: Eswaran et al. 1976), and it waits while its node has taken an operation on what another has
 * locked and has not answered. Only a circle that nothing can break any more, no timeout and no rolling back, is a deadlock: hence a question about
 * progress, not about one moment. What a node has taken and loses in a crash waits for nobody.
 */
export const noTransactionDeadlock: LivenessProperty = {
  name: 'noDeadlock',
  kind: 'possibleProgress',

  owers: ({ run }) => run.clients.map((_, client) => run.nodes.length + client),

  /** Of each client in a transaction: [what it has locked, the operation that is not answered, the node that has taken that]. */
  monitor(context): Monitor {
    return {
      initial: context.values.map([]),
      reads: ({ kind }) => read.has(kind),
      next: (state, happening) => next(context, state as MapValue, happening),
    };
  },

  owes(context, state, line) {
    return circleThrough(line, waitingFor(participantsOf(context, state as MapValue))) !== undefined;
  },

  explain(trace, line, roster) {
    const participants = participantsIn(trace, roster);
    return explainDeadlock(trace, circleThrough(line, waitingFor(participants)) ?? [], participants);
  },

  check(trace, complete, roster) {
    const participants = participantsIn(trace, roster);
    const circle = circleAmong(
      participants.map(({ line }) => line),
      waitingFor(participants),
    );
    if (circle === undefined) return undefined;
    return complete ? explainDeadlock(trace, circle, participants) : 'undecided';
  },
};

const read: ReadonlySet<Happening['kind']> = new Set(['invoke', 'handle', 'reply', 'giveUp', 'crash']);

interface Entry {
  readonly locks: SetValue;
  readonly asked: RequestValue | null;
  readonly taken: Value;
}
function entryOf(value: Value | undefined): Entry | undefined {
  if (value === undefined) return undefined;
  const [locks, asked = null, taken = null] = (value as ListValue).elements;
  return { locks: locks as SetValue, asked: asked as RequestValue | null, taken };
}

function next(context: PropertyContext, state: MapValue, happening: Happening): Value {
  const { values } = context;
  const become = (client: number, { locks, asked, taken }: Entry): MapValue =>
    put(values, state, values.client(client), values.list([locks, asked, taken]));
  switch (happening.kind) {
    case 'invoke': {
      const { client, request } = happening;
      const begins = operationName(context, request) === 'begin';
      const locks = begins ? values.set([]) : entryOf(lookUp(state, values.client(client)))?.locks;
      return locks === undefined ? state : become(client, { locks, asked: request, taken: null });
    }
    case 'handle': {
      const { request, node, ignored } = happening;
      const entry = entryOf(lookUp(state, values.client(request.client)));
      // What no handler takes is not delayed by anybody's locks.
      return entry?.asked !== request || ignored ? state : become(request.client, { ...entry, taken: values.node(node) });
    }
    case 'reply': {
      const { request, value } = happening;
      const entry = entryOf(lookUp(state, values.client(request.client)));
      if (entry?.asked !== request) return state;
      const name = operationName(context, request);
      const rolledBack = isAborted(toTraceValue(context.program, context.run, value));
      if (endsTransaction(name) || rolledBack) return remove(values, state, values.client(request.client));
      const lock = lockedBy(name, request.arguments, context.groupOf(happening.node));
      // The node itself, so that interchangeable nodes remain so.
      const granted = lock && values.list([lock.scanned, lock.key, values.node(happening.node)]);
      const locks = granted === undefined ? entry.locks : include(values, entry.locks, granted);
      return become(request.client, { locks, asked: null, taken: null });
    }
    case 'giveUp':
      return remove(values, state, values.client(happening.client));
    case 'crash': {
      const node = values.node(happening.node);
      const lost = (value: Value): Value => {
        const entry = entryOf(value);
        return entry?.taken === node ? values.list([entry.locks, null, null]) : value;
      };
      return values.map(state.keys.map((client, i) => [client, lost(state.values[i] ?? null)]));
    }
    default:
      return state;
  }
}

function operationName({ program }: PropertyContext, request: RequestValue): string {
  return program.operations[request.operation]?.name ?? '';
}

function participantsOf(context: PropertyContext, state: MapValue): readonly Participant<Value>[] {
  const storeOf = (node: Value): number => context.groupOf((node as NodeValue).node);
  const lockOf = (value: Value): Locked<Value> => {
    const [scanned, key = null, node = null] = (value as ListValue).elements;
    return { store: storeOf(node), scanned: scanned === true, key };
  };
  return state.keys.flatMap((client, i): Participant<Value>[] => {
    const entry = entryOf(state.values[i]);
    if (entry === undefined || typeof client !== 'object' || client?.kind !== 'client') return [];
    const { locks, asked, taken } = entry;
    const waits = asked === null || taken === null ? undefined : lockedBy(operationName(context, asked), asked.arguments, storeOf(taken));
    return [{ line: context.run.nodes.length + client.client, locks: locks.elements.map(lockOf), waits }];
  });
}
