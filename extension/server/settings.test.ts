import { expect, test } from 'vitest';
import { defaultSettings, settingsFrom } from './settings.ts';

test('limits come from the settings, each by itself; what is malformed keeps its default', () => {
  expect(settingsFrom({}).limits).toEqual(defaultSettings.limits);
  expect(settingsFrom({ limits: { states: 7, depth: 3, memory: 100, seconds: 2 } }).limits).toEqual({
    maxStates: 7,
    maxDepth: 3,
    maxBytes: 100 * 2 ** 20,
    maxMs: 2000,
  });
  expect(settingsFrom({ limits: { states: 'many', depth: null, memory: -1, seconds: 5 } }).limits).toEqual({
    ...defaultSettings.limits,
    maxMs: 5000,
  });
});

test('how explorations go about it, each setting by itself; what is malformed keeps its default', () => {
  expect(settingsFrom({}).exploring).toEqual({ threads: expect.any(Number), symmetry: true, partialOrder: true });
  expect(settingsFrom({ explore: { threads: 3, lossy: 'bitstate', symmetry: false } }).exploring).toEqual({
    threads: 3,
    lossy: 'bitstate',
    symmetry: false,
    partialOrder: true,
  });
  expect(settingsFrom({ explore: { threads: null, lossy: 'off' } }).exploring).toEqual(defaultSettings.exploring);
  expect(settingsFrom({ explore: { symmetry: 'no', partialOrder: false } }).exploring).toMatchObject({
    symmetry: true,
    partialOrder: false,
  });
});
