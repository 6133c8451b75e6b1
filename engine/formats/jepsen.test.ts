import { describe, expect, it } from 'vitest';
import { transactionsOf } from '../checkers/isolation/transactions.ts';
import { importHistory, refusalOf, shown } from './testing/import.ts';

const refused = (text: string, options = {}): string => refusalOf(() => importHistory(text, options));
const op = (process: number, type: string, f: string, value: string): string =>
  `{:process ${process} :type :${type} :f :${f} :value ${value}}\n`;
const done = (process: number, f: string, asked: string, answered = asked, type = 'ok'): string =>
  op(process, 'invoke', f, asked) + op(process, type, f, answered);

describe('a Jepsen history of single operations', () => {
  it('is one of a register', () => {
    const history = importHistory(
      op(0, 'invoke', 'write', '1') +
        done(3, 'read', 'nil', '1') +
        op(0, 'ok', 'write', '1') +
        done(0, 'cas', '[1 2]') +
        '{:process :nemesis :type :info :f :kill}',
    );
    expect(shown(history)).toEqual(['0 write(register, 1)', '1 read(register) -> 1', '0 cas(register, 1, 2) -> true']);
    expect(history.operations.map(({ invoked, returned }) => [invoked, returned])).toEqual([
      [0, 3],
      [1, 2],
      [4, 5],
    ]);
    expect(history.processes).toEqual(['process 0', 'process 3']);
    expect(history.specification).toBe('CasRegister');
    expect(history.lines).toEqual([1, 2, 3, 4, 5, 6]);
    expect(history.initial).toEqual([]);
  });

  it('goes on with another process after an operation whose fate is unknown, and leaves out reads that say nothing', () => {
    const history = importHistory(
      done(0, 'write', '1', '1', 'info') +
        done(0, 'write', '2') +
        done(1, 'read', 'nil', 'nil', 'info') +
        op(2, 'invoke', 'read', 'nil') +
        op(3, 'invoke', 'write', '3'),
    );
    expect(shown(history)).toEqual(['0 write(register, 1) -> ?', '1 write(register, 2)', '4 write(register, 3) -> ?']);
    expect(history.processes.slice(0, 2)).toEqual(['process 0', 'process 0 (2)']);
    expect(history.counts).toEqual({ invoked: 5, ok: 1, failed: 0, unknown: 4, leftOut: 2 });
  });

  it('lets options decide what nil, a failed cas and the beginning mean', () => {
    const text = done(0, 'read', 'nil', 'nil') + done(0, 'cas', '[1 2]', '[1 2]', 'fail') + done(0, 'write', '1', '1', 'fail');
    expect(shown(importHistory(text))).toEqual([]);
    expect(shown(importHistory(text, { nilReads: 'none', failedCas: 'observed' }))).toEqual([
      '0 read(register)',
      '0 cas(register, 1, 2) -> false',
    ]);
    expect(importHistory(text, { initial: '0', nilReads: 'none', object: 'r' }).initial).toEqual([['r', 0]]);
    expect(() => importHistory(text, { nilReads: 'null' })).toThrow('`nilReads` is auto, unknown, none; found `null`');
    expect(() => importHistory(text, { nils: 'none' })).toThrow(/a Jepsen history in EDN has no option `nils`; it has `workload`, /);
  });

  it('reads keyed values as objects of their own', () => {
    const text = done(0, 'write', '[:x 1]') + done(1, 'read', '[:x nil]', '[:x 1]') + done(1, 'cas', '[5 [1 2]]');
    expect(shown(importHistory(text))).toEqual(['0 write(x, 1)', '1 read(x) -> 1', '1 cas(5, 1, 2) -> true']);
    expect(shown(importHistory(done(0, 'cas', '[1 2]')))).toEqual(['0 cas(register, 1, 2) -> true']);
    expect(shown(importHistory(done(0, 'write', '[1 2]'), { keys: 'none' }))).toEqual(['0 write(register, [1,2])']);
    expect(refused(done(0, 'write', '1'), { keys: 'tuples' })).toBe(
      'line 1: the value is not `[key value]`, as `keys: tuples` says; found `1`',
    );
  });

  it.each([
    [
      'a set',
      done(0, 'add', '1') + done(1, 'read', 'nil', '#{:b 10 [1] 9}'),
      'SetObject',
      ['0 add(set, 1)', '1 read(set) -> [9,10,"b",[1]]'],
    ],
    ['a set read as a vector', done(0, 'add', '1') + done(1, 'read', 'nil', '[1]'), 'SetObject', ['0 add(set, 1)', '1 read(set) -> [1]']],
    ['a counter', done(0, 'add', '2') + done(1, 'read', 'nil', '2'), 'Counter', ['0 add(counter, 2)', '1 read(counter) -> 2']],
    ['a queue', done(0, 'enqueue', ':a') + done(1, 'dequeue', 'nil', ':a'), 'Queue', ['0 enqueue(queue, a)', '1 dequeue(queue) -> a']],
    ['a queue that is drained', done(0, 'drain', 'nil', '[1 2]'), 'Queue', ['0 dequeue(queue) -> 1', '1 dequeue(queue) -> 2']],
    ['a lock', done(0, 'acquire', 'nil') + done(0, 'release', 'nil'), 'Lock', ['0 lock(lock) -> 0', '0 unlock(lock)']],
    [
      'anything',
      done(0, 'transfer', '{:from 1 :to 2}'),
      undefined,
      ['0 transfer(object, {"map":[["from",1],["to",2]]}) -> {"map":[["from",1],["to",2]]}'],
    ],
  ])('is one of %s', (_, text, specification, operations) => {
    const history = importHistory(text);
    expect(history.specification).toBe(specification);
    expect(shown(history)).toEqual(operations);
  });

  it.each([
    ['{:process 1, :f :read, :value nil}', 'line 1: `:type` is missing; it is `:invoke`, `:ok`, `:fail` or `:info`'],
    ['\n{:process 1 :type :done}', 'line 2: `:type` is `:invoke`, `:ok`, `:fail` or `:info`; found `:done`'],
    ['{:type :ok :type :fail :process 1}', 'line 1: `:type` stands twice in one operation'],
    [op(1, 'ok', 'read', '1'), 'line 1: process 1 completes an operation that it has not invoked'],
    [op(1, 'invoke', 'read', '1').repeat(2), 'line 2: process 1 invokes an operation while its operation of line 1 has not ended'],
    [op(1, 'invoke', 'read', '1') + op(1, 'ok', 'write', '1'), 'line 2: `write` completes the `read` of line 1'],
    [done(1, 'cas', '[1]'), 'line 1: a `:cas` has a value `[old new]`; found `[1]`'],
    [done(1, 'drain', 'nil', 'nil', 'info'), 'line 2: of a `:drain` that is not `:ok` nobody knows how many elements it took'],
    [
      done(1, 'txn', '[[:r 1 nil]]') + done(1, 'write', '1'),
      'line 3: `:write` is a single operation, yet line 1 is a transaction; a history has one kind of them',
    ],
    ['{:a 1} 7', 'line 1: `:type` is missing; it is `:invoke`, `:ok`, `:fail` or `:info`'],
    ['({:type :invoke :process 1 :f :x} 7)', 'line 1: `7` is not an operation: that is a map with `:type`, `:process`, `:f`, `:value`'],
  ])('is refused: %s', (text, expected) => expect(refused(text)).toBe(expected));
});

