/** From operations as a log has them to a history, with positions of its own and counts. */
import type { Operation } from '../../checkers/history.ts';
import { type MicroOperation, type TransactionRecord, textOf } from '../../checkers/isolation/transactions.ts';
import type { TraceValue } from '../../trace/model.ts';
import type { Counts, ImportedHistory } from '../imported.ts';
import { Refusal } from '../text/refusal.ts';
import type { LoggedOperation } from './pairing.ts';

/** An operation of the history. */
export interface Call {
  readonly name: string;
  /** The object comes first. */
  readonly arguments: readonly TraceValue[];
  /** Of an operation that returned. */
  readonly result?: TraceValue;
}

/** What a logged operation means. */
export type Understood =
  /** Nothing where it constrains nothing; several where one entry of the log stands for several operations. */
  | { readonly logged: LoggedOperation; readonly calls: readonly Call[] }
  | { readonly logged: LoggedOperation; readonly parts: readonly Part[] };
/** A part of a transaction. */
export type Part = Omit<Extract<MicroOperation, { kind: 'read' | 'write' | 'append' }>, 'event' | 'orNone'>;

export interface Meaning {
  readonly understood: readonly Understood[];
  /** By `LoggedOperation.process`. */
  readonly processes: readonly string[];
  /** What every object that occurs holds at first. */
  readonly initial: TraceValue;
  readonly specification?: string;
  /** Whether positions in the log are an order in time. */
  readonly timed?: boolean;
}

/** Each takes up to two and a half kilobytes, with its steps, its events and what checkers make of it: this is what fits into 2 GB. */
export const mostOperations = 750_000;

/** Throws `Refusal` where there are more operations than can be held in memory. */
export function collect({ understood, processes, initial, specification, timed = true }: Meaning): ImportedHistory {
  refuseTooMany(understood);
  const collector = new Collector(understood, processes);
  for (const each of understood) {
    if ('parts' in each) collector.transaction(each.logged, each.parts, timed);
    else collector.plain(each.logged, each.calls);
  }
  const { operations, transactions, names, objects, lines } = collector;
  return {
    kind: 'history',
    processes: names,
    operations,
    ...(understood.some((each) => 'parts' in each) ? { transactions } : {}),
    initial: initial === null ? [] : [...objects.values()].map((object) => [object, initial] as const),
    ...(specification === undefined ? {} : { specification }),
    timed,
    lines,
    counts: countsOf(understood),
  };
}

function refuseTooMany(understood: readonly Understood[]): void {
  let count = 0;
  for (const each of understood) {
    count += operationsIn(each);
    if (count <= mostOperations) continue;
    const most = mostOperations.toLocaleString('en-US');
    throw new Refusal(
      each.logged.line,
      `up to here there are more than ${most} operations, too many to be held in memory: load a part of it`,
    );
  }
}

/** A transaction has a beginning and an end besides its parts. */
function operationsIn(understood: Understood): number {
  return 'parts' in understood ? understood.parts.length + 2 : understood.calls.length;
}

const nothing: readonly TraceValue[] = [];

/** Takes the entries of the log in order. */
class Collector {
  readonly operations: Operation[] = [];
  readonly transactions: TransactionRecord[] = [];
  readonly names: string[];
  readonly objects = new Map<string, TraceValue>();
  readonly lines: readonly number[];
  readonly #places: Int32Array;
  #slot = 0;

  constructor(understood: readonly Understood[], processes: readonly string[]) {
    this.names = [...processes];
    const { places, lines } = placed(understood);
    this.#places = places;
    this.lines = lines;
  }

  plain(logged: LoggedOperation, calls: readonly Call[]): void {
    calls.forEach((call, index) => {
      // What one entry of the log did at once, several processes did.
      const process = index === 0 ? logged.process : this.names.push(`${this.names[logged.process] ?? ''}, ${index + 1}`) - 1;
      this.#touch(call.arguments[0] ?? null);
      this.#operation(process, call, logged.ended !== undefined);
    });
  }

