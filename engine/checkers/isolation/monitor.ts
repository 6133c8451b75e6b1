/**
 * Isolation as an automaton. What later reads will show cannot be known, so the state is the history itself, without what plays no part: of each client
 * what it asked and got, in its order, and, where real time counts, which transaction ended before which began. Runs that differ only in how clients
 * took turns come to the same state. It grows with every transaction: explorations of scripts that end have finitely many.
 *
 * States are numbers: canonical texts, numbered as they are met.
 */
import type { Value } from '../../program/values.ts';
import type { Trace, TraceEvent, TraceValue } from '../../trace/model.ts';
import { toTraceValue } from '../../trace/values.ts';
import type { Happening } from '../../world/world.ts';
import { historyOf, isAborted } from '../history.ts';
import type { Monitor, PropertyContext } from '../property.ts';
import { IsolationAnalysis, type IsolationVerdict, type Question } from './analysis.ts';
import { type InitialValues, initialValues, namesIn, unreadable } from './observed.ts';
import { type TransactionRecord, transactionsOf } from './transactions.ts';

type ClientEvent =
  | { readonly kind: 'invoke'; readonly name: string; readonly arguments: readonly TraceValue[] }
  | { readonly kind: 'return'; readonly name: string; readonly result: TraceValue }
  | { readonly kind: 'giveUp' };

interface State {
  /** Of each client what it saw. */
  readonly clients: readonly (readonly ClientEvent[])[];
  /** Beginnings and ends of transactions in real time, by client; those that follow each other without one of the other kind in between are sorted. */
  readonly moments: readonly Moment[];
}
interface Moment {
  readonly client: number;
  readonly begins: boolean;
}

export class IsolationMonitor implements Monitor {
  readonly initial: Value;
  readonly #context: PropertyContext;
  readonly #timed: boolean;
  readonly #ask: Question;
  readonly #values: InitialValues;
  readonly #states: State[] = [];
  readonly #verdicts: IsolationVerdict[] = [];
  readonly #ids = new Map<string, number>();

  /** `timed`: real time counts. */
  constructor(context: PropertyContext, timed: boolean, ask: Question) {
    this.#context = context;
    this.#timed = timed;
    this.#ask = ask;
    this.#values = initialValues(context);
    this.initial = this.#id({ clients: context.run.clients.map(() => []), moments: [] });
  }

  reads({ kind }: Happening): boolean {
    return kind === 'invoke' || kind === 'return' || kind === 'giveUp';
  }

  undecided(state: Value): string | undefined {
    const verdict = this.#verdicts[Number(state)];
    return verdict?.kind === 'undecided' ? verdict.reason : undefined;
  }

  next(state: Value, happening: Happening): Value | 'violated' {
    const known = this.#states[Number(state)];
    if (known === undefined) throw new Error(`no state ${String(state)} of the monitor`);
    const event = this.#eventOf(happening);
    if (event === undefined || !('client' in happening)) return state;
    const { client } = happening;
    const clients = known.clients.with(client, [...(known.clients[client] ?? []), event]);
    const id = this.#id({ clients, moments: this.#timed ? momentsAfter(known, client, event) : [] });
    return this.#verdicts[id]?.kind === 'violated' ? 'violated' : id;
  }