describe('a Jepsen history of transactions', () => {
  it('keeps what each is known to have done', () => {
    const history = importHistory(
      done(0, 'txn', '[[:r :x nil] [:append :x 1] [:w 5 2]]', '[[:r :x []] [:append :x 1] [:w 5 2]]') +
        done(1, 'txn', '[[:append :x 2] [:r :x nil]]', '[[:append :x 2] [:r :x nil]]', 'fail') +
        done(1, 'txn', '[[:append :x 3] [:r :x nil]]', '[[:append :x 3] [:r :x nil]]', 'info') +
        op(1, 'invoke', 'txn', '[[:r :x nil]]'),
    );
    expect(history.transactions).toEqual([
      {
        name: 't1',
        process: 0,
        status: 'committed',
        begin: 0,
        end: 9,
        event: 9,
        operations: [
          { kind: 'read', key: 'x', value: [], event: 3 },
          { kind: 'append', key: 'x', value: 1, event: 5 },
          { kind: 'write', key: 5, value: 2, event: 7 },
        ],
      },
      {
        name: 't2',
        process: 1,
        status: 'aborted',
        begin: 10,
        end: 15,
        event: 15,
        operations: [{ kind: 'append', key: 'x', value: 2, event: 13 }],
      },
      { name: 't3', process: 1, status: 'unknown', begin: 16, event: 20, operations: [{ kind: 'append', key: 'x', value: 3, event: 19 }] },
      { name: 't4', process: 2, status: 'unknown', begin: 21, event: 23, operations: [] },
    ]);
    expect(shown(history)).toEqual([
      '0 begin()',
      '0 read(x) -> []',
      '0 append(x, 1)',
      '0 write(5, 2)',
      '0 commit()',
      '1 begin()',
      '1 append(x, 2)',
      '1 abort()',
      '1 begin()',
      '1 append(x, 3)',
      '1 commit() -> ?',
      '2 begin()',
      '2 commit() -> ?',
    ]);
    expect(history.lines[9]).toBe(2);
    const { transactions = [] } = history;
    expect(transactionsOf(history.operations)).toEqual({ kind: 'transactions', transactions });
  });

  it('takes nil for the beginning in `:r`, for nothing in `:read`', () => {
    const reads = (text: string, options = {}): number => importHistory(text, options).transactions?.[0]?.operations.length ?? -1;
    expect(reads(done(0, 'txn', '[[:r :x nil]]'))).toBe(1);
    expect(reads(done(0, 'txn', '[[:read :x nil]]'))).toBe(0);
    expect(reads(done(0, 'txn', '[[:r :x nil]]'), { nilReads: 'unknown' })).toBe(0);
    expect(reads(done(0, 'txn', '[[:read :x nil]]'), { nilReads: 'none' })).toBe(1);
  });

  it('does without processes and names, as far as it is clear what belongs together', () => {
    const line = (type: string, value: string): string => `{:type :${type} :value ${value}}\n`;
    const clear = line('invoke', '[[:r 1 nil]]') + line('invoke', '[[:r 2 nil]]') + line('ok', '[[:r 2 5]]') + line('ok', '[[:r 1 6]]');
    expect(importHistory(clear).transactions?.map(({ begin, end, process }) => [process, begin, end])).toEqual([
      [0, 0, 11],
      [1, 5, 10],
    ]);
    expect(importHistory(line('ok', '[[:append 1 2]]')).transactions?.[0]).toMatchObject({ status: 'committed', begin: 0, end: 5 });
    expect(refused(line('invoke', '[[:r 1 nil]]').repeat(2) + line('ok', '[[:r 1 6]]'))).toBe(
      'line 3: without `:process` nobody knows whether this completes the operation of line 1 or that of line 2',
    );
  });

  it('says the same in JSON', () => {
    const edn = done(0, 'txn', '[[:r :x nil] [:append :x 1]]', '[[:r :x [7]] [:append :x 1]]');
    const event = (type: string, read: unknown): unknown => {
      return {
        index: 0,
        process: 0,
        type,
        f: 'txn',
        value: [
          ['r', 'x', read],
          ['append', 'x', 1],
        ],
      };
    };
    const json = JSON.stringify([event('invoke', null), event('ok', [7]), { process: 'nemesis', type: 'info', f: 'kill', value: null }]);
    const { lines: _, ...fromJson } = importHistory(json);
    const { lines: __, ...fromEdn } = importHistory(edn);
    expect(fromJson).toEqual(fromEdn);
  });

  it.each([
    [
      done(0, 'txn', '[[:r 1 nil] [:inc 1 2]]'),
      'line 2: `[:inc 1 2]` is not a part of a transaction; that is `[:r k v]`, `[:w k v]` or `[:append k v]`',
    ],
    [done(0, 'txn', '7'), 'line 2: a transaction is a vector of `[:r k v]`, `[:w k v]` and `[:append k v]`; found `7`'],
  ])('is refused: %s', (text, expected) => expect(refused(text)).toBe(expected));
});

it('holds nothing where the file does', () => {
  for (const text of ['', '[]', '()', '; a comment\n', '[ ]\n']) expect(importHistory(text)).toMatchObject({ operations: [], lines: [] });
});
