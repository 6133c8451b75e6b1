import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { artifacts } from '../setup/paths.ts';
import { Editor } from './editor.ts';
import { Problems } from './problems.ts';
import { QuickInput } from './quick-input.ts';
import { TracePanel } from './trace-panel.ts';

/** A window of VS Code on a folder, driven through what its user sees. */
export class Workbench {
  readonly page: Page;
  readonly editor: Editor;
  readonly problems: Problems;
  readonly trace: TracePanel;
  /** What content security policies refused so far, in the workbench's page and in its webviews. */
  readonly refused: string[] = [];
  readonly #quickInput: QuickInput;

  private constructor(page: Page) {
    this.page = page;
    this.#quickInput = new QuickInput(page);
    this.editor = new Editor(page, this.#quickInput);
    this.problems = new Problems(page);
    this.trace = new TracePanel(page);
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) this.refused.push(message.text());
    });
  }

  static async open(page: Page, url: string, folder: string): Promise<Workbench> {
    const workbench = new Workbench(page);
    await page.goto(`${url}/?folder=${encodeURIComponent(folder)}`);
    await workbench.#waitUntilReady();
    return workbench;
  }

  /** Opens a file of the folder by its name. If it is one of the language's, the extension has looked at it when this returns. */
  async openFile(name: string): Promise<void> {
    await this.#quickInput.pick('Control+P', name, name);
    await this.tab(name).waitFor();
    if (name.endsWith('.faultline')) await this.statusBarItem(/Faultline: (?!not checked yet)/).waitFor({ timeout: 60_000 });
  }

  /** Runs a command of the palette by its title. */
  async runCommand(title: string): Promise<void> {
    await this.#quickInput.pick('F1', `>${title}`, title);
  }

  /** Picks an entry of a file's context menu. Entries of extensions come a while after the window: the menu is opened again until it has this one. */
  async chooseInExplorer(file: string, entry: string): Promise<void> {
    const item = this.page.locator('.monaco-menu .action-item', { hasText: entry }).first();
    for (let attempt = 0; attempt < 15; attempt++) {
      await this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: file }).first().click({ button: 'right' });
      try {
        await item.click({ timeout: 2000 });
        return;
      } catch {
        await this.page.keyboard.press('Escape');
      }
    }
    throw new Error(`The context menu of ${file} has no entry ${entry}`);
  }

  /** Texts of the notifications on the screen. */
  notifications(): Promise<string[]> {
    return this.page.locator('.notification-list-item-message').allInnerTexts();
  }

  tab(file: string): Locator {
    return this.page.locator(`.tab[data-resource-name="${file}"]`);
  }

  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item', { hasText: text }).first();
  }

  async showProblems(): Promise<void> {
    await this.runCommand('Problems: Focus on Problems View');
    await this.page.locator('.markers-panel').waitFor();
  }

  async reloadWindow(): Promise<void> {
    const loaded = this.page.waitForEvent('load', { timeout: 60_000 });
    await this.runCommand('Developer: Reload Window');
    await loaded;
    await this.#waitUntilReady();
  }

  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: join(artifacts, `${name.replaceAll(/[^\w-]+/g, '-')}.png`) });
  }

  async #waitUntilReady(): Promise<void> {
    await this.page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
    await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
  }
}
