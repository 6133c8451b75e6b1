import { afterAll, expect } from 'vitest';
import { contrast, luminance } from './contrast.ts';
import { closeBrowser, test } from './driver/test.ts';
import type { Workbench } from './driver/workbench.ts';
import { Source } from './source.ts';

afterAll(closeBrowser);

const file = 'deaf-participant.faultline';

async function openTrace(workbench: Workbench): Promise<void> {
  const { editor, trace } = workbench;
  await workbench.openFile(file);
  await editor.waitForText('role Coordinator');
  await editor.focus();
  await editor.save();
  // Lenses are made for what is on the screen, and the scenario stands at the end of the file.
  await workbench.page.keyboard.press('Control+End');
  await editor.codeLens(/✗ atomicity/).waitFor({ timeout: 30_000 });
  await editor.codeLens('Show trace').click();
  await trace.waitUntilShown();
}

test('the lens opens the trace', async ({ workbench }) => {
  await openTrace(workbench);
  const { trace } = workbench;
  expect(await trace.stepCount()).toBeGreaterThan(3);
  for (const node of ['c', 'p1', 'p2']) await trace.diagram.getByText(node, { exact: true }).first().waitFor();
  await workbench.screenshot('trace-panel');
  expect(workbench.refused).toEqual([]); // the panel's own policy is strict, and the panel keeps to it
});

test('stepping moves the highlighted line and the state that is shown', async ({ workbench, folder }) => {
  await openTrace(workbench);
  const { trace, editor } = workbench;
  const source = await Source.read(folder, file);
  const start = source.line('on start {');
  const decided = source.block('on Decision(', '  }');

  await trace.press('last');
  await expect.poll(async () => (await editor.highlightedLines()).filter((line) => decided.includes(line))).not.toEqual([]);
  const last = await trace.selectedStep();
  const stateAtLast = await trace.inspector.innerText();

  await trace.press('first');
  await expect.poll(() => editor.highlightedLines()).toContain(start);
  expect(await trace.selectedStep()).toBeLessThan(last);
  expect(await trace.inspector.innerText()).not.toBe(stateAtLast);

  const first = await trace.selectedStep();
  await trace.press('forward');
  await expect.poll(() => trace.selectedStep()).toBe(first + 1);
  await trace.press('back');
  await expect.poll(() => trace.selectedStep()).toBe(first);
});

test('the cursor in a handler marks the steps of that handler', async ({ workbench, folder }) => {
  await openTrace(workbench);
  const { trace, editor } = workbench;
  const source = await Source.read(folder, file);
  await editor.goToLine(source.line('on Prepare(') + 1);
  await expect.poll(() => trace.markedSteps()).toEqual([expect.stringMatching(/p2 receives Prepare/)]);
  await editor.goToLine(source.line('scenario '));
  await expect.poll(() => trace.markedSteps()).toEqual([]);
});

test('the keyboard alone steps through the trace', async ({ workbench }) => {
  await openTrace(workbench);
  const { trace, page } = workbench;
  await trace.press('first');
  const first = await trace.selectedStep();
  await trace.diagram.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => trace.selectedStep()).toBe(first + 1);
});

test('the panel survives a reload of the window, at the step where it was', async ({ workbench }) => {
  await openTrace(workbench);
  const { trace } = workbench;
  await trace.press('first');
  await trace.press('forward');
  const step = await trace.selectedStep();
  const steps = await trace.stepCount();

  await workbench.reloadWindow();
  await trace.waitUntilShown();
  await expect.poll(() => trace.selectedStep()).toBe(step);
  expect(await trace.stepCount()).toBe(steps);
});

test('a run too long to be stored with the window is found again', async ({ workbench }) => {
  const { editor, trace } = workbench;
  await workbench.openFile('long-run.faultline');
  await editor.codeLens('Show trace').click();
  await trace.waitUntilShown();
  await trace.press('first');
  await trace.press('forward');
  const step = await trace.selectedStep();

  await workbench.reloadWindow();
  await trace.waitUntilShown();
  await expect.poll(() => trace.selectedStep()).toBe(step);
});

const themes = [
  { theme: 'Dark Modern', dark: true },
  { theme: 'Light Modern', dark: false },
  { theme: 'Default High Contrast', dark: true },
];
for (const { theme, dark } of themes) {
  const inTheme = test.extend({ settings: { 'workbench.colorTheme': theme } });
  inTheme(`the panel follows the theme ${theme} and stays legible`, async ({ workbench }) => {
    await openTrace(workbench);
    const { text, background } = await workbench.trace.colours();
    expect(luminance(background) < 0.5).toBe(dark);
    expect(contrast(text, background)).toBeGreaterThanOrEqual(4.5);
  });
}
