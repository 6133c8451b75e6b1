import { expect, test } from 'vitest';
import { happyCommit, lossyNetwork } from '../testing/sample-traces.ts';
import { StateHistory } from './states.ts';

const { trace } = lossyNetwork();
const history = new StateHistory(trace);
const stepOf = (text: string): number => trace.steps.findIndex((step) => step.text.includes(text));

test('what a step changed stands beside what it was', () => {
  const [, , p2] = history.after(trace.violation?.step ?? 0);
  expect(p2).toMatchObject({ name: 'p2', status: 'up', changed: true });
  expect(p2?.variables).toContainEqual({ name: 'outcome', durable: true, text: 'aborted', before: 'none' });
  expect(p2?.variables).toContainEqual({ name: 'prepared', durable: true, text: 'true' });
  expect(p2?.timers).toEqual([{ text: 'patience', change: 'gone' }]);
});

test('a node keeps its state through steps that do not touch it', () => {
  const [c] = history.after(stepOf('the network splits'));
  expect(c).toMatchObject({ status: 'up', changed: false });
  expect(c?.variables.map(({ text, before }) => [text, before])).toEqual([
    ['committed', undefined],
    ['{p1, p2}', undefined],
  ]);
});

test('crashes and recoveries change the status', () => {
  expect(history.after(stepOf('p2 crash'))[2]).toMatchObject({ status: 'down', statusBefore: 'up', changed: true });
  expect(history.after(stepOf('the network heals'))[2]).toMatchObject({ status: 'down', changed: false });
  expect(history.after(stepOf('p2 recover'))[2]).toMatchObject({
    status: 'up',
    statusBefore: 'down',
    timers: [{ text: 'patience', change: 'armed' }],
  });
});

test('before the first step nodes are as they begin', () => {
  expect(history.snapshot(0, -1)?.variables.map(({ text }) => text)).toEqual(['none', '{}']);
});

test('messages are in flight from their sending to their end', () => {
  const happy = happyCommit().trace;
  const flights = new StateHistory(happy);
  expect(flights.inFlight(0).map(({ text, to }) => `${text} to ${to}`)).toEqual(['Prepare("t1") to 1', 'Prepare("t1") to 2']);
  expect(flights.inFlight(3).map(({ text }) => text)).toEqual(['Prepare("t1")', 'Vote("t1", true)']);
  expect(flights.inFlight(happy.steps.length - 1)).toEqual([]);
});
