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

test('reductions come from the settings, each by itself; what is malformed keeps its default', () => {
  expect(settingsFrom({}).reductions).toEqual({ symmetry: true, partialOrder: true });
  expect(settingsFrom({ explore: { symmetry: false } }).reductions).toEqual({ symmetry: false, partialOrder: true });
  expect(settingsFrom({ explore: { symmetry: 'no', partialOrder: false } }).reductions).toEqual({ symmetry: true, partialOrder: false });
});
