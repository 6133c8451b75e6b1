/** Single operations of Jepsen's histories, in the language's own operations on named objects. */
import { textOf } from '../../checkers/isolation/transactions.ts';
import type { TraceValue } from '../../trace/model.ts';
import type { Call, Understood } from '../history/collect.ts';
import type { LoggedOperation } from '../history/pairing.ts';
import { type Datum, datumText, historyValue, itemsOf } from '../text/datum.ts';
import { quoted, Refusal } from '../text/refusal.ts';
import type { JepsenOptions } from './options.ts';

export type Workload = Exclude<JepsenOptions['workload'], 'auto' | 'transactions'>;

/** What operations of these names are done to. */
export function workloadOf(operations: readonly LoggedOperation[]): Workload {
  const names = new Set(operations.map(({ name }) => name));
  const only = (...known: string[]): boolean => [...names].every((name) => name !== undefined && known.includes(name));
  if (names.size === 0 || only('read', 'write', 'cas')) return 'register';
  if (only('enqueue', 'dequeue', 'drain')) return 'queue';
  if (only('acquire', 'release')) return 'lock';
  if (!only('add', 'remove', 'read')) return 'other';
  const read = operations.find(({ name, outcome, answered }) => name === 'read' && outcome === 'ok' && answered !== null);
  return typeof read?.answered === 'number' && !names.has('remove') ? 'counter' : 'set';
}

export const specifications: Readonly<Record<Workload, string | undefined>> = {
  register: 'CasRegister',
  set: 'SetObject',
  counter: 'Counter',
  queue: 'Queue',
  lock: 'Lock',
  other: undefined,
};

/**
 * Whether all values are `[key value]`, those of invocations above all: the key is always there, so a `nil` is none. A cas has its own pair within.
 */
export function hasTuples(operations: readonly LoggedOperation[]): boolean {
  const isTuple = (value: Datum, inner: number | undefined): boolean => {
    const parts = itemsOf(value);
    const [key = null, held = null] = parts ?? [];
    const isKey = typeof key === 'object' ? key !== null && key.kind === 'keyword' : true;
    return parts?.length === 2 && isKey && (inner === undefined || itemsOf(held)?.length === inner);
  };
  return (
    operations.length > 0 &&
    operations.every(({ name, asked, answered, outcome }) => {
      const inner = name === 'cas' ? 2 : undefined;
      return isTuple(asked, inner) && (outcome !== 'ok' || isTuple(answered ?? null, inner));
    })
  );
}

/** Gives what one logged operation means. */
export function objectReader(workload: Workload, tuples: boolean, options: JepsenOptions): (logged: LoggedOperation) => Understood {
  const object = options.object || (workload === 'other' ? 'object' : workload);
  return (logged) => {
    const asked = tuples ? tuple(logged.asked, logged.line) : { key: object, value: logged.asked };
    const answered =
      !tuples || logged.outcome !== 'ok' ? logged.answered : tuple(logged.answered ?? null, logged.endLine ?? logged.line).value;
    const call: Asked = { logged, key: asked.key, value: asked.value, answered: answered ?? null };
    return { logged, calls: logged.outcome === 'failed' ? failedCalls(call, options) : callsOf(workload, call, options) };
  };
}

interface Asked {
  readonly logged: LoggedOperation;
  readonly key: TraceValue;
  readonly value: Datum;
  readonly answered: Datum;
}

function tuple(value: Datum, line: number): { readonly key: TraceValue; readonly value: Datum } {
  const parts = itemsOf(value);
  const [key, held] = parts ?? [];
  if (parts?.length !== 2 || key === undefined || held === undefined) {
    throw new Refusal(line, `the value is not \`[key value]\`, as \`keys: tuples\` says; found ${quoted(datumText(value))}`);
  }
  return { key: historyValue(key), value: held };
}

/** What has failed has not happened; a failed cas may tell what it saw. */
function failedCalls(asked: Asked, options: JepsenOptions): readonly Call[] {
  if (asked.logged.name !== 'cas' || options.failedCas === 'dropped') return [];
  return [{ ...cas(asked), result: false }];
}

function callsOf(workload: Workload, asked: Asked, options: JepsenOptions): readonly Call[] {
  const { logged, key, value, answered } = asked;
  const known = logged.outcome === 'ok';
  const given = historyValue(value);
  switch (logged.name) {
    case undefined:
      throw new Refusal(logged.line, '`:f` is missing; it names the operation');
    case 'read': {
      if (!known || (answered === null && options.nilReads !== 'none')) return [];
      return [{ name: 'read', arguments: [key], result: workload === 'set' ? elements(answered) : historyValue(answered) }];
    }
    case 'cas':
      return [{ ...cas(asked), ...(known ? { result: true } : {}) }];
    case 'write':
    case 'add':
    case 'remove':
    case 'enqueue':
      return [{ name: logged.name, arguments: [key, given] }];
    case 'dequeue':
      return [{ name: 'dequeue', arguments: [key], ...(known ? { result: historyValue(answered) } : {}) }];
    case 'drain':
      return drained(asked).map((element) => ({ name: 'dequeue', arguments: [key], result: historyValue(element) }));
    case 'acquire':
      // A mutex hands out no tokens.
      return [{ name: 'lock', arguments: [key], ...(known ? { result: 0 } : {}) }];
    case 'release':
      return [{ name: 'unlock', arguments: [key] }];
    default:
      return [
        { name: logged.name, arguments: value === null ? [key] : [key, given], ...(known ? { result: historyValue(answered) } : {}) },
      ];
  }
}

function cas({ logged, key, value }: Asked): Call {
  const [old, next, ...rest] = itemsOf(value) ?? [];
  if (old === undefined || next === undefined || rest.length > 0) {
    throw new Refusal(logged.line, `a \`:cas\` has a value \`[old new]\`; found ${quoted(datumText(value))}`);
  }
  return { name: 'cas', arguments: [key, historyValue(old), historyValue(next)] };
}

/** All that a drain took out; each element is a dequeue of its own. */
function drained({ logged, answered }: Asked): readonly Datum[] {
  const items = logged.outcome === 'ok' ? itemsOf(answered) : undefined;
  if (items === undefined)
    throw new Refusal(logged.endLine ?? logged.line, 'of a `:drain` that is not `:ok` nobody knows how many elements it took');
  return items;
}

/** A set, whether it is written as one or as a vector, as the list that `SetObject` answers. */
function elements(answered: Datum): TraceValue {
  const items = typeof answered === 'object' && answered !== null && answered.kind === 'set' ? answered.items : itemsOf(answered);
  return items === undefined ? historyValue(answered) : items.map(historyValue).sort(inOrder);
}

/** The order of values in the language. */
function inOrder(a: TraceValue, b: TraceValue): number {
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0) return rank;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (Array.isArray(a) && Array.isArray(b)) {
    const [first, second]: readonly (readonly TraceValue[])[] = [a, b];
    for (const [i, item] of first?.entries() ?? []) {
      const other = second?.[i];
      if (other === undefined) break;
      const order = inOrder(item, other);
      if (order !== 0) return order;
    }
    return a.length - b.length;
  }
  const [x, y] = typeof a === 'string' && typeof b === 'string' ? [a, b] : [textOf(a), textOf(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

function rankOf(value: TraceValue): number {
  if (value === null || typeof value === 'boolean') return value === null ? 0 : value ? 2 : 1;
  return typeof value === 'number' ? 3 : typeof value === 'string' ? 4 : Array.isArray(value) ? 5 : 6;
}
