/** The panel as a user meets it: in a browser, with its own content security policy, by keyboard and by mouse. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { browserArguments, browserMissing, findBrowser } from '../../test/e2e/setup/browser.ts';
import type { PanelMessage } from '../protocol.ts';
import { serveHarness } from '../testing/harness.ts';

const executablePath = findBrowser();
if (executablePath === undefined) console.warn(browserMissing);

/** What one rule of axe found. */
interface AxeResult {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What the stand-in for the host keeps in the page. */
interface HarnessWindow extends Window {
  posted: PanelMessage[];
  refused: string[];
}

describe.skipIf(executablePath === undefined)('the trace panel in a browser', { timeout: 60_000 }, () => {
  let browser: Browser;
  let harness: Awaited<ReturnType<typeof serveHarness>>;
  let page: Page;

  beforeAll(async () => {
    harness = await serveHarness(0);
    browser = await chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: [...browserArguments] });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    harness?.server.close();
  });
  afterEach(async () => {
    expect(await page.evaluate(() => (window as unknown as HarnessWindow).refused)).toEqual([]);
    await page.context().close();
  });

  async function open(sample: string, { theme = 'dark', width = 1000, height = 800 } = {}): Promise<void> {
    const context = await browser.newContext({ viewport: { width, height } });
    page = await context.newPage();
    page.on('pageerror', (error) => {
      throw error;
    });
    await page.goto(`${harness.url}?sample=${sample}&theme=${theme}`);
    await currentItem().waitFor();
  }
  const currentItem = (): Locator => page.getByTestId('step-list').getByRole('option', { selected: true });
  const selectedStep = async (): Promise<number> => Number(await currentItem().getAttribute('data-step'));
  const posted = (): Promise<PanelMessage[]> => page.evaluate(() => (window as unknown as HarnessWindow).posted);
  const tell = (message: object): Promise<void> => page.evaluate((sent) => window.postMessage(sent), message);

  test('opens at the violation, says so, and tells the host where it is', async () => {
    await open('lossy');
    expect(await selectedStep()).toBe(20);
    expect(await page.getByTestId('verdict').innerText()).toBe('atomicity is violated: p2 aborts t1 after p1 committed it');
    expect(await page.getByTestId('announcement').innerText()).toContain('atomicity is violated here');
    expect((await posted()).at(-1)).toMatchObject({
      type: 'stepSelected',
      step: 20,
      origin: 'host',
      place: { file: 'file:///samples/sample.faultline' },
    });
  });

  test('is stepped through by keyboard alone', async () => {
    await open('lossy');
    await page.keyboard.press('Home');
    expect(await selectedStep()).toBe(0);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    expect(await selectedStep()).toBe(2);
    await page.keyboard.press('ArrowLeft');
    expect(await selectedStep()).toBe(1);
    await page.keyboard.press('End');
    expect(await selectedStep()).toBe(20);
    expect(await page.getByTestId('announcement').innerText()).toMatch(/^Step 21 of 21: p2 times out/);
  });