  #eventOf(happening: Happening): ClientEvent | undefined {
    const { program, run } = this.#context;
    const traced = (value: Value): TraceValue => toTraceValue(program, run, value);
    switch (happening.kind) {
      case 'invoke': {
        const { operation, arguments: args } = happening.request;
        return { kind: 'invoke', name: program.operations[operation]?.name ?? '', arguments: args.map(traced) };
      }
      case 'return':
        return { kind: 'return', name: program.operations[happening.request.operation]?.name ?? '', result: traced(happening.value) };
      case 'giveUp':
        return { kind: 'giveUp' };
      default:
        return undefined;
    }
  }

  #id(state: State): number {
    const text = JSON.stringify(state);
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const id = this.#states.push(state) - 1;
    this.#verdicts.push(this.#verdictOn(state));
    this.#ids.set(text, id);
    return id;
  }

  #verdictOn(state: State): IsolationVerdict {
    if (typeof this.#values === 'string') return { kind: 'undecided', reason: this.#values };
    const trace = asTrace(
      state.clients,
      this.#context.run.clients.map(({ name }) => name),
    );
    const operations = historyOf(trace);
    const reading = transactionsOf(operations, namesIn(trace, operations));
    if (reading.kind === 'unreadable') return { kind: 'undecided', reason: unreadable(reading.operation) };
    const transactions = this.#timed ? inTime(reading.transactions, state) : reading.transactions;
    return this.#ask(new IsolationAnalysis({ transactions, initial: this.#values }));
  }
}

/** Whether the client is inside a transaction that it has begun. */
function isInside(events: readonly ClientEvent[]): boolean {
  let inside = false;
  for (const event of events) {
    if (event.kind === 'invoke') inside = event.name === 'begin' || (inside && event.name !== 'commit' && event.name !== 'abort');
    else if (event.kind === 'giveUp' || isAborted(event.result)) inside = false;
  }
  return inside;
}

function momentsAfter({ clients, moments }: State, client: number, event: ClientEvent): readonly Moment[] {
  const before = isInside(clients[client] ?? []);
  const begins = event.kind === 'invoke' && (!before || event.name === 'begin');
  const ends = event.kind === 'return' && !isInside([...(clients[client] ?? []), event]);
  if (!begins && !ends) return moments;
  const first = moments.findLastIndex((moment) => moment.begins !== begins) + 1;
  const same = [...moments.slice(first), { client, begins }].sort((a, b) => a.client - b.client);
  return [...moments.slice(0, first), ...same];
}

/** The clients one after the other: apart from real time it makes no difference. */
function asTrace(clients: State['clients'], names: readonly string[]): Trace {
  const events = clients.flatMap((seen, line): TraceEvent[] => {
    let operation = -1;
    return seen.map((event): TraceEvent => {
      if (event.kind === 'invoke') operation++;
      const common = { step: 0, text: '', line, operation: operation * clients.length + line };
      switch (event.kind) {
        case 'invoke':
          return { ...common, kind: 'invoke', name: event.name, arguments: event.arguments };
        case 'return':
          return { ...common, kind: 'return', name: event.name, arguments: [], result: event.result };
        default:
          return { ...common, kind: 'giveUp', name: '', arguments: [] };
      }
    });
  });
  return {
    format: 'faultline-trace',
    version: 1,
    source: { file: '', scenario: '', bindings: [] },
    mode: { kind: 'exploration' },
    timed: false,
    nodes: [],
    clients: names.map((name) => ({ name })),
    messages: [],
    steps: [],
    events,
    initial: [],
  };
}

/** The transactions, which come client by client, with their real places in time. */
function inTime(transactions: readonly TransactionRecord[], { clients, moments }: State): readonly TransactionRecord[] {
  const waiting = clients.map((_, client) => ({
    begins: moments.flatMap((moment, at) => (moment.client === client && moment.begins ? [at] : [])),
    ends: moments.flatMap((moment, at) => (moment.client === client && !moment.begins ? [at] : [])),
  }));
  const bounds = clients.map((events) => events.length);
  const clientOf = (event: number): number => {
    let [client, first] = [0, 0];
    while (event >= first + (bounds[client] ?? Number.POSITIVE_INFINITY)) first += bounds[client++] ?? 0;
    return client;
  };
  return transactions.map(({ begin: _, end, ...record }) => {
    const places = waiting[clientOf(record.event)];
    const begin = places?.begins.shift();
    const ended = end === undefined ? undefined : places?.ends.find((at) => begin === undefined || at > begin);
    return { ...record, ...(begin === undefined ? {} : { begin }), ...(ended === undefined ? {} : { end: ended }) };
  });
}
