import { afterAll, expect } from 'vitest';
import { closeBrowser, test } from './driver/test.ts';

afterAll(closeBrowser);

test('a history of another tool opens from the explorer, with what it violates', async ({ workbench }) => {
  await workbench.chooseInExplorer('lost-write.edn', 'Open as History or Trace');
  const { trace } = workbench;
  await trace.waitUntilShown();
  await expect.poll(() => trace.heading()).toMatch(/lost-write\.edn/);
  expect(await trace.heading()).toMatch(/linearizable is violated/);
});

test('the file in front opens by a command', async ({ workbench }) => {
  await workbench.openFile('token-ring.itf.json');
  await workbench.runCommand('Faultline: Open as History or Trace');
  await workbench.trace.waitUntilShown();
  await expect.poll(() => workbench.trace.heading()).toMatch(/TokenRing\.qnt/);
});

test('a file that is none of the known formats is refused, with the reason', async ({ workbench }) => {
  await workbench.chooseInExplorer('notes.txt', 'Open as History or Trace');
  await expect.poll(() => workbench.notifications()).toContainEqual(expect.stringMatching(/Faultline: .*notes\.txt/));
});