  test('every control is reached by Tab and shows that it has the focus', async () => {
    await open('several', { width: 1200 });
    const reached = new Set<string>();
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(() => {
        const deep = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
        const style = deep === null ? undefined : getComputedStyle(deep);
        const name = document.activeElement?.getAttribute('data-testid') ?? document.activeElement?.textContent ?? '';
        return { name, visible: style !== undefined && (style.outlineStyle !== 'none' || style.boxShadow !== 'none') };
      });
      if (focused.name !== '' && focused.name.length < 40 && /^[a-z-]+$/.test(focused.name)) {
        reached.add(focused.name);
        if (focused.name !== 'hide-irrelevant') expect(focused, focused.name).toMatchObject({ visible: true });
      }
    }
    for (const control of ['first', 'back', 'play', 'forward', 'last', 'slider', 'speed', 'list'])
      expect(reached).toContain(`step-${control}`);
    for (const control of ['trace-choice', 'hide-irrelevant', 'diagram', 'inspector']) expect(reached).toContain(control);
  });

  test('the buttons keep the focus at the ends, and Space presses them', async () => {
    await open('happy');
    await page.getByTestId('step-last').focus();
    await page.keyboard.press('Space');
    expect(await selectedStep()).toBe(8);
    await page.getByTestId('step-forward').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowLeft');
    expect(await selectedStep()).toBe(7);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('step-forward');
    await page.keyboard.press('Enter');
    expect(await selectedStep()).toBe(8);
  });

  test('plays by Space, and stops by Space', async () => {
    await open('happy');
    await page.getByTestId('step-speed').selectOption({ label: '8 steps/s' });
    await page.getByTestId('diagram').focus();
    await page.keyboard.press('Space');
    await expect.poll(selectedStep).toBeGreaterThan(1);
    await page.keyboard.press('Space');
    const stopped = await selectedStep();
    await page.waitForTimeout(400);
    expect(await selectedStep()).toBe(stopped);
  });

  test('the slider goes to any step', async () => {
    await open('happy');
    await page.getByTestId('step-slider').fill('4');
    expect(await selectedStep()).toBe(4);
    expect(await page.getByTestId('step-slider').getAttribute('aria-valuetext')).toBe('step 5 of 9: p2 receives Prepare("t1") from c');
  });

  test('the inspector shows what the step changed', async () => {
    await open('happy');
    await page.getByTestId('step-7').click();
    const p2 = page.getByTestId('node-p2');
    expect(await p2.locator('del').innerText()).toBe('none');
    expect(await p2.locator('ins').innerText()).toBe('committed');
    expect(await page.getByTestId('node-p1').locator('ins').count()).toBe(0);
    expect(await page.getByTestId('inspector').innerText()).toContain('Lamport 10 · vector ⟨c:8 p1:4 p2:5⟩');
  });

  test('what is clicked is selected, and its line asked for', async () => {
    await open('happy');
    await page.locator('.mark-event', { hasText: 'commit("t1")' }).first().click();
    expect(await selectedStep()).toBe(7);
    const last = (await posted()).at(-1);
    expect(last).toMatchObject({ type: 'stepSelected', origin: 'user', step: 7 });
    await page.locator('.arrow', { hasText: 'Vote("t1", true)' }).first().click();
    expect(await selectedStep()).toBe(5);
    await page.getByTestId('inspector').getByRole('button', { name: 'c receives Vote("t1", true) from p1' }).click();
    expect((await posted()).at(-1)).toMatchObject({ type: 'reveal' });
    await page.getByTestId('inspector').getByRole('button', { name: 'declaration of Vote' }).click();
    expect((await posted()).at(-1)).toEqual({ type: 'openMessage', file: 'file:///samples/sample.faultline', name: 'Vote' });
  });

  test('what led to a violation is a way to go', async () => {
    await open('lossy');
    await page.getByTestId('inspector').getByRole('button', { name: 'step 17' }).click();
    expect(await selectedStep()).toBe(16);
    await page.getByTestId('go-to-violation').click();
    expect(await selectedStep()).toBe(20);
  });

  test('steps that do not matter are hidden on request, by keyboard too', async () => {
    await open('lossy');
    await page.getByTestId('hide-irrelevant').focus();
    await page.keyboard.press('Space');
    expect(await page.getByTestId('step-list').getByRole('option').first().getAttribute('aria-setsize')).toBe('18');
    expect(await page.getByTestId('step-4').count()).toBe(0);
  });

  test('of a history it shows when each operation took effect, and why one has no place', async () => {
    await open('history');
    expect(await page.locator('.span').count()).toBe(4);
    expect(await page.locator('.point').count()).toBe(3);
    expect(await page.locator('.span.misplaced').textContent()).toContain('read("score") -> "playing"');
    expect(await page.getByTestId('possible').innerText()).toBe(
      '"final": when it was invoked, write("score", "final") by referee had returned',
    );
    await page.locator('.point', { hasText: '2' }).first().click();
    expect(await selectedStep()).toBe(3);
    const order = page.getByTestId('took-effect');
    expect(await order.locator('strong').allInnerTexts()).toEqual([
      'write("score", "final") by referee',
      'read("score") -> "final" by alice',
    ]);
    await order.getByRole('button', { name: 'after step 2' }).click();
    expect(await selectedStep()).toBe(1);
    await page.getByTestId('trace-choice').selectOption({ index: 1 });
    expect(await page.locator('.point').count()).toBe(4);
    expect(await page.locator('.span.misplaced').count()).toBe(0);
  });

  test('of a history that is too long it says how much it shows', async () => {
    await open('history');
    expect(await page.getByTestId('excerpt').isVisible()).toBe(false);
    await open('excerpt');
    expect(await page.getByTestId('excerpt').innerText()).toBe(
      'Showing 8 of 1,200,000 events: those that the violation involves, and what happened around it.',
    );
    await page.getByTestId('trace-choice').selectOption({ index: 1 });
    expect(await page.getByTestId('excerpt').innerText()).toBe('Showing the first 8 of 1,200,000 events.');
  });

  test('follows the host: a step, the steps of a handler, another of its traces', async () => {
    await open('several');
    await tell({ type: 'select', step: 3 });
    await expect.poll(selectedStep).toBe(3);
    expect((await posted()).at(-1)).toMatchObject({ type: 'stepSelected', step: 3, origin: 'host' });
    await tell({ type: 'highlight', steps: [5, 8] });
    await expect.poll(() => page.locator('.step-item.highlighted').count()).toBe(2);
    await tell({ type: 'select', step: 'three' });
    await page.getByTestId('trace-choice').selectOption({ index: 1 });
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('the coordinator dies before it tells anyone');
    expect((await posted()).at(-1)).toMatchObject({ type: 'stepSelected', trace: 1, step: 3 });
  });

  test('survives a reload where it was', async () => {
    await open('several');
    await page.getByTestId('trace-choice').selectOption({ index: 2 });
    await page.getByTestId('step-6').click();
    await page.reload();
    await currentItem().waitFor();
    expect(await selectedStep()).toBe(6);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('duelling proposers');
    expect((await posted()).find(({ type }) => type === 'ready')).toEqual({ type: 'ready', showing: true });
  });

  test('of a long run only what is in sight is in the page', async () => {
    await open('large', { width: 1400 });
    await tell({ type: 'select', step: 4000 });
    await expect.poll(selectedStep).toBe(4000);
    expect(await page.getByTestId('step-list').getByRole('option').count()).toBeLessThan(80);
    expect(await page.locator('.surface *').count()).toBeLessThan(3000);
    const box = await page.locator('.surface .band.current').boundingBox();
    expect(box?.y).toBeGreaterThan(0);
    expect(box?.y).toBeLessThan(800);
    await page.keyboard.press('Home');
    expect(await selectedStep()).toBe(0);
    await expect.poll(() => page.getByTestId('step-0').count()).toBe(1);
  });

  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const looks = [
    ['several', 12, 400],
    ['several', 12, 1400],
    ['history', 7, 700],
    ['excerpt', 7, 400],
  ] as const;
  for (const theme of ['dark', 'light', 'high-contrast', 'high-contrast-light']) {
    for (const [sample, step, width] of looks) {
      test(`${sample}, ${theme}, ${width} pixels wide: nothing to object to for accessibility`, async () => {
        await open(sample, { theme, width, height: 900 });
        await tell({ type: 'select', step });
        await expect.poll(selectedStep).toBe(step);
        // Run from the test's side: the page's policy lets no foreign script in.
        const { violations, passes } = await page.evaluate(async (source) => {
          new Function(source).call(window);
          const { axe } = window as unknown as { axe: { run(): Promise<{ violations: AxeResult[]; passes: AxeResult[] }> } };
          return axe.run();
        }, axe);
        expect(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`))).toEqual([]);
        expect(passes.map(({ id }) => id)).toEqual(
          expect.arrayContaining(['color-contrast', 'scrollable-region-focusable', 'button-name', 'label']),
        );
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      });
    }
  }
});
