import { afterAll, expect } from 'vitest';
import { closeBrowser, test } from './driver/test.ts';

afterAll(closeBrowser);

test('a file opens as Faultline, in colours', async ({ workbench }) => {
  await workbench.openFile('two-phase-commit.faultline');
  await workbench.editor.waitForText('role Coordinator');
  await workbench.statusBarItem(/^Faultline$/).waitFor();
  await expect
    .poll(() => workbench.editor.coloursOfLine('message Prepare(tx: String)').then((colours) => colours.length))
    .toBeGreaterThan(1);
});

test('a file that is right shows a verdict on each scenario and no error', async ({ workbench }) => {
  await workbench.openFile('willing.faultline');
  await workbench.editor.waitForText('role Coordinator');
  await workbench.editor.focus();
  await workbench.editor.save();
  await workbench.editor.codeLens(/✓/).waitFor({ timeout: 30_000 });
  expect(await workbench.editor.squiggledLines('error')).toEqual([]);
});

test('the installed package runs once a file of the language is open, also in a folder that is not trusted', async ({ workbench }) => {
  await workbench.openFile('willing.faultline');
  await workbench.editor.waitForText('role Coordinator');
  await workbench.statusBarItem('Restricted Mode').waitFor();
  await workbench.runCommand('Developer: Show Running Extensions');
  await workbench.page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: /^Faultline.*Activation: \d+ms/s }).waitFor();
});
