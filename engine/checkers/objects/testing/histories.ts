/** Histories of clients that act in turn (real time plays no part), as operations and as traces. */
import { traceOfHistory } from '../../../check/history/trace.ts';
import type { Trace, TraceValue } from '../../../trace/model.ts';
import type { Operation } from '../../history.ts';
import type { PropertyContext, SafetyProperty } from '../../property.ts';

const place = { file: 'file:///history.faultline', start: 0, end: 1 };

/** One operation after the other. `result` absent: it stays open. */
export interface Asked {
  readonly process: number;
  readonly name: string;
  readonly arguments: readonly TraceValue[];
  readonly result?: TraceValue;
}

export function operationsOf(asked: readonly Asked[]): readonly Operation[] {
  return asked.map(({ result, ...rest }, index) => ({
    ...rest,
    outcome: result === undefined ? 'open' : 'ok',
    invoked: index * 2,
    event: index * 2,
    ...(result === undefined ? {} : { result, returned: index * 2 + 1 }),
  }));
}

export function verdictOn(property: SafetyProperty, context: PropertyContext, asked: readonly Asked[]): 'holds' | 'violated' | 'undecided' {
  const trace = traceFor(asked);
  const finding = property.check(trace, true, context);
  if (finding !== undefined) return 'violated';
  return property.undecided?.(trace, context) === undefined ? 'holds' : 'undecided';
}

function traceFor(asked: readonly Asked[]): Trace {
  const lines = operationsOf(asked).map(({ process, name, arguments: args, invoked, returned, result = null }) => ({
    process: `p${process}`,
    name,
    arguments: args,
    invoked,
    ...(returned === undefined ? {} : { returned }),
    result,
    place,
  }));
  return traceOfHistory({ file: place.file, scenario: 'h', bindings: [] }, lines, false);
}

type Random = () => number;
const pick = (random: Random, count: number): number => Math.floor(random() * count);
export const oneOf = <T>(random: Random, ...choices: readonly T[]): T => choices[pick(random, choices.length)] as T;

/** Reads and writes that no store has seen: a read returns what somebody writes to the object, some time, or what nobody does. */
export function anyReadsAndWrites(random: Random, repeats: boolean): readonly Asked[] {
  const asked: Asked[] = [];
  const written = new Map<string, (number | null)[]>(['x', 'y'].map((object) => [object, [null]]));
  const gone = new Set<number>();
  const planned = 3 + pick(random, 4);
  for (let value = 1; value <= planned; value++) {
    const process = oneOf(random, 0, 0, 1, 1, 2);
    if (gone.has(process)) continue;
    const object = oneOf(random, 'x', 'x', 'y');
    const open = random() < 0.1;
    if (open) gone.add(process);
    if (random() < 0.5) {
      const number = repeats ? oneOf(random, 1, 2) : value;
      written.get(object)?.push(number);
      asked.push({ process, name: 'write', arguments: [object, number], ...(open ? {} : { result: null }) });
    } else {
      const result = oneOf(random, ...(written.get(object) ?? []), ...(random() < 0.1 ? [value + 1] : []));
      asked.push({ process, name: 'read', arguments: [object], ...(open ? {} : { result }) });
    }
  }
  return asked;
}

/**
 * What clients of a store see. `one copy`: it is linearizable. `causal`: each client has a replica of its own, to which the writes of the others come when all that their
 * clients knew has come (Ahamad et al. 1995).
 */
export function runStore(random: Random, store: 'one copy' | 'causal', operations: number): readonly Asked[] {
  const clients = [0, 1, 2];
  const replicas = clients.map(() => new Map<string, number>());
  const known = clients.map(() => new Set<number>());
  const writes: { readonly object: string; readonly value: number; readonly after: ReadonlySet<number> }[] = [];
  const asked: Asked[] = [];
  while (asked.length < operations) {
    const process = oneOf(random, ...clients);
    const replica = replicas[store === 'one copy' ? 0 : process] ?? new Map<string, number>();
    const knows = known[process] ?? new Set<number>();
    const object = oneOf(random, 'x', 'x', 'y');
    const arrives = writes.findIndex(({ after }, index) => !knows.has(index) && [...after].every((before) => knows.has(before)));
    if (store === 'causal' && arrives >= 0 && random() < 0.4) {
      const { object: written = '', value = 0 } = writes[arrives] ?? {};
      replica.set(written, value);
      knows.add(arrives);
    } else if (random() < 0.5) {
      const value = writes.push({ object, value: writes.length + 1, after: new Set(knows) });
      knows.add(value - 1);
      replica.set(object, value);
      asked.push({ process, name: 'write', arguments: [object, value], result: null });
    } else asked.push({ process, name: 'read', arguments: [object], result: replica.get(object) ?? null });
  }
  return asked;
}

/** One of the reads sees what another write to the object, or nobody, has written. */
export function misread(random: Random, asked: readonly Asked[]): readonly Asked[] {
  const reads = asked.flatMap(({ name, result }, index) => (name === 'read' && result !== undefined ? [index] : []));
  const index = oneOf(random, ...reads);
  const read = asked[index];
  if (read === undefined) return asked;
  const values = asked.flatMap(({ name, arguments: [object, value = null] }) =>
    name === 'write' && object === read.arguments[0] ? [value] : [],
  );
  return asked.with(index, { ...read, result: oneOf(random, null, ...values) });
}
