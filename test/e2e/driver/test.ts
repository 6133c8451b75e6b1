/** `test` for the real VS Code: a window on a folder of the test's own, a screenshot of how it ended. */
import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { test as base, inject } from 'vitest';
import { browserArguments } from '../setup/browser.ts';
import { root } from '../setup/paths.ts';
import { Workbench } from './workbench.ts';

const stage = inject('stage');

const fixtures = join(import.meta.dirname, '..', 'fixtures');
const samples = join(root, 'samples', 'atomic-commit');
const histories = join(root, 'samples', 'histories');

let browser: Promise<Browser> | undefined;

interface Fixtures {
  /** Settings of the workspace, to be extended by tests that need some. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** A workspace of the test's own, with the fixtures' and the samples' files. */
  readonly folder: string;
  /** A window on that folder. */
  readonly workbench: Workbench;
}

const withWindow = base.extend<Fixtures>({
  settings: {},
  folder: async ({ settings }, use) => {
    if (stage === undefined) throw new Error('There is no editor to test in');
    const folder = await mkdtemp(join(stage.workspaces, 'workspace-'));
    for (const files of [fixtures, samples, histories]) await cp(files, folder, { recursive: true });
    await mkdir(join(folder, '.vscode'));
    await writeFile(join(folder, '.vscode', 'settings.json'), JSON.stringify(settings));
    await use(folder);
  },
  workbench: async ({ folder, task }, use) => {
    if (stage === undefined) throw new Error('There is no editor to test in');
    browser ??= chromium.launch({ executablePath: stage.browser, args: [...browserArguments] });
    const context = await (await browser).newContext({ viewport: { width: 1400, height: 900 }, reducedMotion: 'reduce' });
    try {
      const workbench = await Workbench.open(await context.newPage(), stage.url, folder);
      try {
        await use(workbench);
      } finally {
        await workbench.screenshot(`${task.result?.state === 'fail' ? 'FAILED ' : ''}${task.name}`);
      }
    } finally {
      await context.close();
    }
  },
});

/** Skipped where there is no browser; the global setup says so. */
export const test: typeof withWindow = stage === undefined ? (withWindow.skip as typeof withWindow) : withWindow;

export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}
