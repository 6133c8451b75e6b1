import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseTrace } from '../trace/json/parse.ts';
import { printTrace } from '../trace/json/print.ts';
import type { Trace } from '../trace/model.ts';
import { valueText } from '../trace/values.ts';
import { tlaValue } from './states/tla-values.ts';
import { importTraces, refusalOf } from './testing/import.ts';

const sample = (name: string): string => readFileSync(join(import.meta.dirname, '../../samples/histories', name), 'utf8');
const refused = (text: string): string => refusalOf(() => importTraces(text));
/** What led to each state, and the state. */
function statesOf(trace: Trace | undefined): readonly string[] {
  if (trace === undefined) throw new Error('a trace is expected');
  expect(parseTrace(printTrace(trace))).toEqual(trace);
  const all = [['initial', trace.initial] as const, ...trace.steps.map(({ text, changes }) => [text, changes] as const)];
  return all.map(([text, [state]]) => `${text}: ${state?.variables.map((variable) => `${variable.name} = ${variable.text}`).join(', ')}`);
}

describe('ITF', () => {
  it('becomes one lifeline with the variables as its state', () => {
    const [trace] = importTraces(sample('token-ring.itf.json'));
    expect(statesOf(trace)).toEqual([
      'initial: holder = "n1", waiting = {"n2"}, passed = 0',
      'state 2: holder = "n2", waiting = {}, passed = 1',
      'state 3: holder = "n1", waiting = {"n2"}, passed = 0',
    ]);
    expect(trace?.cycleFrom).toBe(0);
    expect(trace?.source.scenario).toBe('TokenRing.qnt');
  });

  const one = (value: string): string => statesOf(importTraces(`{"vars":["x"],"states":[{"x":${value}}]}`)[0])[0] ?? '';
  it.each([
    ['{"#bigint":"-7"}', '-7'],
    ['{"#bigint":"123456789012345678901234567890"}', '123456789012345678901234567890'],
    ['{"#tup":[1,"a",true]}', '[1, "a", true]'],
    ['{"#set":[{"#bigint":"10"},{"#bigint":"9"}]}', '{9, 10}'],
    ['{"#map":[["b",1],["a",2]]}', '{"a": 2, "b": 1}'],
    ['{"tag":"None","value":{}}', 'None'],
    ['{"tag":"None","value":{"#tup":[]}}', 'None'],
    ['{"tag":"None","value":{"tag":"UNIT","value":{"#tup":[]}}}', 'None'],
    ['{"tag":"Some","value":{"#bigint":"40"}}', 'Some(value: 40)'],
    ['{"a":1,"b":{"c":[2]}}', '(a: 1, b: (c: [2]))'],
    ['{"#unserializable":"Int -> Int"}', 'Int -> Int'],
  ])('reads %s', (value, text) => expect(one(value)).toBe(`initial: x = ${text}`));

  it('reads a whole state that is a map, and actions that simulators leave behind', () => {
    const text = '{"vars":[],"states":[{"#map":[["x",1]]},{"#map":[["x",2]],"#meta":{"index":1}}],"params":null,"loop":null}';
    expect(statesOf(importTraces(text)[0])).toEqual(['initial: x = 1', 'state 2: x = 2']);
    const named = '{"states":[{"x":1,"mbt::actionTaken":"init"},{"x":2,"mbt::actionTaken":"step"}]}';
    expect(statesOf(importTraces(named)[0])[1]).toBe('step: x = 2, mbt::actionTaken = "step"');
  });

  it('goes back where the loop begins, in a step of its own if the last state is not that one', () => {
    const [trace] = importTraces('{"states":[{"x":1},{"x":2},{"x":3}],"loop":1}');
    expect(statesOf(trace).at(-1)).toBe('back to state 2: x = 2');
    expect(trace?.cycleFrom).toBe(1);
    const [stuttering] = importTraces('{"states":[{"x":1},{"x":2}],"loop":1}');
    expect(stuttering?.cycleFrom).toBe(1);
    expect(statesOf(stuttering)).toHaveLength(3);
  });

  it.each([
    ['{"vars":["x"],"states":[]}', 'line 1: `states` is empty; a trace has at least its initial state'],
    ['{"vars":["x"]}', 'line 1: `states` is missing; it is the list of states'],
    ['{"vars":["x"],\n"states":[{"x":1},\n{"y":1}]}', 'line 3: `states[1]` lacks the variable `x` that `vars` lists'],
    ['{"states":[{"x":1}],"loop":3}', 'line 1: `loop` is the index of a state, 0 to 0; found `3`'],
    ['{"states":[\n{"x":{"#set":1}}]}', 'line 2: a `#set` is a list; found `{"#set" 1}`'],
    ['{"states":[{"x":\n{"#map":[[1]]}}]}', 'line 2: a `#map` is a list of pairs; found `{"#map" [[1]]}`'],
    ['{"states":[{"x":{"#bigint":12}}]}', 'line 1: a `#bigint` is an integer in quotes; found `{"#bigint" 12}`'],
    ['{"states":[{"x":{"#what":12}}]}', 'line 1: `#what` is not part of the format; found `{"#what" 12}`'],
    ['{"states":[{"x":null}]}', 'line 1: a state contains `null`, which is no value'],
    ['{"states":[{"x":1}', 'line 1: the text ends before the `[` of line 1 is closed'],
  ])('is refused: %s', (text, expected) => expect(refused(text)).toBe(expected));
});

