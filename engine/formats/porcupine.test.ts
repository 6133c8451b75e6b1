import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importHistory, refusalOf, shown } from './testing/import.ts';

const sample = (name: string): string => readFileSync(join(import.meta.dirname, '../../samples/histories', name), 'utf8');
const refused = (text: string): string => refusalOf(() => importHistory(text));

describe("a log of Jepsen's etcd test", () => {
  it('is read up to the end of the run, without what is no event of a client', () => {
    const history = importHistory(sample('etcd-run.txt'));
    expect(shown(history)).toEqual([
      '0 write(register, 1)',
      '1 cas(register, 1, 2) -> ?',
      '2 read(register) -> 2',
      '3 cas(register, 1, 4) -> false',
    ]);
    expect(history.lines).toEqual([2, 3, 4, 5, 8, 9, 10]);
  });

  it('takes nil for an absent key and a failed cas for an observation, unless told otherwise', () => {
    const text = ['0\t:invoke\t:read\tnil', '0\t:ok\t:read\tnil', '0   :invoke  :cas  [1 2]', '0   :fail  :cas  [1 2]']
      .map((line) => `INFO  jepsen.util - ${line}\n`)
      .join('');
    expect(shown(importHistory(text))).toEqual(['0 read(register)', '0 cas(register, 1, 2) -> false']);
    expect(shown(importHistory(text, { nilReads: 'unknown', failedCas: 'dropped' }))).toEqual([]);
  });

  it.each([
    ['INFO  jepsen.util - 0\t:invoke\t:read', 'line 1: `INFO jepsen.util - 0 :invoke :read` lacks a part: process, `:type`, `:f`, value'],
    ['INFO  jepsen.util - 0\t:invoke\t:add\t1', 'line 1: `:add` is not an operation of a register: `:read`, `:write` or `:cas`'],
    ['INFO  jepsen.util - 0\t:begin\t:read\tnil', 'line 1: `:begin` is not `:invoke`, `:ok`, `:fail` or `:info`'],
    ['INFO  jepsen.util - 0\t:invoke\t:cas\t[1', 'line 1: the text ends before the `]` of line 1'],
    ['INFO  jepsen.util - 0\t:invoke\t:cas\t7', 'line 1: a `:cas` has a value `[old new]`; found `7`'],
  ])('is refused: %s', (text, expected) => expect(refused(text)).toBe(expected));
});

describe("a key-value history of Porcupine's tests", () => {
  it('is one of texts that can be appended to', () => {
    const history = importHistory(sample('kv-run.txt'));
    expect(shown(history)).toEqual(['0 write(7, a)', '1 read(7) -> ', '1 append(7, b)', '0 read(7) -> ab']);
    expect(history.initial).toEqual([['7', '']]);
  });

  const line = '{:process 0, :type :invoke, :f :get, :key "7", :value nil}\n';
  it.each([
    [`${line}{:process 0, :type :info, :f :get, :key "7", :value nil}`, 'line 2: `:type` is `:invoke` or `:ok`; found `:info`'],
    [`${line}{:process 0, :type :ok, :f :get, :key "7"}`, 'line 2: `:value` is missing'],
    [`${line}{:process 0, :type :ok, :f :get, :key "7", :value nil}`, 'line 2: `:value` is a string; found `nil`'],
    [`${line}{:process 0, :type :ok, :f :put, :key "7", :value "a"}`, 'line 2: `put` completes the `get` of line 1'],
  ])('is refused: %s', (text, expected) => expect(refused(text)).toBe(expected));
});
