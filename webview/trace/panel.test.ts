import { describe, expect, test } from 'vitest';
import { blockedCommit, duellingProposers, happyCommit, largeRun, lossyNetwork } from '../testing/sample-traces.ts';
import { type Action, emptyPanel, fromState, isFirst, isLast, type Panel, seenSteps, storable, toState, update } from './panel.ts';

const three = [lossyNetwork(), happyCommit(), blockedCommit()];
const shown = update(emptyPanel, { type: 'show', traces: three, selected: 0 });
const run = (panel: Panel, ...actions: Action[]): Panel => actions.reduce(update, panel);

describe('opening', () => {
  test('at the violating step', () => expect(shown.step).toBe(20));
  test('at the first where nothing is violated', () => {
    expect(update(emptyPanel, { type: 'show', traces: three, selected: 1 }).step).toBe(0);
  });
  test('at the step that is asked for, or the nearest there is', () => {
    expect(update(emptyPanel, { type: 'show', traces: three, selected: 0, step: 4 }).step).toBe(4);
    expect(update(emptyPanel, { type: 'show', traces: three, selected: 1, step: 400 }).step).toBe(8);
  });
  test('another of the traces', () => {
    expect(run(shown, { type: 'chooseTrace', selected: 2 })).toMatchObject({ selected: 2, step: 3 });
    expect(run(shown, { type: 'chooseTrace', selected: 3 })).toBe(shown);
  });
  test('a new trace ends the replay and the marks of the old one', () => {
    const busy = run(shown, { type: 'first' }, { type: 'togglePlay' }, { type: 'highlight', steps: [2] });
    expect(run(busy, { type: 'show', traces: three, selected: 1 })).toMatchObject({ playing: false, highlighted: [] });
  });
});

test('why nothing is shown is said until something is', () => {
  const missing = update(emptyPanel, { type: 'missing', why: 'a.faultline is gone' });
  expect(missing).toEqual({ ...emptyPanel, missing: 'a.faultline is gone' });
  expect(update(missing, { type: 'show', traces: three, selected: 0 })).toEqual(shown);
});

describe('moving', () => {
  test('stays between the first and the last step', () => {
    expect(run(shown, { type: 'first' }, { type: 'move', by: -1 }).step).toBe(0);
    expect(run(shown, { type: 'last' }, { type: 'move', by: 10 }).step).toBe(20);
    expect(run(shown, { type: 'first' }, { type: 'move', by: 3 }, { type: 'move', by: -2 }).step).toBe(1);
  });
  test('skips what is hidden, in both directions', () => {
    const hidden = run(shown, { type: 'setHideIrrelevant', hide: true }, { type: 'goTo', step: 3 });
    expect(run(hidden, { type: 'move', by: 1 }).step).toBe(5);
    expect(run(hidden, { type: 'move', by: 1 }, { type: 'move', by: -1 }).step).toBe(3);
  });
  test('does not stay at a step that becomes hidden', () => {
    expect(run(shown, { type: 'goTo', step: 9 }, { type: 'setHideIrrelevant', hide: true }).step).toBe(8);
    expect(run(shown, { type: 'setHideIrrelevant', hide: true }, { type: 'goTo', step: 7 }).step).toBe(6);
  });
  test('an empty panel bears every action', () => {
    for (const type of ['first', 'last', 'togglePlay', 'stop', 'tick'] as const) expect(run(emptyPanel, { type }).step).toBe(0);
    expect(run(emptyPanel, { type: 'move', by: 1 }).step).toBe(0);
    expect(run(emptyPanel, { type: 'togglePlay' }).playing).toBe(false);
  });
});

describe('replay', () => {
  test('goes on by itself and stops at the end', () => {
    let panel = run(shown, { type: 'goTo', step: 18 }, { type: 'togglePlay' });
    expect(panel.playing).toBe(true);
    panel = run(panel, { type: 'tick' });
    expect(panel).toMatchObject({ step: 19, playing: true });
    panel = run(panel, { type: 'tick' });
    expect(panel).toMatchObject({ step: 20, playing: false });
    expect(run(panel, { type: 'tick' })).toBe(panel);
  });
  test('begins again when it is started at the end', () => {
    expect(run(shown, { type: 'last' }, { type: 'togglePlay' })).toMatchObject({ step: 0, playing: true });
  });
  test('ends when somebody moves', () => {
    expect(run(shown, { type: 'first' }, { type: 'togglePlay' }, { type: 'move', by: 1 }).playing).toBe(false);
  });
  test('takes only the speeds that there are', () => {
    expect(run(shown, { type: 'setSpeed', speed: 4 }).speed).toBe(4);
    expect(run(shown, { type: 'setSpeed', speed: 1e9 }).speed).toBe(1);
  });
});

test('the ends are known, hidden steps not counted', () => {
  const hidden = run(shown, { type: 'setHideIrrelevant', hide: true });
  expect(isFirst(run(hidden, { type: 'first' }))).toBe(true);
  expect(isLast(hidden)).toBe(true);
  expect(seenSteps(hidden)).not.toContain(4);
  expect(seenSteps(shown)).toHaveLength(21);
});

describe('over a reload of the window', () => {
  test('all is as it was', () => {
    const left = run(shown, { type: 'chooseTrace', selected: 2 }, { type: 'goTo', step: 5 }, { type: 'setSpeed', speed: 4 });
    const state = toState(left, storable(left.traces));
    if (state === undefined) throw new Error('nothing was kept');
    const { panel, lacksTrace } = fromState(JSON.parse(JSON.stringify(state)));
    expect(panel).toEqual(left);
    expect(lacksTrace).toBeUndefined();
  });
  test('a run too large to keep is asked for again', () => {
    const large = update(emptyPanel, { type: 'show', traces: [largeRun(5000, 20)], selected: 0, step: 77 });
    expect(storable(large.traces)).toBeUndefined();
    const state = toState(large, undefined);
    if (state === undefined) throw new Error('nothing was kept');
    const { panel, lacksTrace } = fromState(state);
    expect(panel.traces).toEqual([]);
    expect(lacksTrace).toEqual({ source: largeRun(1, 20).trace.source, selected: 0, step: 77 });
  });
  test('an empty panel leaves nothing', () => expect(toState(emptyPanel, undefined)).toBeUndefined());
  test('a lasso is kept as it is', () => {
    const lasso = update(emptyPanel, { type: 'show', traces: [duellingProposers()], selected: 0 });
    expect(toState(lasso, storable(lasso.traces))?.traces?.[0]?.trace.cycleFrom).toBe(4);
  });
});
