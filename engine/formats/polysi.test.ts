import { describe, expect, it } from 'vitest';
import { importText } from './formats.ts';
import { importHistory, refusalOf } from './testing/import.ts';

const refused = (text: string): string => refusalOf(() => importHistory(text));

describe('a history of PolySI', () => {
  it('has its transactions in the order of their first lines, and no time', () => {
    const { transactions, processes, initial, timed, lines } = importHistory('w(0,1,7,3)\nr(1,0,7,3)\nr(0,1,2,9)\r\n\nw(1,5,7,4)');
    expect(timed).toBe(false);
    expect(transactions).toEqual([
      {
        name: 't1',
        process: 0,
        status: 'committed',
        event: 7,
        operations: [
          { kind: 'write', key: 0, value: 1, event: 3 },
          { kind: 'read', key: 1, value: 0, event: 5 },
        ],
      },
      { name: 't2', process: 1, status: 'committed', event: 13, operations: [{ kind: 'read', key: 0, value: 1, event: 11 }] },
      { name: 't3', process: 0, status: 'committed', event: 19, operations: [{ kind: 'write', key: 1, value: 5, event: 17 }] },
    ]);
    expect([lines[7], lines[13], lines[19]]).toEqual([2, 3, 5]);
    expect(processes).toEqual(['session 7', 'session 2']);
    expect(initial).toEqual([
      [0, 0],
      [1, 0],
    ]);
  });

  it('is given in columns where it is too long for objects', () => {
    function* lines(): Generator<string> {
      for (let transaction = 0; transaction < 150_000; transaction++) {
        yield `w(0,${3 * transaction + 1},7,${transaction})\nw(1,${3 * transaction + 2},7,${transaction})\nw(2,${3 * transaction + 3},7,${transaction})\n`;
      }
      yield 'r(0,449998,8,-1)\nw(3,1,7,0)\n';
    }
    const imported = importText(lines());
    if (imported.kind !== 'columns') throw new Error('columns are expected');
    expect(imported.counts).toEqual({ invoked: 150_001, ok: 150_000, failed: 1, unknown: 0, leftOut: 0 });
    const { columns } = imported;
    expect([columns.keys, columns.sessions, columns.key.length, columns.initial]).toEqual([4, 2, 450_002, 0]);
    // The last line of the file belongs to the first transaction.
    const part = imported.part([0, 150_000], (operation) => columns.key[operation] !== 1);
    expect(part.transactions?.map(({ status, operations }) => [status, ...operations.map((one) => 'key' in one && one.key)])).toEqual([
      ['committed', 0, 2, 3],
      ['aborted', 0],
    ]);
    expect(part.processes).toEqual(['session 7', 'session 8']);
    expect(part.lines.slice(-2)).toEqual([450_001, 450_001]);
  });

  it('knows the aborted, each run of lines in a session as one', () => {
    const { transactions } = importHistory('w(0,1,0,-1)\nw(1,1,0,-1)\nw(0,2,1,-1)\nw(0,3,0,-1)\nw(0,4,0,5)');
    expect(transactions?.map(({ status, operations }) => `${status} ${operations.length}`)).toEqual([
      'aborted 2',
      'aborted 1',
      'aborted 1',
      'committed 1',
    ]);
  });

  it('takes a first transaction that writes initial values for what it says', () => {
    const { transactions, initial, counts } = importHistory('w(1,0,0,0)\nw(2,0,0,0)\nr(1,0,1,1)');
    expect(transactions?.length).toBe(1);
    expect(initial).toEqual([
      [1, 0],
      [2, 0],
    ]);
    expect(counts).toEqual({ invoked: 2, ok: 1, failed: 0, unknown: 0, leftOut: 1 });
    expect(importHistory('w(1,0,0,0)\nr(1,0,1,1)', { initial: 'none' }).transactions?.length).toBe(2);
  });

  it.each([
    ['w(0,1,0,1)\nx(0,1,0,1)', 'line 2: `x(0,1,0,1)` is not `r(key,value,session,txn)` or `w(key,value,session,txn)`'],
    ['w(0,1,0,1)\nw(0,1,0)', 'line 2: `w(0,1,0)` is not `r(key,value,session,txn)` or `w(key,value,session,txn)`'],
    ['w(0,1,0,1)\nw(0,1,0,-2)', 'line 2: the number of a transaction is 0 or more, or -1 where it has aborted; found -2'],
    ['w(0,99999999999999999999,0,1)', 'line 1: 99999999999999999999 is too large'],
  ])('is refused: %s', (text, expected) => expect(refused(text)).toBe(expected));
});
