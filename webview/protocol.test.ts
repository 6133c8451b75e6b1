import { expect, test } from 'vitest';
import { asHostMessage, asPanelMessage, asPanelState } from './protocol.ts';
import { happyCommit } from './testing/sample-traces.ts';

const traces = [happyCommit()];
const { source } = happyCommit().trace;
const place = { file: 'file:///a.faultline', start: 3, end: 9 };

test('the messages of the host pass', () => {
  for (const message of [
    { type: 'show', traces, selected: 0 },
    { type: 'show', traces, selected: 0, step: 3 },
    { type: 'select', step: 0 },
    { type: 'highlight', steps: [] },
    { type: 'highlight', steps: [1, 4] },
    { type: 'missing', why: 'a.faultline is gone' },
  ]) {
    expect(asHostMessage(message)).toBe(message);
  }
});

test('what is no message of the host does not pass', () => {
  const [presented] = traces;
  for (const message of [
    undefined,
    null,
    'select',
    [],
    { type: 'selected', step: 1 },
    { type: 'select', step: -1 },
    { type: 'select', step: 1.5 },
    { type: 'show', traces, selected: 1 },
    { type: 'show', traces: [], selected: 0 },
    { type: 'show', traces: [{ ...presented, outcome: 'fine' }], selected: 0 },
    { type: 'show', traces: [{ ...presented, trace: { ...presented?.trace, version: 2 } }], selected: 0 },
    { type: 'highlight', steps: ['1'] },
    { type: 'missing' },
  ]) {
    expect(asHostMessage(message)).toBeUndefined();
  }
});

test('the messages of the panel pass, others do not', () => {
  for (const message of [
    { type: 'ready', showing: false },
    { type: 'ready', showing: false, lacksTrace: { source, selected: 0, step: 2 } },
    { type: 'stepSelected', trace: 0, step: 2, origin: 'user', place },
    { type: 'stepSelected', trace: 0, step: 2, origin: 'host' },
    { type: 'reveal', place },
    { type: 'openMessage', file: place.file, name: 'Vote' },
  ]) {
    expect(asPanelMessage(message)).toBe(message);
  }
  for (const message of [
    { type: 'ready' },
    { type: 'stepSelected', trace: 0, step: 2, origin: 'nobody' },
    { type: 'reveal', place: { ...place, end: '9' } },
    { type: 'reveal' },
    { type: 'openMessage', name: 'Vote' },
  ]) {
    expect(asPanelMessage(message)).toBeUndefined();
  }
});

test('a state of this version passes, with or without its traces; one of another does not', () => {
  const state = { version: 1, source, selected: 0, step: 4, hideIrrelevant: true, speed: 2 };
  expect(asPanelState(state)).toBe(state);
  expect(asPanelState({ ...state, traces })).toEqual({ ...state, traces });
  expect(asPanelState({ ...state, version: 2 })).toBeUndefined();
  expect(asPanelState({ ...state, traces, selected: 1 })).toBeUndefined();
  expect(asPanelState({ ...state, step: -1 })).toBeUndefined();
  expect(asPanelState(undefined)).toBeUndefined();
});
