/** Explorations with several threads in a browser. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { twoPhaseCommit } from '../../bench/models/two-phase-commit.ts';
import { browserArguments, browserMissing, findBrowser } from '../../test/e2e/setup/browser.ts';
import type { Answered, Asked } from './testing/exploring.ts';

const executablePath = findBrowser();
if (executablePath === undefined) console.warn(browserMissing);

const model = twoPhaseCommit(6, ['check atomicity']);

describe.skipIf(executablePath === undefined)('threads of a browser', { timeout: 120_000 }, () => {
  let browser: Browser;
  let server: Server;
  beforeAll(async () => {
    server = await served();
    browser = await chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: [...browserArguments] });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  async function explored(threads: number, page: 'isolated' | 'plain' = 'isolated'): Promise<Answered> {
    const context = await browser.newContext();
    try {
      const opened = await context.newPage();
      await opened.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${page}`);
      return await opened.evaluate(
        (asked: Asked) =>
          new Promise<Answered>((resolve, reject) => {
            const worker = new Worker('/exploring.js');
            worker.addEventListener('message', ({ data }) => resolve(data));
            worker.addEventListener('error', ({ message }) => reject(new Error(message)));
            worker.postMessage(asked);
          }),
        { text: model, threads },
      );
    } finally {
      await context.close();
    }
  }

  test('do their part, and the result is the same with one, two and three', async () => {
    const one = await explored(1);
    expect(one.found.states).toBeGreaterThan(20_000);
    expect(one.found.limit).toBeUndefined();
    for (const threads of [2, 3]) {
      const { found, host, jobs } = await explored(threads);
      expect(host).toBe(true);
      expect(jobs).toBeGreaterThan(0);
      expect(found).toEqual(one.found);
    }
  });

  test('are done without where the page may share no memory', async () => {
    const { found, host } = await explored(2, 'plain');
    expect(host).toBe(false);
    expect(found).toEqual((await explored(1)).found);
  });
});

/** Serves two empty pages, one of which may share memory, and the workers' code. */
async function served(): Promise<Server> {
  const { outputFiles } = await build({
    absWorkingDir: join(import.meta.dirname, '..', '..'),
    entryPoints: { exploring: 'webview/playground/testing/exploring.ts', 'search-thread': 'webview/playground/search-thread.ts' },
    outdir: 'dist/webview',
    bundle: true,
    write: false,
    target: 'es2022',
    logLevel: 'warning',
  });
  const scripts = new Map(outputFiles.map(({ path, text }) => [path.slice(path.lastIndexOf('/')), text]));
  const server = createServer(({ url = '/' }, response) => {
    const isolation =
      url === '/plain' ? {} : { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
    const type = scripts.has(url) ? 'text/javascript' : 'text/html';
    response.writeHead(200, { 'content-type': type, ...isolation }).end(scripts.get(url) ?? '<!doctype html>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
