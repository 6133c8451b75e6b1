/** The automaton, which explorations carry, says of every prefix of a run what the checker says of its trace. */
import { describe, expect, it } from 'vitest';
import { ConsingStore } from '../../program/store.ts';
import type { RequestValue, Value } from '../../program/values.ts';
import { buildTrace } from '../../trace/build.ts';
import type { TraceValue } from '../../trace/model.ts';
import { program as anyProgram, run as anyRun, initialWorld } from '../../trace/testing/synthetic.ts';
import type { Happening, Step } from '../../world/world.ts';
import type { SafetyProperty } from '../property.ts';
import { propertyContext } from '../roster.ts';
import { isolationLevels, isolationPhenomena } from './properties.ts';
import { generator } from './testing/histories.ts';
import { mutate, runStore } from './testing/stores.ts';
import type { MicroOperation, TransactionHistory } from './transactions.ts';

const place = { file: 'file:///clients.faultline', start: 0, end: 1 };
const any = { kind: 'any' } as const;
const names: readonly string[] = ['begin', 'commit', 'abort', 'read', 'write', 'append', 'cas', 'increment', 'delete', 'scan', 'enqueue'];
const program = { ...anyProgram, operations: names.map((name) => ({ name, parameters: [], result: any, place, fields: [] })) };
const run = { ...anyRun, clients: ['alice', 'bob', 'carol'].map((name) => ({ name, frameSize: 0, body: [], place })) };
const values = new ConsingStore();
const context = propertyContext(program, run, values);

function value(of: TraceValue): Value {
  if (of === null || typeof of !== 'object') return of;
  if (isList(of)) return values.list(of.map(value));
  if ('enum' in of) return values.enumMember(0, program.enums[0]?.members.indexOf(of.member) ?? -1);
  if ('map' in of) return values.map(of.map.map(([key, entry]) => [value(key), value(entry)] as const));
  throw new Error('no such value is drawn');
}
function isList(of: TraceValue): of is readonly TraceValue[] {
  return Array.isArray(of);
}

/** A run's steps, one happening each, as they are added. */
class Steps {
  readonly all: Step[] = [];
  readonly pending = new Map<number, { readonly request: RequestValue; readonly result: TraceValue }>();
  readonly #sequence = new Map<number, number>();

  invoke(client: number, { name, arguments: args, result }: Asked): void {
    const number = this.#sequence.get(client) ?? 0;
    this.#sequence.set(client, number + 1);
    const request = values.request(client, number, names.indexOf(name), args.map(value));
    this.pending.set(client, { request, result });
    this.#push({ kind: 'invoke', client, request, node: 0 });
  }

  /** What the client waits for returns, or it gives up. */
  end(client: number, how: 'return' | 'giveUp'): void {
    const asked = this.pending.get(client);
    if (asked === undefined) throw new Error('the client waits for nothing');
    this.pending.delete(client);
    const { request } = asked;
    this.#push(how === 'giveUp' ? { kind: how, client, request } : { kind: how, client, request, value: value(asked.result) });
  }

  #push(happening: Happening): void {
    this.all.push({ action: { kind: 'invoke', client: 0 }, resolution: { choices: [] }, world: initialWorld, happenings: [happening] });
  }
}

/** What clients would have asked and got, each operation two steps; the operations of a transaction are spread over its time. */
function stepsOf(history: TransactionHistory, random: () => number): readonly Step[] {
  const lines = history.transactions.map(({ process, operations, status }) => ({
    client: process,
    todo: [...requests(operations), { name: status === 'aborted' ? 'abort' : 'commit', arguments: [], result: null }],
  }));
  const steps = new Steps();
  while (lines.some(({ todo }) => todo.length > 0) || steps.pending.size > 0) {
    const client = Math.floor(random() * run.clients.length);
    if (steps.pending.has(client)) {
      const lost = random() < 0.03;
      steps.end(client, lost ? 'giveUp' : 'return');
      // Whoever gave up goes on with its next transaction.
      if (lost) lines.find((line) => line.client === client && line.todo.length > 0)?.todo.splice(0);
      continue;
    }
    const next = lines.find((line) => line.client === client && line.todo.length > 0)?.todo.shift();
    if (next !== undefined) steps.invoke(client, next);
  }
  return steps.all;
}

