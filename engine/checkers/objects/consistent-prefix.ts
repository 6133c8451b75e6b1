import type { TraceValue } from '../../trace/model.ts';
import { valueKey, valueText } from '../../trace/values.ts';
import type { Operation } from '../history.ts';
import { type Answer, type ClientHistory, historyProperty, holds, undecided } from './history-property.ts';
import { processesOf } from './processes.ts';

/**
 * Consistent prefix (Terry et al. 1995; Terry 2013): there is one order of all writes, and what a client reads at one moment is what some prefix of it leaves. At
 * one moment is read what a `scan` finds, what the reads of one transaction find before it writes, and what a single read finds. The order keeps each
 * client's own, and puts a write after those that its client had read by then, where it is known which these are.
 */
export const consistentPrefix = historyProperty('consistentPrefix', () => judge);

interface Write {
  readonly operation: Operation;
  /** Writes, by index, that come before it. */
  readonly after: ReadonlySet<number>;
}
/** What was read at one moment. */
interface Glance {
  readonly operations: readonly Operation[];
  readonly fits: (store: Store) => boolean;
}
/** By the key of the object's name. */
type Store = ReadonlyMap<string, TraceValue>;

const mostConfigurations = 200_000;

function judge({ operations, initial, say }: ClientHistory): Answer {
  const unknown = operations.find(({ name }) => !effects.has(name) && !silent.has(name));
  if (unknown !== undefined) return undecided(`it speaks of reads and writes, and \`${unknown.name}\` is neither`);
  const writes = writesOf(operations);
  const glances = glancesOf(operations);
  const seen = new Set<string>();
  const stack: Step[] = [{ done: new Set(), store: initial, left: glances }];
  let furthest: readonly Glance[] = glances;
  for (let here = stack.pop(); here !== undefined; here = stack.pop()) {
    const { done, store } = here;
    const left = here.left.filter(({ fits }) => !fits(store));
    if (left.length === 0) return holds;
    if (left.length < furthest.length) furthest = left;
    const key = JSON.stringify([[...done].sort(), [...store].sort(), left.map((glance) => glances.indexOf(glance))]);
    if (seen.has(key)) continue;
    seen.add(key);
    if (seen.size > mostConfigurations)
      return undecided(`gave up after ${mostConfigurations.toLocaleString('en-US')} ways to order the writes`);
    for (const [index, write] of writes.entries()) {
      if (done.has(index) || ![...write.after].every((before) => done.has(before))) continue;
      stack.push({ done: new Set([...done, index]), store: applied(write.operation, store), left });
    }
  }
  const [glance] = furthest.toSorted((a, b) => (b.operations.at(-1)?.invoked ?? 0) - (a.operations.at(-1)?.invoked ?? 0));
  const operation = glance?.operations.at(-1);
  if (glance === undefined || operation === undefined) throw new Error('broken invariant: something was read that fits nowhere');
  const others = glance.operations.slice(0, -1);
  const together = others.length === 0 ? '' : ` together with ${others.map(say).join(', ')}`;
  return { kind: 'violated', operation, others, reason: `no prefix of any one order of the writes leaves it${together}` };
}

interface Step {
  readonly done: ReadonlySet<number>;
  readonly store: Store;
  readonly left: readonly Glance[];
}

/** What operations do to the value of their object. */
const effects: ReadonlyMap<string, (before: TraceValue, argument: TraceValue) => TraceValue> = new Map([
  ['write', (_: TraceValue, value: TraceValue) => value],
  ['delete', () => null],
  ['append', (before: TraceValue, value: TraceValue) => [...listOf(before), value]],
]);
const silent: ReadonlySet<string> = new Set(['read', 'scan', 'begin', 'commit', 'abort']);

function listOf(value: TraceValue): readonly TraceValue[] {
  return isList(value) ? value : [];
}
function isList(value: TraceValue): value is readonly TraceValue[] {
  return Array.isArray(value);
}

function applied({ name, arguments: [key = null, argument = null] }: Operation, store: Store): Store {
  const object = valueKey(key);
  return new Map(store).set(object, effects.get(name)?.(store.get(object) ?? null, argument) ?? null);
}

/** Writes of transactions that were rolled back are none; it is enough that the others may have happened. */
function writesOf(operations: readonly Operation[]): readonly Write[] {
  const aborted = new Set(
    operations.flatMap(({ name, transaction }) => (name === 'abort' && transaction !== undefined ? [transaction] : [])),
  );
  const all = operations.filter(({ name, transaction }) => effects.has(name) && (transaction === undefined || !aborted.has(transaction)));
  const numbers = new Map(all.map((operation, index) => [operation, index]));
  const sources = Map.groupBy(all, ({ arguments: [key = null, value = null] }) => `${valueKey(key)} ${valueKey(value)}`);
  const known = new Map<Operation, Set<number>>();
  for (const own of processesOf(operations)) {
    const before = new Set<number>();
    for (const operation of own) {
      const number = numbers.get(operation);
      if (number !== undefined) {
        known.set(operation, new Set(before));
        before.add(number);
      }
      for (const [key, value] of shown(operation)) {
        const [source, another] = sources.get(`${key} ${valueKey(value)}`) ?? [];
        const from = source === undefined || another !== undefined ? undefined : numbers.get(source);
        if (from !== undefined) before.add(from);
      }
    }
  }
  return all.map((operation, index) => {
    const after = known.get(operation) ?? new Set();
    after.delete(index);
    return { operation, after };
  });
}

/** By the key of the object's name, the values that it returned. */
function shown({ name, arguments: [key = null], outcome, result = null }: Operation): readonly (readonly [string, TraceValue])[] {
  if (outcome === 'open') return [];
  if (name === 'read') return [[valueKey(key), result]];
  if (name !== 'scan' || typeof result !== 'object' || result === null || isList(result) || !('map' in result)) return [];
  return result.map.map(([object, value]) => [valueKey(object), value]);
}

function glancesOf(operations: readonly Operation[]): readonly Glance[] {
  const wrote = new Set<number>();
  const together = Map.groupBy(
    operations.flatMap((operation, index) => {
      const { name, transaction, outcome } = operation;
      if (effects.has(name) && transaction !== undefined) wrote.add(transaction);
      if ((name !== 'read' && name !== 'scan') || outcome === 'open') return [];
      // What a transaction reads after it has written may be its own.
      if (transaction !== undefined && wrote.has(transaction)) return [];
      return [{ operation, moment: transaction === undefined ? `alone ${index}` : `in ${transaction}` }];
    }),
    ({ moment }) => moment,
  );
  return [...together.values()].map((reads): Glance => {
    const own = reads.map(({ operation }) => operation);
    return { operations: own, fits: (store) => own.every((operation) => fits(operation, store)) };
  });
}

function fits(operation: Operation, store: Store): boolean {
  const found = shown(operation);
  if (!found.every(([key, value]) => sameValue(store.get(key) ?? null, value))) return false;
  if (operation.name !== 'scan') return true;
  const prefix = operation.arguments[0];
  const there = [...store].filter(([key, value]) => value !== null && String(JSON.parse(key)).startsWith(String(prefix)));
  return there.every(([key]) => found.some(([object]) => object === key));
}

/** A list to which nothing was appended may be shown as the empty list. */
function sameValue(held: TraceValue, seen: TraceValue): boolean {
  return valueText(held) === valueText(seen) || (held === null && isList(seen) && seen.length === 0);
}
