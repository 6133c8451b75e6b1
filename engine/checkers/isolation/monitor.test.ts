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
const names: readonly string[] = ['begin', 'commit', 'abort', 'read', 'write', 'append'];
const program = { ...anyProgram, operations: names.map((name) => ({ name, parameters: [], result: any, place, fields: [] })) };
const run = { ...anyRun, clients: ['alice', 'bob', 'carol'].map((name) => ({ name, frameSize: 0, body: [], place })) };
const values = new ConsingStore();
const context = propertyContext(program, run, values);

function value(of: TraceValue): Value {
  if (of === null || typeof of !== 'object') return of;
  return values.list(Array.isArray(of) ? (of as readonly TraceValue[]).map(value) : []);
}

/** What clients would have asked and got, each operation two steps; the operations of a transaction are spread over its time. */
function stepsOf(history: TransactionHistory, random: () => number): readonly Step[] {
  const lines = history.transactions.map(({ process, operations, status }) => ({
    client: process,
    todo: [...requests(operations), { name: status === 'aborted' ? 'abort' : 'commit', arguments: [], result: null }],
  }));
  const steps: Step[] = [];
  const sequence = new Map<number, number>();
  const push = (happening: Happening): void => {
    steps.push({ action: { kind: 'invoke', client: 0 }, resolution: { choices: [] }, world: initialWorld, happenings: [happening] });
  };
  const pending = new Map<number, { readonly request: RequestValue; readonly result: TraceValue }>();
  while (lines.some(({ todo }) => todo.length > 0) || pending.size > 0) {
    const client = Math.floor(random() * run.clients.length);
    const asked = pending.get(client);
    if (asked !== undefined) {
      pending.delete(client);
      const lost = random() < 0.03;
      if (lost) push({ kind: 'giveUp', client, request: asked.request });
      else push({ kind: 'return', client, request: asked.request, value: value(asked.result) });
      // Whoever gave up goes on with its next transaction.
      if (lost) lines.find((line) => line.client === client && line.todo.length > 0)?.todo.splice(0);
      continue;
    }
    const next = lines.find((line) => line.client === client && line.todo.length > 0)?.todo.shift();
    if (next === undefined) continue;
    const number = sequence.get(client) ?? 0;
    sequence.set(client, number + 1);
    const operation = names.indexOf(next.name);
    const request = values.request(client, number, operation, next.arguments.map(value));
    pending.set(client, { request, result: next.result });
    push({ kind: 'invoke', client, request, node: 0 });
  }
  return steps;
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
