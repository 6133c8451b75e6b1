import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Trace, TraceEvent, TraceValue } from '../trace/model.ts';
import { historyOf } from './history.ts';

type OperationEvent = Extract<TraceEvent, { readonly operation: number }>;

/** A trace of two nodes and three clients in which only these events happened, each in a step of its own. */
function traceOf(...events: readonly Omit<OperationEvent, 'step' | 'text'>[]): Trace {
  return {
    format: 'faultline-trace',
    version: 1,
    source: { file: 'file:///history.faultline', scenario: 'history', bindings: [] },
    mode: { kind: 'exploration' },
    timed: false,
    nodes: [
      { name: 'a', role: 'Store' },
      { name: 'b', role: 'Store' },
    ],
    clients: [{ name: 'alice' }, { name: 'bob' }, { name: 'carol' }],
    messages: [],
    steps: events.map((_, i) => ({ text: '', kind: 'invoke', events: [i, i + 1], changes: [] })),
    events: events.map((event, step) => ({ ...event, step, text: '' })),
    initial: [],
  };
}
const alice = 2;
const bob = 3;
const invoke = (line: number, operation: number, name: string, ...args: readonly TraceValue[]) =>
  ({ kind: 'invoke', line, operation, name, arguments: args, node: 0 }) as const;
const returns = (line: number, operation: number, name: string, result: TraceValue = null) =>
  ({ kind: 'return', line, operation, name, arguments: [], result }) as const;
const givesUp = (line: number, operation: number, name: string) => ({ kind: 'giveUp', line, operation, name, arguments: [] }) as const;
const aborted = { enum: 'Outcome', member: 'aborted' };

describe('the history of a run', () => {
  it('has an operation for each invocation, in their order, with its result and its place in time', () => {
    const trace = traceOf(
      invoke(alice, 0, 'write', 'x', 1),
      invoke(bob, 1, 'read', 'x'),
      returns(bob, 1, 'read', 1),
      returns(alice, 0, 'write'),
      invoke(bob, 2, 'read', 'x'),
    );
    expect(historyOf(trace)).toEqual([
      { process: 0, name: 'write', arguments: ['x', 1], outcome: 'ok', result: null, invoked: 0, returned: 3, event: 3, node: 0 },
      { process: 1, name: 'read', arguments: ['x'], outcome: 'ok', result: 1, invoked: 1, returned: 2, event: 2, node: 0 },
      { process: 1, name: 'read', arguments: ['x'], outcome: 'open', invoked: 4, event: 4, node: 0 },
    ]);
  });

  it('makes a new process of a client that gave up an operation', () => {
    const trace = traceOf(
      invoke(alice, 0, 'write', 'x', 1),
      invoke(bob, 1, 'read', 'x'),
      givesUp(alice, 0, 'write'),
      invoke(alice, 2, 'read', 'x'),
      returns(alice, 2, 'read', 1),
    );
    expect(historyOf(trace).map(({ process, outcome }) => [process, outcome])).toEqual([
      [0, 'open'],
      [1, 'open'],
      [2, 'ok'],
    ]);
  });

  it('says which transaction an operation belongs to, from begin to commit or abort', () => {
    const trace = traceOf(
      invoke(alice, 0, 'begin'),
      returns(alice, 0, 'begin'),
      invoke(bob, 1, 'read', 'x'),
      invoke(alice, 2, 'read', 'x'),
      returns(alice, 2, 'read'),
      invoke(alice, 3, 'commit'),
      returns(alice, 3, 'commit'),
      invoke(alice, 4, 'read', 'x'),
      returns(alice, 4, 'read'),
      invoke(alice, 5, 'begin'),
    );
    expect(historyOf(trace).map(({ name, transaction }) => [name, transaction])).toEqual([
      ['begin', 0],
      ['read', undefined],
      ['read', 0],
      ['commit', 0],
      ['read', undefined],
      ['begin', 1],
    ]);
  });

  it('ends a transaction at the operation that the server answers with `aborted`, or that the client gives up', () => {
    const trace = traceOf(
      invoke(alice, 0, 'begin'),
      returns(alice, 0, 'begin'),
      invoke(alice, 1, 'write', 'x', 1),
      returns(alice, 1, 'write', aborted),
      invoke(alice, 2, 'read', 'x'),
      returns(alice, 2, 'read'),
      invoke(bob, 3, 'begin'),
      givesUp(bob, 3, 'begin'),
      invoke(bob, 4, 'read', 'x'),
    );
    expect(historyOf(trace).map(({ transaction }) => transaction)).toEqual([0, 0, undefined, 1, undefined]);
  });

  it('never lets a process ask while its last operation is open', () => {
    const anyScript = fc.array(fc.record({ line: fc.constantFrom(2, 3, 4), gives: fc.constantFrom('return', 'giveUp') }), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(anyScript, (turns) => {
        const open = new Map<number, number>();
        const events = turns.map(({ line, gives }, i) => {
          const pending = open.get(line);
          if (pending === undefined) {
            open.set(line, i);
            return invoke(line, i, 'read', 'x');
          }
          open.delete(line);
          return gives === 'return' ? returns(line, pending, 'read', 1) : givesUp(line, pending, 'read');
        });
        const operations = historyOf(traceOf(...events));
        expect(operations.length).toBe(events.filter(({ kind }) => kind === 'invoke').length);
        operations.forEach((operation, i) => {
          const before = operations.slice(0, i).filter(({ process }) => process === operation.process);
          for (const { returned } of before) expect(returned).toBeLessThan(operation.invoked);
        });
      }),
    );
  });
});
