/**
 * What a history of transactions tells so far, as states that are small and canonical: numbers, in the order in which they are met.
 *
 * A state holds of each transaction what can still matter. Of one that is over: what it read and wrote; nothing of the client that ran it, nor of the
 * turns that transactions took. Of one that was rolled back only what it wrote, since who reads that breaks all levels. Of one that is under way, what
 * it has done so far, by client. What has committed cannot be forgotten, however long ago that is: levels that leave real time aside let a later
 * transaction read as of then.
 */
import type { Value } from '../../program/values.ts';
import type { TraceValue } from '../../trace/model.ts';
import { toTraceValue } from '../../trace/values.ts';
import type { Happening } from '../../world/world.ts';
import { isAborted, type Operation } from '../history.ts';
import type { PropertyContext } from '../property.ts';
import { condensed, momentOfEnd } from './moments.ts';
import { Numbering } from './numbering.ts';
import { type MicroOperation, microOperations, type TransactionRecord, type TransactionStatus } from './transactions.ts';

/** What a transaction leaves of which nothing more will be heard. Times are `never` where they do not matter. */
interface Past {
  readonly status: TransactionStatus;
  /** A list's number. */
  readonly operations: number;
  readonly begin: number;
  readonly end: number;
}
/** What a client is in the middle of: a transaction, or an operation outside of any. */
interface Open {
  readonly inside: boolean;
  readonly done: number;
  /** What the operation that is under way writes, should it take effect. */
  readonly asked: number;
  readonly begin: number;
}
interface State {
  /** Of each client the number of its open transaction, or `idle`. */
  readonly open: readonly number[];
  /** Numbers; in the canonical form sorted, since they are a multiset. */
  readonly past: readonly number[];
  /** At which transactions ended. */
  readonly moments: number;
  /** The operation that makes the history unreadable, if one does. */
  readonly unreadable?: Operation;
}

/** An operation as it was asked, or, of a return, answered. */
interface Meaning {
  readonly operation: Operation;
  /** A list's number; nothing where it is neither read nor write. */
  readonly list: number | undefined;
}

const nothing = 0;
const idle = -1;
const never = -1;

export class HistoryStates {
  readonly initial: number;
  readonly #context: PropertyContext;
  readonly #timed: boolean;
  readonly #operations = new Numbering<MicroOperation>();
  readonly #lists = new Numbering<readonly number[]>();
  readonly #pasts = new Numbering<Past>();
  readonly #opens = new Numbering<Open>();
  readonly #contents = new Numbering<readonly number[]>();
  readonly #states = new Numbering<State & { readonly content: number }>();
  readonly #meanings = new WeakMap<Happening, Meaning>();

  /** `timed`: real time counts. */
  constructor(context: PropertyContext, timed: boolean) {
    this.#context = context;
    this.#timed = timed;
    this.#list([]);
    this.initial = this.#number({ open: context.run.clients.map(() => idle), past: [], moments: 0 });
  }

  /** The operation that isolation says nothing of, if one was asked. */
  unreadable(state: number): Operation | undefined {
    return this.#states.at(state).unreadable;
  }

  /** A number that states share of which every verdict is the same. */
  content(state: number): number {
    return this.#states.at(state).content;
  }

