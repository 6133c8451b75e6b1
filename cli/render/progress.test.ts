import { expect, test } from 'vitest';
import { progressLine } from './progress.ts';

test('says how far an exploration or a simulation is', () => {
  const of = { scenario: 'everyone is willing', done: 2, total: 13 };
  expect(progressLine(of)).toBe('(3/13) everyone is willing');
  expect(progressLine({ ...of, seeds: 1200 })).toBe('(3/13) everyone is willing · 1,200 runs');
  const exploration = { states: 120_000, transitions: 480_123, frontier: 4100, depth: 17, statesPerSecond: 800_000, bytes: 12 * 2 ** 20 };
  expect(progressLine({ ...of, ...exploration })).toBe(
    '(3/13) everyone is willing · 120,000 distinct states of 480,123 · frontier 4,100 · depth 17 · 800,000 states/s · 12 MiB',
  );
});
