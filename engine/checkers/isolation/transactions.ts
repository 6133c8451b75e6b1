/**
 * Transactions as plain data: what the checkers of isolation read, whether it comes from a run, from a written history or from a file of another tool.
 */
import type { TraceValue } from '../../trace/model.ts';
import { valueKey } from '../../trace/values.ts';
import { isAborted, type Operation } from '../history.ts';

/** `unknown`: nobody knows whether it committed. It may have, also long after; whoever reads from it proves it. */
export type TransactionStatus = 'committed' | 'aborted' | 'unknown';

export interface TransactionRecord {
  /** How messages call it: `t1`. Unique in the history. */
  readonly name: string;
  /** The session: transactions of one process follow each other in the order of the history. */
  readonly process: number;
  readonly status: TransactionStatus;
  /** In the order in which the transaction did them. */
  readonly operations: readonly MicroOperation[];
  /**
   * When its first operation was asked and when its last reply came, in any unit that orders them; absent where it is not known (or never ended). In
   * real time `a` precedes `b` iff `a.end < b.begin`.
   */
  readonly begin?: number;
  readonly end?: number;
  /** To show the transaction as a whole at: whatever the history's source counts by (an event of a trace, a line of a file). */
  readonly event: number;
}

/** One read or write of a transaction. `event` is where to show it, as in {@link TransactionRecord}. */
export type MicroOperation = { readonly event: number } & (
  | {
      /** `value` is what it returned: the whole list of a key that is appended to. A read whose result is not known must be left out. */
      readonly kind: 'read';
      readonly key: TraceValue;
      readonly value: TraceValue;
      /** It takes a key that holds nothing yet as holding this value, as `increment` does with 0. */
      readonly orNone?: true;
    }
  /** It read anything but this value (a `cas` that failed). */
  | { readonly kind: 'readOther'; readonly key: TraceValue; readonly value: TraceValue }
  | { readonly kind: 'write'; readonly key: TraceValue; readonly value: TraceValue }
  /** Adds one element at the end of the key's list. */
  | { readonly kind: 'append'; readonly key: TraceValue; readonly value: TraceValue }
  /** From then on the key holds `none`. */
  | { readonly kind: 'delete'; readonly key: TraceValue }
  /** A predicate read: all keys that begin with the prefix and do not hold `none`, with what they hold. */
  | { readonly kind: 'scan'; readonly prefix: string; readonly found: readonly (readonly [key: TraceValue, value: TraceValue])[] }
);

export interface TransactionHistory {
  /** In the order in which they began, as far as it is known; those of one process in their order. */
  readonly transactions: readonly TransactionRecord[];
  /** What keys hold at first; `none` where nothing is said. A key that is appended to begins as the empty list, however that is written. */
  readonly initial?: readonly (readonly [key: TraceValue, value: TraceValue])[];
}

/** The transactions of a history, or the operation that is neither read nor write, so that the definitions of isolation say nothing of it. */
export type TransactionReading =
  | { readonly kind: 'transactions'; readonly transactions: readonly TransactionRecord[] }
  | { readonly kind: 'unreadable'; readonly operation: Operation };

/**
 * Operations outside of any transaction are transactions of their own. `nameOf` gets the first operation of a transaction and its number in the
 * history, counted from 1.
 */
export function transactionsOf(
  operations: readonly Operation[],
  nameOf: (first: Operation, number: number) => string = (_, number) => `t${number}`,
): TransactionReading {
  const groups = new Map<string, Operation[]>();
  for (const [index, operation] of operations.entries()) {
    const group = operation.transaction === undefined ? `alone ${index}` : `in ${operation.transaction}`;
    const others = groups.get(group);
    if (others === undefined) groups.set(group, [operation]);
    else others.push(operation);
  }
  const transactions: TransactionRecord[] = [];
  for (const group of groups.values()) {
    const [first] = group;
    const last = group.at(-1);
    if (first === undefined || last === undefined) continue;
    const parts: MicroOperation[] = [];
    for (const operation of group) {
      const read = microOperations(operation);
      if (read === undefined) return { kind: 'unreadable', operation };
      parts.push(...read);
    }
    transactions.push({
      name: nameOf(first, transactions.length + 1),
      process: first.process,
      status: statusOf(group),
      operations: parts,
      begin: first.invoked,
      ...(group.every(({ outcome }) => outcome === 'ok') && last.returned !== undefined ? { end: last.returned } : {}),
      event: last.event,
    });
  }
  return { kind: 'transactions', transactions };
}

/**
 * A transaction of which the client has not heard the end is not known to have aborted, even where it has not asked for the commit: the run may be
 * cut there, and a server may answer late.
 */
function statusOf(group: readonly Operation[]): TransactionStatus {
  if (group.some(({ name, result }) => name === 'abort' || isAborted(result))) return 'aborted';
  const [first] = group;
  const done = group.some((operation) => operation.outcome === 'ok' && (operation.name === 'commit' || first?.transaction === undefined));
  return done ? 'committed' : 'unknown';
}

/** Nothing where the operation is neither read nor write. A read without a reply says nothing and is left out. */
export function microOperations(operation: Operation): readonly MicroOperation[] | undefined {
  const { name, result, event } = operation;
  const [key = null, first = null, second = null] = operation.arguments;
  const returned = operation.outcome === 'ok' && !isAborted(result);
  switch (name) {
    case 'begin':
    case 'commit':
    case 'abort':
      return [];
    case 'read':
      return returned ? [{ kind: 'read', key, value: result ?? null, event }] : [];
    case 'write':
      return [{ kind: 'write', key, value: first, event }];
    case 'append':
      return [{ kind: 'append', key, value: first, event }];
    case 'delete':
      return [{ kind: 'delete', key, event }];
    case 'cas':
      if (returned && result === false) return [{ kind: 'readOther', key, value: first, event }];
      return [...(returned ? [{ kind: 'read', key, value: first, event } as const] : []), { kind: 'write', key, value: second, event }];
    case 'increment':
      // Without a reply the number that it wrote is not known either.
      if (!returned || typeof result !== 'number') return [];
      return [
        { kind: 'read', key, value: result - 1, ...(result === 1 ? { orNone: true } : {}), event },
        { kind: 'write', key, value: result, event },
      ];
    case 'scan': {
      const found = foundBy(result);
      return returned && found !== undefined && typeof key === 'string' ? [{ kind: 'scan', prefix: key, found, event }] : [];
    }
    default:
      return undefined;
  }
}

function foundBy(result: TraceValue | undefined): readonly (readonly [TraceValue, TraceValue])[] | undefined {
  // Arrays have a `map` too: their method.
  return typeof result === 'object' && result !== null && !isList(result) && 'map' in result ? result.map : undefined;
}

function isList(value: TraceValue): value is readonly TraceValue[] {
  return Array.isArray(value);
}

/** Whether the predicate of a scan speaks of the key. */
export function matchesPrefix(key: TraceValue, prefix: string): boolean {
  return typeof key === 'string' && key.startsWith(prefix);
}

/** Equal keys and values have equal texts. Numbers and strings, which are nearly all of them, without the detour over JSON. */
export function textOf(value: TraceValue): string {
  switch (typeof value) {
    case 'number':
      return `${value}`;
    case 'string':
      return `"${value}`;
    default:
      return valueKey(value);
  }
}