  transactions(content: number): readonly TransactionRecord[] {
    return this.#contents.at(content).map((number, process): TransactionRecord => {
      const { status, operations, begin, end } = this.#pasts.at(number);
      return {
        name: `t${process + 1}`,
        process,
        status,
        operations: this.#lists.at(operations).map((operation) => this.#operations.at(operation)),
        // Behind the moment before, and at its own. That of one that was rolled back does not matter.
        ...(this.#timed ? { begin: 2 * begin - 1 } : {}),
        ...(end === never ? {} : { end: 2 * end }),
        event: 0,
      };
    });
  }

  next(state: number, happening: Happening): number {
    const known = this.#states.at(state);
    if (known.unreadable !== undefined) return state;
    switch (happening.kind) {
      case 'invoke':
        return this.#invoked(known, happening.client, this.#meaning(happening));
      case 'return':
        return this.#returned(known, happening.client, this.#meaning(happening)) ?? state;
      case 'giveUp': {
        const own = this.#openOf(known, happening.client);
        return own === undefined ? state : this.#number(this.#ended(known, happening.client, own, 'unknown'));
      }
      default:
        return state;
    }
  }

  #invoked(state: State, client: number, { operation, list }: Meaning): number {
    if (list === undefined) return this.#number({ open: [], past: [], moments: 0, unreadable: operation });
    const own = this.#openOf(state, client);
    const now = this.#timed ? state.moments : never;
    if (operation.name === 'begin') {
      // One that the client left without an end is of unknown fate.
      const before = own === undefined ? state : this.#ended(state, client, own, 'unknown');
      return this.#opened(before, client, { inside: true, done: nothing, asked: nothing, begin: now });
    }
    if (own === undefined) return this.#opened(state, client, { inside: false, done: nothing, asked: list, begin: now });
    if (operation.name === 'abort') return this.#number(this.#ended(state, client, own, 'aborted'));
    return this.#opened(state, client, { ...own, asked: list });
  }

  /** Nothing where the client is in the middle of nothing: its transaction was over when it asked for the abort. */
  #returned(state: State, client: number, { operation, list = nothing }: Meaning): number | undefined {
    const own = this.#openOf(state, client);
    if (own === undefined) return undefined;
    const after = { ...own, done: this.#joined(own.done, list), asked: nothing };
    if (isAborted(operation.result)) return this.#number(this.#ended(state, client, after, 'aborted'));
    if (!own.inside || operation.name === 'commit') return this.#number(this.#ended(state, client, after, 'committed'));
    return this.#opened(state, client, after);
  }

  #opened(state: State, client: number, open: Open): number {
    return this.#number({ ...state, open: state.open.with(client, this.#open(open)) });
  }

  #ended(state: State, client: number, own: Open, status: TransactionStatus): State {
    const open = state.open.with(client, idle);
    const left = this.#leaves(own, status);
    if (left === undefined) return { ...state, open };
    const end = this.#timed && status === 'committed' ? momentOfEnd(state.moments, this.#begins(state)) : never;
    return { open, past: [...state.past, this.#past({ ...left, end })], moments: Math.max(state.moments, end + 1) };
  }

  /** Nothing where it did nothing, nor where it did not commit and wrote nothing. What was rolled back nobody may read at any time. */
  #leaves({ done, asked, begin }: Open, status: TransactionStatus): Past | undefined {
    const operations = this.#joined(done, asked);
    const all = this.#lists.at(operations);
    const writes = all.filter((operation) => isWrite(this.#operations.at(operation)));
    if ((status === 'committed' ? all : writes).length === 0) return undefined;
    if (status === 'aborted') return { status, operations: this.#list(writes), begin: never, end: never };
    return { status, operations, begin, end: never };
  }

  #openOf({ open }: State, client: number): Open | undefined {
    const number = open[client] ?? idle;
    return number === idle ? undefined : this.#opens.at(number);
  }

  /** Of all for which a begin matters. */
  #begins({ open, past }: State): readonly number[] {
    const opens = open.flatMap((number) => (number === idle ? [] : [this.#opens.at(number).begin]));
    return [...opens, ...past.map((number) => this.#pasts.at(number).begin)];
  }

  /** The number of the state's canonical form. */
  #number(state: State): number {
    const { open, past, moments, unreadable } = this.#timed ? this.#condensed(state) : state;
    const sorted = [...past].sort((a, b) => a - b);
    const text = `${open.join(' ')},${sorted.join(' ')},${moments},${unreadable?.name ?? ''}`;
    return this.#states.of(text, () => {
      const content = this.#contentOf(open, sorted);
      return { open, past: sorted, moments, content, ...(unreadable === undefined ? {} : { unreadable }) };
    });
  }

  #condensed(state: State): State {
    const place = condensed(this.#begins(state));
    const placed = (at: number): number => (at === never ? never : place(at));
    return {
      ...state,
      open: state.open.map((number) => {
        if (number === idle) return idle;
        const open = this.#opens.at(number);
        return this.#open({ ...open, begin: placed(open.begin) });
      }),
      past: state.past.map((number) => {
        const past = this.#pasts.at(number);
        return this.#past({ ...past, begin: placed(past.begin), end: placed(past.end) });
      }),
      moments: placed(state.moments - 1) + 1,
    };
  }

  /** The transactions that are under way are so far of unknown fate. */
  #contentOf(open: readonly number[], past: readonly number[]): number {
    const underWay = open.flatMap((number) => {
      const left = number === idle ? undefined : this.#leaves(this.#opens.at(number), 'unknown');
      return left === undefined ? [] : [this.#past(left)];
    });
    const all = [...past, ...underWay].sort((a, b) => a - b);
    return this.#contents.of(all.join(' '), () => all);
  }

  #open(open: Open): number {
    return this.#opens.of(`${open.inside} ${open.done} ${open.asked} ${open.begin}`, () => open);
  }

  #past(past: Past): number {
    return this.#pasts.of(`${past.status} ${past.operations} ${past.begin} ${past.end}`, () => past);
  }

  #list(operations: readonly number[]): number {
    return this.#lists.of(operations.join(' '), () => operations);
  }

  #joined(first: number, second: number): number {
    if (second === nothing) return first;
    return first === nothing ? second : this.#list([...this.#lists.at(first), ...this.#lists.at(second)]);
  }

  /** An exploration shows each happening many times. */
  #meaning(happening: Extract<Happening, { kind: 'invoke' | 'return' }>): Meaning {
    const known = this.#meanings.get(happening);
    if (known !== undefined) return known;
    const operation = this.#operationOf(happening);
    const numbers = microOperations(operation)?.map((micro) => this.#operations.of(JSON.stringify(micro), () => micro));
    const meaning = { operation, list: numbers && this.#list(numbers) };
    this.#meanings.set(happening, meaning);
    return meaning;
  }

  #operationOf(happening: Extract<Happening, { kind: 'invoke' | 'return' }>): Operation {
    const { program, run } = this.#context;
    const { client, request } = happening;
    const traced = (value: Value): TraceValue => toTraceValue(program, run, value);
    const name = program.operations[request.operation]?.name ?? '';
    const asked = { process: client, name, arguments: request.arguments.map(traced), invoked: 0, event: 0 };
    return happening.kind === 'return' ? { ...asked, outcome: 'ok', result: traced(happening.value) } : { ...asked, outcome: 'open' };
  }
}

function isWrite({ kind }: MicroOperation): boolean {
  return kind === 'write' || kind === 'append' || kind === 'delete';
}
