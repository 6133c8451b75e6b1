import { describe, expect, test } from 'vitest';
import { blockedCommit, happyCommit } from '../../webview/testing/sample-traces.ts';
import { type Finding, restored } from './restored.ts';

const traces = [happyCommit(), blockedCommit()];
const left = { source: { file: 'file:///w/two%20phases.faultline', scenario: 'everyone is willing', bindings: [] }, selected: 1, step: 2 };
const finding: Finding = {
  name: () => 'two phases.faultline',
  open: async () => undefined,
  traces: async () => traces,
};

describe('a panel that is restored without its traces', () => {
  test('goes on where it was, or as near as the new check lets it', async () => {
    expect(await restored(left, finding)).toEqual({ type: 'show', traces, selected: 1, step: 2 });
    const fewer = { ...finding, traces: async () => traces.slice(0, 1) };
    expect(await restored(left, fewer)).toEqual({ type: 'show', traces: traces.slice(0, 1), selected: 0, step: 2 });
  });

  test('asks for the scenario only once its file is open', async () => {
    const asked: unknown[] = [];
    await restored(left, {
      ...finding,
      open: async (file) => asked.push(file),
      traces: async (ref) => {
        asked.push(ref);
        return traces;
      },
    });
    expect(asked).toEqual([left.source.file, { uri: left.source.file, scenario: left.source.scenario }]);
  });

  test('says that the file is gone', async () => {
    const gone = { ...finding, open: () => Promise.reject(new Error('cannot open')) };
    expect(await restored(left, gone)).toEqual({
      type: 'missing',
      why: 'The run that was shown here cannot be found again: two phases.faultline is gone, or cannot be read.',
    });
  });

  test('says that the file has no such scenario any more', async () => {
    expect(await restored(left, { ...finding, traces: async () => [] })).toEqual({
      type: 'missing',
      why: 'The run that was shown here cannot be found again: two phases.faultline has no run of a scenario “everyone is willing” any more.',
    });
  });
});
