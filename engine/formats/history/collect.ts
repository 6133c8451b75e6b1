/** From operations as a log has them to a history, with positions of its own and counts. */
import type { Operation } from '../../checkers/history.ts';
import type { MicroOperation, TransactionRecord, TransactionStatus } from '../../checkers/isolation/transactions.ts';
import type { TraceValue } from '../../trace/model.ts';
import { valueKey } from '../../trace/values.ts';
import type { Counts, ImportedHistory } from '../imported.ts';
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
export interface Understood {
  readonly logged: LoggedOperation;
  /** None where it constrains nothing; several where one entry of the log stands for several operations. */
  readonly calls: readonly Call[];
  readonly transaction?: { readonly status: TransactionStatus; readonly operations: readonly Unplaced[] };
}
/** A part of a transaction before it has its place. */
export type Unplaced = MicroOperation extends infer M ? (M extends unknown ? Omit<M, 'event'> : never) : never;

export interface Meaning {
  readonly understood: readonly Understood[];
  /** By `LoggedOperation.process`. */
  readonly processes: readonly string[];
  /** What every object that occurs holds at first. */
  readonly initial: TraceValue;
  readonly specification?: string;
}

export function collect({ understood, processes, initial, specification }: Meaning): ImportedHistory {
  const { places, lines } = placed(understood);
  const names = [...processes];
  const operations: Operation[] = [];
  const transactions: TransactionRecord[] = [];
  const objects = new Map<string, TraceValue>();
  const touch = (object: TraceValue): unknown => objects.set(valueKey(object), object);
  let slot = 0;
  for (const each of understood) {
    const { logged, calls, transaction } = each;
    const closed = isClosed(logged);
    const own = slot;
    for (const [index, call] of calls.entries()) {
      const invoked = places[own + 2 * index] ?? 0;
      const returned = places[own + 2 * index + 1] ?? 0;
      operations.push({
        // What one entry of the log did at once, several processes did.
        process: index === 0 ? logged.process : names.push(`${names[logged.process] ?? ''}, ${index + 1}`) - 1,
        name: call.name,
        arguments: call.arguments,
        outcome: closed ? 'ok' : 'open',
        ...(closed ? { result: call.result ?? null, returned } : {}),
        invoked,
        event: closed ? returned : invoked,
      });
      if (transaction === undefined) touch(call.arguments[0] ?? null);
    }
    slot += 2 * placesOf(each);
    if (transaction === undefined) continue;
    for (const part of transaction.operations) if ('key' in part) touch(part.key);
    const [begin = 0, end = 0] = [places[own], places[own + 1]];
    const event = closed ? end : begin;
    transactions.push({
      name: `t${transactions.length + 1}`,
      process: logged.process,
      status: transaction.status,
      operations: transaction.operations.map((part): MicroOperation => ({ ...part, event })),
      begin,
      ...(closed ? { end } : {}),
      event,
    });
  }
  return {
    kind: 'history',
    processes: names,
    operations,
    ...(understood.some(({ transaction }) => transaction !== undefined) ? { transactions } : {}),
    initial: initial === null ? [] : [...objects.values()].map((object) => [object, initial] as const),
    ...(specification === undefined ? {} : { specification }),
    lines,
    counts: countsOf(understood),
  };
}

/** How many operations an entry of the log stands for in the drawing; a transaction that did not happen is drawn too. */
function placesOf({ calls, transaction }: Understood): number {
  return transaction === undefined ? calls.length : 1;
}

function isClosed(logged: LoggedOperation): boolean {
  return logged.ended !== undefined;
}

/**
 * Positions of the calls among themselves, two for each: of its invocation and of its return (which an open one has not: 0). `lines`: by position.
 */
function placed(understood: readonly Understood[]): { readonly places: readonly number[]; readonly lines: readonly number[] } {
  const ends: { readonly at: number; readonly slot: number; readonly line: number }[] = [];
  let slots = 0;
  for (const each of understood) {
    const { logged } = each;
    for (let i = placesOf(each); i > 0; i--) {
      ends.push({ at: logged.invoked, slot: slots++, line: logged.line });
      const slot = slots++;
      if (logged.ended !== undefined) ends.push({ at: logged.ended, slot, line: logged.endLine ?? logged.line });
    }
  }
  // Equal positions: an entry that is invocation and return at once. The invocation comes first.
  ends.sort((a, b) => a.at - b.at || a.slot - b.slot);
  const places = new Array<number>(slots).fill(0);
  ends.forEach(({ slot }, position) => {
    places[slot] = position;
  });
  return { places, lines: ends.map(({ line }) => line) };
}

function countsOf(understood: readonly Understood[]): Counts {
  const count = (holds: (each: Understood) => boolean): number => understood.reduce((sum, each) => sum + (holds(each) ? 1 : 0), 0);
  return {
    invoked: understood.length,
    ok: count(({ logged }) => logged.outcome === 'ok'),
    failed: count(({ logged }) => logged.outcome === 'failed'),
    unknown: count(({ logged }) => logged.outcome === 'unknown'),
    leftOut: count(({ calls }) => calls.length === 0),
  };
}
