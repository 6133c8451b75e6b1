import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { parseTrace } from '../../engine/trace/json/parse.ts';
import { printTrace } from '../../engine/trace/json/print.ts';
import { piecesOf, readHistoryFile } from './history-files.ts';
import { type OpenedFile, openImported } from './imported.ts';

const folder = mkdtempSync(join(tmpdir(), 'faultline-'));
afterAll(() => rmSync(folder, { recursive: true }));

function put(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
const sample = (name: string): string => join(import.meta.dirname, '../../samples/histories', name);
function opened(path: string): Extract<OpenedFile, { kind: 'opened' }> {
  const file = openImported(path);
  if (file.kind !== 'opened') throw new Error(file.message);
  for (const { trace } of file.traces) expect(parseTrace(printTrace(trace))).toEqual(trace);
  return file;
}

describe('a file that is opened directly', () => {
  it('is checked if it is a history, and drawn with its violation', () => {
    const { traces, message } = opened(sample('lost-write.edn'));
    expect(message).toMatch(/^lost-write\.edn: 5 operations, 1 of unknown outcome\. linearizable as CasRegister: violated, .*read/);
    expect(traces[0]).toMatchObject({ title: 'lost-write.edn', outcome: 'violated' });
    expect(traces[0]?.trace.clients.map(({ name }) => name)).toEqual(['process 0', 'process 1', 'process 2']);
    // No statement of a file stands behind its steps.
    expect(JSON.stringify(traces)).not.toContain('"place"');
  });

  it('is found in order where it is', () => {
    const { traces, message } = opened(sample('kv-run.txt'));
    expect(message).toContain('linearizable as TextStore: holds');
    expect(traces[0]?.outcome).toBe('holds');
  });

  it('is drawn if it is a trace', () => {
    const { traces, message } = opened(sample('mutex.tlc.txt'));
    expect(message).toBe('mutex.tlc.txt: one trace');
    expect(traces[0]).toMatchObject({ title: 'MutualExclusion', outcome: 'violated', verdict: 'invariant MutualExclusion is violated' });
  });

  it('may have any name', () => {
    const text = '{:process 0 :type :invoke :f :write :value 1}\n{:process 0 :type :ok :f :write :value 1}';
    expect(opened(put('100% "odd" näme#?.edn', text)).message).toContain('linearizable as CasRegister: holds');
  });

  it('is drawn by its beginning if it is long', () => {
    const lines = Array.from({ length: 11_000 }, (_, i) =>
      ['invoke', 'ok'].map((type) => `{:process 0 :type :${type} :f :write :value ${i}}\n`).join(''),
    );
    const { traces, message } = opened(put('long.edn', lines.join('')));
    expect(traces.map(({ trace }) => [trace.steps.length, trace.excerpt?.events])).toEqual([[2_000, 22_000]]);
    expect(message).toBe('long.edn: 11,000 operations. linearizable as CasRegister: holds');
  });

  it('is judged in columns where it is too long for objects', () => {
    const lines = (strange: string): string => {
      const all = Array.from({ length: 255_000 }, (_, t) => `w(${t % 500},${t + 1},${t % 9},${t})\n`);
      return all.with(99_999, strange).join('');
    };
    const { traces, message } = opened(put('right.txt', lines('r(7,0,3,99999)\n')));
    expect(message).toMatch(/^right\.txt: 255,000 transactions\. serializable: holds\. snapshotIsolation: holds\. readCommitted: holds$/);
    expect(traces.map(({ trace }) => trace.excerpt?.events)).toEqual([1_530_000]);
    const wrong = opened(put('wrong.txt', lines('r(7,1000000,3,99999)\n')));
    expect(wrong.message).toContain("session 3's transaction 11112 reads 7 = 1000000, which nobody wrote");
    expect(wrong.traces.every(({ trace }) => trace.steps.length < 100)).toBe(true);
  });

  it('is refused with the line and the reason', () => {
    expect(openImported(put('bad.edn', '{:type :ok :process 1 :f :read}'))).toEqual({
      kind: 'refused',
      message: 'bad.edn, line 1: process 1 completes an operation that it has not invoked',
    });
    expect(openImported(put('note.txt', 'Dear diary')).message).toMatch(
      /^note\.txt, line 1: this is none of the formats that can be read: /,
    );
    const bytes = new Uint8Array([...new TextEncoder().encode('{:type :invoke :process 1 :f :read}\n'), 0xff, 0xfe]);
    expect(openImported(put('bytes.edn', bytes))).toEqual({
      kind: 'refused',
      message: 'bytes.edn, line 2: what stands here is not text in UTF-8',
    });
  });
});

describe('reading what a history loads', () => {
  it('is of files on disk, relative to the file that loads', () => {
    const path = put('a.edn', '[]');
    const from = pathToFileURL(join(folder, 'x.faultline')).href;
    expect([...(readHistoryFile('a.edn', from) ?? [])]).toEqual(['[]']);
    expect([...(readHistoryFile(pathToFileURL(path).href, from) ?? [])]).toEqual(['[]']);
    for (const other of ['b.edn', '.', 'http://localhost/a.edn', 'file://host/a.edn', '%ZZ'])
      expect(readHistoryFile(other, from)).toBeUndefined();
    expect(readHistoryFile('a.edn', 'untitled:Untitled-1')).toBeUndefined();
  });

  it('cuts no character in two', () => {
    const text = 'aä€😀'.repeat(30_000);
    const pieces = [...piecesOf(put('wide.txt', text))];
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join('')).toBe(text);
  });
});
