import { expect, test } from 'vitest';
import { createNames, quote } from './names.ts';
import { ConsingStore } from './store.ts';
import { instance, int, place, program, record, role, scenario, string } from './testing/build.ts';

const store = new ConsingStore();
const names = createNames(
  program({
    enums: [{ name: 'Outcome', members: ['committed', 'aborted'] }],
    structs: [record('Entry', ['term', int], ['value', string])],
    messages: [record('Vote', ['tx', string], ['yes', { kind: 'bool' }]), record('Ping')],
    events: [record('commit', ['tx', string]), record('stop')],
    operations: [{ ...record('read', ['key', string]), result: { kind: 'value' } }],
    roles: [
      role('R', {
        timers: [
          { name: 'retry', fields: [{ name: 'tx', type: string }] },
          { name: 'votes', fields: [] },
        ],
      }),
    ],
  }),
  scenario([instance('p1'), instance('p2')], { clients: [{ name: 'alice', frameSize: 0, body: [], place: place() }] }),
);

test('values as the file writes them', () => {
  const values = [
    [null, 'none'],
    [true, 'true'],
    [-20, '-20'],
    ['say "hi"\n', '"say \\"hi\\"\\n"'],
    [store.enumMember(0, 0), 'committed'],
    [store.set([store.node(1), store.node(0)]), '{p1, p2}'],
    [store.list([1, store.list([])]), '[1, []]'],
    [
      store.map([
        ['b', 2],
        ['a', 1],
      ]),
      '{"a": 1, "b": 2}',
    ],
    [store.struct(0, [3, 'x']), 'Entry(term: 3, value: "x")'],
    [store.request(0, 0, 0, ['k']), 'alice\'s read("k")'],
  ] as const;
  for (const [value, text] of values) expect(names.value(value)).toBe(text);
});

test('messages, timers, events and nodes', () => {
  expect(names.message({ message: 0, arguments: ['t1', true] })).toBe('Vote("t1", true)');
  expect(names.message({ message: 1, arguments: [] })).toBe('Ping');
  expect(names.timer(0, { timer: 0, arguments: ['t1'] })).toBe('retry("t1")');
  expect(names.timer(0, { timer: 1, arguments: [] })).toBe('votes');
  expect(names.event(0, ['t1'])).toBe('commit("t1")');
  expect(names.event(1, [])).toBe('stop()');
  expect(names.node(1)).toBe('p2');
});

test('strings are literals of the language', () => {
  expect(quote('tab\t back\\ nul\u0000 lone\ud800 é😀')).toBe('"tab\\t back\\\\ nul\\u{0} lone\\u{d800} é😀"');
});
