import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { happenedBefore } from '../trace/clocks.ts';
import { parseTrace } from '../trace/json/parse.ts';
import { printTrace } from '../trace/json/print.ts';
import type { Trace, TraceEvent } from '../trace/model.ts';
import { importTraces, refusalOf } from './testing/import.ts';

const sample = (name: string): string => readFileSync(join(import.meta.dirname, '../../samples/histories', name), 'utf8');
const refused = (text: string, options = {}): string => refusalOf(() => importTraces(text, options));
const arrows = ({ messages, nodes, events }: Trace): readonly string[] =>
  messages.map(
    ({ from, to, sent, ended }) => `${nodes[from]?.name} ${events[sent]?.step} -> ${nodes[to]?.name} ${events[ended ?? -1]?.step}`,
  );

describe('a log for ShiViz', () => {
  it('becomes a lifeline for each host, with the messages that its clocks speak of', () => {
    const [trace] = importTraces(sample('request-reply.shiviz.txt'));
    if (trace === undefined) throw new Error('a trace is expected');
    expect(parseTrace(printTrace(trace))).toEqual(trace);
    expect(trace.nodes.map(({ name }) => name)).toEqual(['client', 'server', 'replica']);
    expect(trace.steps.map(({ text }) => text)).toEqual([
      'client: sends the request',
      'server: receives the request',
      'server: asks the replica',
      'replica: writes to disk',
      'replica: acknowledges',
      'server: replies',
      'client: gives up',
      'client: receives the reply',
    ]);
    expect(arrows(trace)).toEqual(['client 0 -> server 1', 'server 2 -> replica 3', 'replica 4 -> server 5', 'server 5 -> client 7']);
  });

  const clocks = 'a {"a":1}\ne1\nb {"a":1,"b":1}\ne2\n';
  it.each([
    ['event first', 'e1\na {"a":1}\ne2\nb {"a":1,"b":1}\n', {}],
    ['clock first', clocks, {}],
    ['in one line', '[12:00] [a] {"a":1} e1\n[12:01] [b] {"a":1, "b":1, "c":0} e2\n', {}],
    ['with escaped quotes', 'a {\\"a\\":1}\ne1\nb {\\"a\\":1,\\"b\\":1}\ne2\n', {}],
    ['with its own expression', `(?<host>\\S*) (?<clock>{.*})\\n(?<event>.*)\n\n${clocks}`, {}],
    [
      'with a given expression',
      'e1|a|{"a":1}\ne2|b|{"a":1,"b":1}',
      { parser: '(?<event>.*)\\|(?<host>.*)\\|(?<clock>{.*})', format: 'shiviz' },
    ],
    ['with Windows line ends', clocks.replaceAll('\n', '\r\n'), {}],
  ])('is read %s', (_, text, options) => {
    const [trace] = importTraces(text, options);
    expect(trace?.steps.map((step) => step.text)).toEqual(['a: e1', 'b: e2']);
    expect(trace?.messages.length).toBe(1);
  });

  it('has several executions', () => {
    const traces = importTraces(`=== one ===\n${clocks}=== two ===\n${clocks}`);
    expect(traces.map(({ source, steps }) => `${source.scenario}: ${steps.length}`)).toEqual(['one: 2', 'two: 2']);
    expect(refused(`=== one ===\n${clocks}=== one ===\n${clocks}`)).toBe('line 7: there are two executions named `one`');
    const own = `(?<host>\\S*) (?<clock>{.*})\\n(?<event>.*)\n^--- (?<trace>.*)$\n--- x\n${clocks}--- y\n${clocks}`;
    expect(importTraces(own).map(({ source }) => source.scenario)).toEqual(['x', 'y']);
  });

  it.each([
    ['a {"b":1}\ne\nb {"b":2}\ne', 'line 1: the clock `{"b":1}` lacks an entry for `a`, the event\'s own host'],
    ['a {"a":1}\ne\na {"a":3}\ne', 'line 3: event 2 of `a` is missing; the log has its event 3'],
    ['a {"a":1}\ne\na {"a":1}\ne', 'line 3: `a` has its event 1 already in line 1'],
    ['a {"a":2}\ne', 'line 1: event 1 of `a` is missing; the log has its event 2'],
    ['a {"a":1,"z":1}\ne', 'line 1: the clock knows of `z`, which has no event in the log'],
    ['a {"a":1,"b":2}\ne\nb {"b":1}\ne', 'line 1: the clock knows of 2 events of `b`, which has 1'],
    ['a {"a":1,"b":1}\ne\nb {"a":1,"b":1}\ne', 'line 3: after its clock this comes after the event of line 1, which comes after this'],
    ['a {"a":x}\ne', 'line 1: `{"a":x}` is not a clock: a JSON object of hosts and whole numbers'],
    ['a {"a":1.5}\ne', "line 1: the clock's entry for `a` is a whole number, 0 or more; found `1.5`"],
    ['(?<host>.*) (?<clock>{.*}\n\na {"a":1}', 'line 1: the regular expression `(?<host>.*) (?<clock>{.*}` has no group `(?<event>…)`'],
    [
      '(?<host>(a+)+) (?<clock>{.*}) (?<event>.*)\n\na {"a":1} x',
      'line 1: the regular expression `(?<host>(a+)+) (?<clock>{.*}) (?<event>.*)` repeats a group that repeats something itself, which can take for ever',
    ],
  ])('is refused: %s', (text, expected) => expect(refused(text, { format: 'shiviz' })).toBe(expected));

  it('keeps what happened before what, whatever the order of the log', () => {
    const move = fc.record({ host: fc.nat({ max: 3 }), from: fc.option(fc.nat({ max: 20 })) });
    fc.assert(
      fc.property(fc.array(move, { minLength: 1, maxLength: 20 }), fc.infiniteStream(fc.nat()), (moves, keys) => {
        const made: { host: number; clock: number[]; name: string }[] = [];
        const now = [0, 1, 2, 3].map(() => [0, 0, 0, 0]);
        for (const { host, from } of moves) {
          const known = from === null ? undefined : made[from % Math.max(1, made.length)];
          const clock = (now[host] ?? []).map((ticks, i) => Math.max(ticks, known?.clock[i] ?? 0) + (i === host ? 1 : 0));
          now[host] = clock;
          made.push({ host, clock, name: `e${made.length}` });
        }
        const text = made
          .map((event) => ({ event, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(
            ({ event }) =>
              `h${event.host} ${JSON.stringify(Object.fromEntries(event.clock.map((ticks, i) => [`h${i}`, ticks])))}\n${event.name}`,
          )
          .join('\n');
        const [trace] = importTraces(text, { format: 'shiviz' });
        if (trace === undefined) throw new Error('a trace is expected');
        const eventOf = (name: string): TraceEvent => {
          const found = trace.events.find((event) => event.text === name);
          if (found === undefined) throw new Error(`${name} is missing`);
          return found;
        };
        for (const a of made) {
          for (const b of made) {
            const before = a !== b && (a.clock[a.host] ?? 0) <= (b.clock[a.host] ?? 0);
            expect(happenedBefore(eventOf(a.name), eventOf(b.name)), `${a.name} before ${b.name}\n${text}`).toBe(before);
          }
        }
      }),
    );
  });
});
