import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cell, Pool, TABLE_WORDS, Table } from './pool.ts';

function twoTables() {
  const pool = new Pool();
  const directory = pool.allocate(2 * TABLE_WORDS);
  const tables = [new Table(pool, directory), new Table(pool, directory + TABLE_WORDS)] as const;
  const read = (table: 0 | 1, row: number, column: number) => pool.words[cell(pool.words, directory + table * TABLE_WORDS, row, column)];
  return { pool, tables, read };
}

describe('a table', () => {
  test('gives what was put there last, and 0 elsewhere, however it grows', () => {
    const entry = fc.tuple(fc.constantFrom(0, 1), fc.nat(200), fc.nat(40), fc.integer({ min: 1, max: 1000 }));
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 300 }), (entries) => {
        const { tables, read } = twoTables();
        const model = new Map<string, number>();
        for (const [which, row, column, value] of entries) {
          tables[which as 0 | 1].set(row, column, value);
          model.set(`${which} ${row} ${column}`, value);
        }
        for (const [which, table] of tables.entries()) {
          table.reserve(201, 41);
          for (let row = 0; row <= 200; row += 7) {
            for (let column = 0; column <= 40; column++) {
              expect(read(which as 0 | 1, row, column)).toBe(model.get(`${which} ${row} ${column}`) ?? 0);
              expect(table.get(row, column)).toBe(model.get(`${which} ${row} ${column}`) ?? 0);
            }
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  test('becomes a hash table where it would be large and empty, and keeps what it has', () => {
    const { pool, tables, read } = twoTables();
    const [table] = tables;
    const entries = Array.from({ length: 5000 }, (_, i) => [(i * 7919) % 100_003, (i * 31) % 4099, i + 1] as const);
    for (const [row, column, value] of entries) table.set(row, column, value);
    expect(table.hashed).toBe(true);
    // Directly it would be 128 Ki rows of 8 Ki columns.
    expect(pool.bytes).toBeLessThan(64 * 2 ** 20);
    for (const [row, column, value] of entries) expect(read(0, row, column)).toBe(value);
    expect(read(0, 99_999, 4098)).toBe(0);
    expect(table.get(1_000_000, 1_000_000)).toBe(0);
  });

  test('that is hashed from the beginning may be asked for anything', () => {
    const pool = new Pool();
    const directory = pool.allocate(TABLE_WORDS);
    const table = new Table(pool, directory, true);
    const read = (row: number) => pool.words[cell(pool.words, directory, row, 0)];
    expect(read(86_400_000)).toBe(0);
    table.set(86_400_000, 0, 7);
    expect([read(86_400_000), read(1)]).toEqual([7, 0]);
  });

  test('stays as it is while it is well filled', () => {
    const { tables } = twoTables();
    const [table] = tables;
    for (let row = 0; row < 2 ** 12; row++) for (let column = 0; column < 2 ** 9; column++) table.set(row, column, 1);
    expect(table.hashed).toBe(false);
  });
});
