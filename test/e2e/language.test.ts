import { afterAll, expect } from 'vitest';
import { closeBrowser, test } from './driver/test.ts';
import { Source } from './source.ts';

afterAll(closeBrowser);

const file = 'willing.faultline';

test('completion offers the properties that a scenario can claim', async ({ workbench, folder }) => {
  const { editor } = workbench;
  const line = (await Source.read(folder, file)).line('check ');
  await workbench.openFile(file);
  await editor.waitForText('role Coordinator');
  await editor.replaceLine(line, '  check ');
  await editor.complete();
  await expect.poll(() => editor.suggestions()).toContain('atomicity');
  await workbench.screenshot('completion');
});

test('hovering over a property shows its definition, and leads to its page', async ({ workbench, folder }) => {
  const { editor } = workbench;
  const source = await Source.read(folder, file);
  await workbench.openFile(file);
  await editor.waitForText('role Coordinator');
  await editor.goTo(source.line('check atomicity'), 12);
  await workbench.runCommand('Show or Focus Hover');
  await expect.poll(() => editor.hoverText()).toContain('no process commits a transaction that another aborts');
  await workbench.screenshot('hover');
  await editor.followInHover('Examples');
  await workbench.tab('atomicity.md').waitFor();
});

test('go to definition leads from a message in a handler to its declaration', async ({ workbench, folder }) => {
  const { editor } = workbench;
  const source = await Source.read(folder, file);
  await workbench.openFile(file);
  await editor.waitForText('role Coordinator');
  await editor.goTo(source.line('on Prepare('), 7);
  await workbench.runCommand('Go to Definition');
  await expect.poll(() => editor.cursorLine()).toBe(source.line('message Prepare'));
});
