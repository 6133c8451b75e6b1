import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withViolation } from '../build.ts';
import type { Trace, TraceValue } from '../model.ts';
import { environmentMove, eventMove, play, runs, traceOf } from '../testing/synthetic.ts';
import { parseTrace } from './parse.ts';
import { printTrace } from './print.ts';
import { traceValue } from './value.ts';

const anyRun = runs([environmentMove, eventMove('decide', ['a', true, null], [0])], 25);
const sample = traceOf(
  play([
    { kind: 'send', from: 0, to: 1 },
    { kind: 'duplicate', pick: 0 },
    { kind: 'deliver', pick: 0 },
    { kind: 'event', node: 1, name: 'commit', arguments: ['t1'] },
    { kind: 'crash', node: 1 },
    { kind: 'deliver', pick: 0 },
  ]),
);

/** The parts of a trace that the tests break. */
interface Loose {
  readonly steps: object[];
  readonly events: object[];
  readonly messages: object[];
}

/** The sample with one part of its JSON replaced. */
function broken(change: (json: Loose) => void): string {
  const json = JSON.parse(printTrace(sample));
  change(json);
  return JSON.stringify(json);
}

describe('the trace format', () => {
  it('reads back what it wrote, byte for byte', () => {
    fc.assert(
      fc.property(anyRun, (steps) => {
        const trace = traceOf(steps);
        const text = printTrace(trace);
        expect(parseTrace(text)).toEqual(trace);
        expect(printTrace(parseTrace(text))).toBe(text);
      }),
    );
  });

  it('does not depend on the order in which a trace was put together', () => {
    const reversed = Object.fromEntries(Object.entries(sample).reverse()) as unknown as Trace;
    expect(printTrace(reversed)).toBe(printTrace(sample));
  });

  it('keeps the violation and what is relevant to it', () => {
    const trace = withViolation(sample, { property: 'stability', message: 'p2 aborts', step: 3, event: 3, witnesses: [0] });
    expect(parseTrace(printTrace(trace))).toEqual(trace);
    expect(trace.steps.map((step) => step.relevant)).toEqual([true, false, true, true, false, false]);
  });

  it('reads every value', () => {
    const value = fc.letrec<{ value: TraceValue }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constant(null),
        fc.boolean(),
        fc.integer(),
        fc.string(),
        fc.record({ enum: fc.string(), member: fc.string() }),
        fc.record({ node: fc.string() }),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.record({ set: fc.array(tie('value'), { maxLength: 3 }) }),
        fc.record({ map: fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 3 }) }),
        fc.record({ struct: fc.string(), fields: fc.dictionary(fc.string(), tie('value'), { maxKeys: 3, noNullPrototype: true }) }),
        fc.record({ request: fc.string() }),
      ),
    })).value;
    fc.assert(
      fc.property(value, (v) => {
        expect(traceValue.read(JSON.parse(JSON.stringify(traceValue.write(v))), 'v')).toEqual(JSON.parse(JSON.stringify(v)));
      }),
    );
  });

  it.each<[string, (json: Loose) => void, string]>([
    ['another format', (json) => Object.assign(json, { format: 'x' }), 'format: not a Faultline trace'],
    ['a later version', (json) => Object.assign(json, { version: 2 }), 'version: this version of Faultline reads version 1, found 2'],
    ['a missing part', (json) => Reflect.deleteProperty(json, 'nodes'), 'nodes: is missing'],
    ['an unknown part', (json) => Object.assign(json, { extra: 1 }), 'extra: no such field here'],
    ['a string for a list', (json) => Object.assign(json, { steps: 'none' }), 'steps: expected a list, found "none"'],
    ['an unknown kind of event', (json) => Object.assign(json.events[0] ?? {}, { kind: 'boom' }), 'events[0].kind: expected one of'],
    [
      'a range that leaves events out',
      (json) => Object.assign(json.steps[3] ?? {}, { events: [4, 4] }),
      'steps[3].events: expected a range from 3',
    ],
    ['a range beyond the end', (json) => Object.assign(json.steps[5] ?? {}, { events: [5, 99] }), 'steps[5].events: expected a range'],
    ['a step of no node', (json) => Object.assign(json.steps[0] ?? {}, { node: 9 }), 'steps[0].node: there is no node 9; the last is 3'],
    ['a time in an untimed trace', (json) => Object.assign(json.steps[1] ?? {}, { timeMs: 3 }), 'steps[1].timeMs: has no place'],
    [
      'a message that nothing sent',
      (json) => Object.assign(json.messages[0] ?? {}, { sent: 3 }),
      'messages[0].sent: event 3 does not send it',
    ],
    [
      'a receipt before its sending',
      (json) => Object.assign(json.messages[1] ?? {}, { ended: 2 }),
      'messages[1].ended: event 2 does not receive',
    ],
    ['an event of another step', (json) => Object.assign(json.events[2] ?? {}, { step: 1 }), 'events[2].step: expected 2'],
    ['a clock that runs wrong', (json) => Object.assign(json.events[3] ?? {}, { lamport: 7 }), 'events[3].lamport: expected 3'],
    [
      'a vector that knows too much',
      (json) => Object.assign(json.events[3] ?? {}, { vector: [9, 2, 0, 0] }),
      'events[3].vector: expected [1, 2',
    ],
    [
      'a strange value',
      (json) => Object.assign(json.events[3] ?? {}, { arguments: [{ set: [{ odd: 1 }] }] }),
      'events[3].arguments[0].set[0].odd: not a kind',
    ],
    ['a fraction', (json) => Object.assign(json.events[3] ?? {}, { arguments: [1.5] }), 'events[3].arguments[0]: expected a whole number'],
  ])('names the place of %s', (_, change, message) => {
    expect(() => parseTrace(broken(change))).toThrow(message);
  });

  it('refuses what is not JSON, and what is nested without end', () => {
    expect(() => parseTrace('{"format": ')).toThrow('not JSON: ');
    const deep = `${'['.repeat(600)}${']'.repeat(600)}`;
    expect(() => parseTrace(broken((json) => Object.assign(json.events[3] ?? {}, { arguments: [JSON.parse(deep)] })))).toThrow(
      'nested more than 500',
    );
  });

  it('never throws anything but its own errors', () => {
    const text = printTrace(sample);
    fc.assert(
      fc.property(fc.nat({ max: text.length }), fc.nat({ max: 8 }), fc.string({ maxLength: 6 }), (at, length, insert) => {
        try {
          parseTrace(text.slice(0, at) + insert + text.slice(at + length));
        } catch (error) {
          expect((error as Error).name).toBe('FormatError');
        }
      }),
      { numRuns: 500 },
    );
  });
});
