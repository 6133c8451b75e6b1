/** Once before all end-to-end tests: pack the extension as users get it, install it in a fresh VS Code, start that. */
import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { browserMissing, findBrowser } from './browser.ts';
import { artifacts, cache, root } from './paths.ts';
import { installExtension, startServer } from './server.ts';
import { obtainVSCode } from './vscode.ts';

export interface Stage {
  /** Where the workbench is served. */
  readonly url: string;
  /** The browser's executable. */
  readonly browser: string;
  /** A folder for the workspaces of the tests. */
  readonly workspaces: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** Absent where there is no browser: the tests are skipped then. */
    stage: Stage | undefined;
  }
}

// biome-ignore lint/style/noDefaultExport: Vitest calls the default export
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const browser = findBrowser();
  if (browser === undefined) {
    if (process.env.CI) throw new Error(browserMissing);
    project.provide('stage', undefined);
    console.error(browserMissing);
    return async () => console.error(browserMissing); // again at the end, where it is read
  }

  const scratch = join(cache, 'e2e');
  const workspaces = join(scratch, 'workspaces');
  for (const folder of [scratch, artifacts]) await rm(folder, { recursive: true, force: true });
  for (const folder of [workspaces, artifacts]) await mkdir(folder, { recursive: true });

  const vsix = join(scratch, 'faultline.vsix');
  await promisify(execFile)(process.execPath, [join(root, 'scripts', 'package.ts'), vsix], { cwd: root });

  const folders = {
    vscode: await obtainVSCode(),
    data: join(scratch, 'data'),
    extensions: join(scratch, 'extensions'),
    log: join(artifacts, 'server.log'),
  };
  await installExtension(folders, vsix);
  const server = await startServer(folders);
  project.provide('stage', { url: server.url, browser, workspaces });
  return () => server.stop();
}