/**
 * Any operations in any order, within transactions and outside, some of them rolled back or without a reply, on a store in which writes are seen at once,
 * while some reads are of the moment of the transaction's begin, and a few of anything.
 */
function anySteps(random: () => number, length: number): readonly Step[] {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const steps = new Steps();
  const held = new Map<string, TraceValue>();
  const begun = new Map<number, ReadonlyMap<string, TraceValue>>();
  const list: number[] = [];
  let fresh = 1;
  const data: readonly string[] = ['read', 'read', 'read', 'write', 'write', 'append', 'cas', 'increment', 'delete', 'scan'];
  const nextName = (client: number): string => {
    const chance = random();
    if (chance < 0.005) return 'enqueue';
    const bounds = begun.has(client) ? (['commit', 'abort', 'begin'] as const) : (['begin', 'commit', 'abort'] as const);
    if (chance < 0.03) return bounds[2];
    if (chance < 0.06) return bounds[1];
    return chance < (begun.has(client) ? 0.3 : 0.7) ? bounds[0] : pick(data);
  };
  const draw = (client: number): Asked => {
    const name = nextName(client);
    const key = pick(['x', 'y']);
    const seen = random() < 0.5 ? held : (begun.get(client) ?? held);
    const now = held.get(key) ?? null;
    const written = random() < 0.9 ? fresh++ : pick([1, 2]);
    switch (name) {
      case 'begin':
        begun.set(client, new Map(held));
        return { name, arguments: [], result: null };
      case 'read':
        if (random() < 0.2) return { name, arguments: ['l'], result: [...list] };
        return { name, arguments: [key], result: random() < 0.03 ? pick([null, 1, 2, fresh]) : (seen.get(key) ?? null) };
      case 'write':
        held.set(key, written);
        return { name, arguments: [key, written], result: null };
      case 'append':
        list.push(fresh);
        return { name, arguments: ['l', fresh++], result: null };
      case 'cas': {
        const old = pick([now, 1]);
        if (old === now) held.set(key, written);
        return { name, arguments: [key, old, written], result: old === now };
      }
      case 'increment': {
        const count = typeof now === 'number' ? now : 0;
        held.set(key, count + 1);
        return { name, arguments: [key], result: count + 1 };
      }
      case 'delete':
        held.set(key, null);
        return { name, arguments: [key], result: null };
      case 'scan': {
        const found = [...seen].filter(([, value]) => value !== null);
        return { name, arguments: [''], result: { map: found } };
      }
      default:
        begun.delete(client);
        return { name, arguments: name === 'enqueue' ? ['q', client] : [], result: null };
    }
  };
  while (steps.all.length < length) {
    const client = Math.floor(random() * run.clients.length);
    if (steps.pending.has(client)) {
      steps.end(client, random() < 0.03 ? 'giveUp' : 'return');
      continue;
    }
    const asked = draw(client);
    steps.invoke(client, random() < 0.03 ? { ...asked, result: { enum: 'Outcome', member: 'aborted' } } : asked);
  }
  return steps.all;
}

interface Asked {
  readonly name: string;
  readonly arguments: readonly TraceValue[];
  readonly result: TraceValue;
}
function requests(operations: readonly MicroOperation[]): Asked[] {
  const begin = { name: 'begin', arguments: [], result: null };
  return [
    begin,
    ...operations.flatMap((micro): Asked[] => {
      if (micro.kind === 'read') return [{ name: 'read', arguments: [micro.key], result: micro.value }];
      if (micro.kind === 'write' || micro.kind === 'append')
        return [{ name: micro.kind, arguments: [micro.key, micro.value], result: null }];
      return [];
    }),
  ];
}