describe('the output of TLC', () => {
  it('gives the states of the error trace', () => {
    const [trace] = importTraces(sample('mutex.tlc.txt'));
    expect(statesOf(trace)).toEqual([
      'initial: pc = (p1 :> "idle" @@ p2 :> "idle"), flag = [p1 |-> FALSE, p2 |-> FALSE], queue = <<>>',
      'Enter: pc = (p1 :> "critical" @@ p2 :> "idle"), flag = [p1 |-> TRUE, p2 |-> FALSE], queue = << [process |-> p1, since |-> 1] >>',
      'Enter: pc = (p1 :> "critical" @@ p2 :> "critical"), flag = [p1 |-> TRUE, p2 |-> TRUE], queue = << [process |-> p1, since |-> 1], [process |-> p2, since |-> 2] >>',
    ]);
    expect(trace?.violation).toEqual({
      property: 'MutualExclusion',
      message: 'invariant MutualExclusion is violated',
      step: 1,
      event: 1,
      witnesses: [],
    });
    expect(trace?.initial[0]?.variables[0]?.value).toEqual({
      map: [
        [{ enum: '', member: 'p1' }, 'idle'],
        [{ enum: '', member: 'p2' }, 'idle'],
      ],
    });
  });

  const message = (code: string, text: string): string => `@!@!@STARTMSG ${code} @!@!@\n${text}\n@!@!@ENDMSG ${code.split(':')[0]} @!@!@\n`;
  const tool =
    message('2116:1', 'Temporal properties were violated.\n') +
    message('2264:1', 'The following behavior constitutes a counter-example:\n') +
    message('2217:4', '1: <Initial predicate>\nx = 1\n') +
    message('2217:4', '2: <Next line 1, col 2 to line 3, col 4 of module M>\nx = 2\n');

  it('is read in tool mode, with the way back', () => {
    const [back] = importTraces(tool + message('2122:4', '1: Back to state: <Next line 1, col 2 to line 3, col 4 of module M>'));
    expect(statesOf(back)).toEqual(['initial: x = 1', 'Next: x = 2', 'Next: x = 1']);
    expect(back?.cycleFrom).toBe(0);
    const [stuttering] = importTraces(tool + message('2218:4', '3: Stuttering'));
    expect(statesOf(stuttering)).toEqual(['initial: x = 1', 'Next: x = 2', 'stuttering: x = 2']);
    expect(stuttering?.cycleFrom).toBe(1);
  });

  it('reads plain ways back, an initial state that is wrong, a deadlock, and several traces', () => {
    const states = 'State 1: <Initial predicate>\nx = 1\n\nState 2: <Next line 1, col 1 to line 1, col 9 of module M>\nx = 2\n\n';
    expect(importTraces(`${states}State 3: Stuttering\n`)[0]?.cycleFrom).toBe(1);
    expect(statesOf(importTraces(`${states}Back to state 1: <Next line 1, col 1 to line 1, col 9 of module M>\n`)[0]).at(-1)).toBe(
      'Next: x = 1',
    );
    const [initial] = importTraces('Error: Invariant Inv is violated by the initial state:\n/\\ x = 1\n/\\ y = {}\n\n1 states generated');
    expect(statesOf(initial)).toEqual(['initial: x = 1, y = {}']);
    expect(initial?.violation).toMatchObject({ property: 'Inv', step: 0 });
    const both = importTraces(`Error: Deadlock reached.\n${states}Error: Invariant I is violated.\n${states}`);
    expect(both.map(({ violation }) => violation?.property)).toEqual(['deadlock', 'I']);
  });

  it.each([
    ['Error: Deadlock reached.\nState 1: <Initial predicate>\nx\n', 'line 3: `x` is not `variable = value`'],
    ['State 1: <Initial predicate>\n/\\ x = {1\n/\\ y = 2\n', 'line 2: the value of `x`: `,` or `}` is missing at the end of the value'],
    ['State 1: <Initial predicate>\nx = 1\n\nState 3: <Next>\nx = 1\n', 'line 4: state 3 follows state 1'],
    ['State 1: <Initial predicate>\nx = 1\n\nBack to state 2\n', 'line 4: there is no state 2 to go back to; the behaviour has 1'],
    ['TLC2 Version 2.18\nModel checking completed. No error has been found.\n', 'line 2: there is no error trace in this output of TLC'],
    ['@!@!@STARTMSG 2217:4 @!@!@\n1: <Initial predicate>\nx = 1', 'line 1: the text ends within the message that begins here'],
  ])('is refused: %s', (text, expected) => expect(refused(text)).toBe(expected));

  it.each([
    ['{1, "a", TRUE}', '{1, "a", true}'],
    ['1..3', '{1, 2, 3}'],
    ['-2..-1', '{-2, -1}'],
    ['1..100000', '1..100000'],
    ['<<1, <<>>, {}>>', '[1, [], {}]'],
    ['[f |-> "v", g |-> m1]', '(f: "v", g: m1)'],
    ['(1 :> "a" @@ 2 :> {b})', '{1: "a", 2: {b}}'],
    ['"a \\"b\\" \\\\"', '"a \\"b\\" \\\\"'],
    ['(3)', '3'],
  ])('has the value %s', (text, expected) => expect(valueText(tlaValue(text))).toBe(expected));

  it.each([
    ['{1, }', '`}` begins no value'],
    ['<<1', '`,` or `>>` is missing at the end of the value'],
    ['[a = 1]', '`= 1]` is no part of a value'],
    ['"a', 'a string is not closed'],
    ['1 2', '`2` stands behind the end of the value'],
    ['(1 :> 2 @@', 'a value is missing at the end'],
    ['<<'.repeat(10_000), 'values are nested more than 256 deep'],
  ])('does not have the value %s', (text, expected) => expect(() => tlaValue(text)).toThrow(expected));
});