  /** A transaction is its `begin`, its parts, and its `commit` or `abort`, which alone lasts until it is known. */
  transaction(logged: LoggedOperation, parts: readonly Part[], timed: boolean): void {
    const transaction = this.transactions.length;
    const { process, outcome } = logged;
    const closed = logged.ended !== undefined;
    const begin = this.#operation(process, { name: 'begin', arguments: nothing }, true, transaction);
    const operations = parts.map((part): MicroOperation => {
      this.#touch(part.key);
      const call = part.kind === 'read' ? { arguments: [part.key], result: part.value } : { arguments: [part.key, part.value] };
      const { event } = this.#operation(process, { name: part.kind, ...call }, true, transaction);
      return { ...part, event };
    });
    const end = this.#operation(process, { name: outcome === 'failed' ? 'abort' : 'commit', arguments: nothing }, closed, transaction);
    this.transactions.push({
      name: `t${transaction + 1}`,
      process,
      status: outcome === 'ok' ? 'committed' : outcome === 'failed' ? 'aborted' : 'unknown',
      operations,
      ...(timed ? { begin: begin.invoked, ...(end.returned === undefined ? {} : { end: end.returned }) } : {}),
      event: end.event,
    });
  }

  #touch(object: TraceValue): void {
    this.objects.set(textOf(object), object);
  }

  #operation(process: number, { name, arguments: given, result = null }: Call, closed: boolean, transaction?: number): Operation {
    const invoked = this.#places[this.#slot++] ?? 0;
    const returned = this.#places[this.#slot++] ?? 0;
    const operation: Operation = {
      process,
      name,
      arguments: given,
      outcome: closed ? 'ok' : 'open',
      ...(closed ? { result, returned } : {}),
      invoked,
      event: closed ? returned : invoked,
      ...(transaction === undefined ? {} : { transaction }),
    };
    this.operations.push(operation);
    return operation;
  }
}

/**
 * Positions of invocations and returns among themselves, two for each operation (an open one's second means nothing), and their lines. Equal positions in
 * the log, as those within a transaction, keep their order.
 */
function placed(understood: readonly Understood[]): { readonly places: Int32Array; readonly lines: readonly number[] } {
  let slots = 0;
  let last = 0;
  for (const each of understood) {
    slots += 2 * operationsIn(each);
    last = Math.max(last, each.logged.invoked, each.logged.ended ?? 0);
  }
  const positions = new Int32Array(slots).fill(-1);
  const lineOf = new Int32Array(slots);
  let slot = 0;
  const add = (at: number | undefined, line: number): void => {
    positions[slot] = at ?? -1;
    lineOf[slot++] = line;
  };
  for (const each of understood) {
    const { logged } = each;
    const endLine = logged.endLine ?? logged.line;
    // All of a transaction but the return of its end is where it was invoked: nobody knows when the parts happened.
    if ('parts' in each) for (let i = 2 * each.parts.length + 2; i > 0; i--) add(logged.invoked, logged.line);
    const whole = 'parts' in each ? 1 : each.calls.length;
    for (let i = whole; i > 0; i--) {
      add(logged.invoked, logged.line);
      add(logged.ended, endLine);
    }
  }
  // By counting: positions are small numbers.
  const before = new Int32Array(last + 2);
  for (const at of positions) if (at >= 0) before[at + 1] = (before[at + 1] ?? 0) + 1;
  for (let at = 0; at <= last; at++) before[at + 1] = (before[at + 1] ?? 0) + (before[at] ?? 0);
  const places = new Int32Array(slots);
  const lines = new Array<number>(before[last + 1] ?? 0).fill(0);
  positions.forEach((at, index) => {
    if (at < 0) return;
    const place = before[at] ?? 0;
    before[at] = place + 1;
    places[index] = place;
    lines[place] = lineOf[index] ?? 0;
  });
  return { places, lines };
}

function countsOf(understood: readonly Understood[]): Counts {
  const counts = { ok: 0, failed: 0, unknown: 0, leftOut: 0 };
  for (const each of understood) {
    counts[each.logged.outcome]++;
    if ('calls' in each && each.calls.length === 0) counts.leftOut++;
  }
  return { invoked: understood.length, ...counts };
}