function agrees(property: SafetyProperty, steps: readonly Step[]): 'holds' | 'violated' {
  const monitor = property.monitor(context);
  let state: Value | 'violated' = monitor.initial;
  for (let length = 1; length <= steps.length; length++) {
    for (const happening of steps[length - 1]?.happenings ?? []) if (state !== 'violated') state = monitor.next(state, happening);
    const trace = buildTrace({
      program,
      run,
      scenario: 'clients',
      mode: { kind: 'exploration' },
      initial: initialWorld,
      steps: steps.slice(0, length),
    });
    const finding = property.check(trace, true, context);
    const undecided = property.undecided?.(trace, context);
    expect(finding !== undefined, `${property.name} after ${length} steps: ${finding?.message}`).toBe(state === 'violated');
    if (state === 'violated') {
      expect(finding?.event).toBeLessThan(trace.events.length);
      expect(finding?.message).not.toMatch(/undefined|\[object|NaN/);
      return 'violated';
    }
    // Of several reasons they may name different ones.
    expect(monitor.undecided?.(state) === undefined).toBe(undecided === undefined);
  }
  return 'holds';
}

describe('the monitors of isolation', () => {
  it.each([...isolationLevels, ...isolationPhenomena].map((property) => [property.name, property] as const))('%s', (name, property) => {
    const seen = { holds: 0, violated: 0 };
    for (let seed = 0; seed < 80; seed++) {
      const random = generator(seed);
      const workload = { transactions: 5, operations: 4, keys: 2, clients: 3, lists: seed % 2 === 0 };
      const history = runStore(random, { ...workload, store: (['serial', 'snapshot', 'committed'] as const)[seed % 3] ?? 'serial' });
      seen[agrees(property, stepsOf(seed % 4 === 1 ? mutate(random, history) : history, random))]++;
    }
    expect(seen.holds).toBeGreaterThan(5);
    // Such a run reads nothing through predicates, nothing dirty, and has no dirty writes.
    if (!['no phantom', 'no dirtyWrite', 'no dirtyRead'].includes(name)) expect(seen.violated).toBeGreaterThan(0);
  });

  it.each([...isolationLevels, ...isolationPhenomena].map((property) => [property.name, property] as const))(
    '%s, whatever clients ask',
    (_, property) => {
      const seen = { holds: 0, violated: 0 };
      for (let seed = 0; seed < 60; seed++) seen[agrees(property, anySteps(generator(seed), 12 + (seed % 28)))]++;
      expect(seen.holds).toBeGreaterThan(10);
      if (isolationLevels.includes(property)) expect(seen.violated).toBeGreaterThan(2);
    },
  );

  it('finds an aborted read as soon as the writer aborts', () => {
    const record = (process: number, status: 'aborted' | 'committed', micro: MicroOperation) =>
      ({ name: `t${process}`, process, status, operations: [micro], event: 0 }) as const;
    const write = record(0, 'aborted', { kind: 'write', key: 'x', value: 1, event: 0 });
    const read = record(1, 'committed', { kind: 'read', key: 'x', value: 1, event: 0 });
    const dirtyRead = isolationPhenomena.find(({ name }) => name === 'no dirtyRead');
    for (let seed = 0; seed < 20; seed++) {
      const steps = stepsOf({ transactions: [write, read] }, generator(seed));
      const gaveUp = steps.some(({ happenings }) => happenings[0]?.kind === 'giveUp');
      if (dirtyRead !== undefined && !gaveUp) expect(agrees(dirtyRead, steps)).toBe('violated');
    }
  });

  it('does not care how clients took turns, but where real time counts', () => {
    const seed = 3;
    const history = runStore(generator(seed), { transactions: 3, operations: 2, keys: 2, clients: 3, lists: false, store: 'serial' });
    const [serializable, strict] = [isolationLevels[3], isolationLevels[4]].map((property) => property?.monitor(context));
    const ends = (monitor: ReturnType<SafetyProperty['monitor']> | undefined) =>
      new Set(
        [1, 2, 3, 4, 5].map((order) => {
          let state: Value | 'violated' = monitor?.initial ?? null;
          const steps = stepsOf(history, generator(order * 7 + 1)).filter(({ happenings }) => happenings[0]?.kind !== 'giveUp');
          for (const { happenings } of steps)
            for (const happening of happenings) if (state !== 'violated') state = monitor?.next(state, happening) ?? null;
          return state;
        }),
      ).size;
    expect(ends(serializable)).toBe(1);
    expect(ends(strict)).toBeGreaterThan(1);
  });
});
