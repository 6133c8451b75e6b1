import type { Locator, Page } from 'playwright-core';

/** The input at the top of the window: files by name, commands, line numbers. */
export class QuickInput {
  readonly #page: Page;
  readonly #input: Locator;

  constructor(page: Page) {
    this.#page = page;
    // A quick input that is closing takes no keys.
    this.#input = page.locator('.quick-input-widget:not(.quick-input-widget-closing) .quick-input-filter input').first();
  }

  /**
   * Opens with `key`, picks the entry that contains `entry` after typing `text`. What an extension brings comes a while after the
   * window, and an open list does not take it up: the list is opened again until it has the entry.
   */
  async pick(key: string, text: string, entry: string): Promise<void> {
    const row = this.#page.locator('.quick-input-list .monaco-list-row', { hasText: entry }).first();
    for (let attempt = 0; attempt < 15; attempt++) {
      await this.#open(key);
      await this.#input.fill(text);
      if (await clicked(row)) {
        await this.#input.waitFor({ state: 'hidden' });
        return;
      }
      await this.#page.keyboard.press('Escape');
    }
    throw new Error(`The quick input that ${key} opens has no entry ${entry} for ${text}`);
  }

  /** Opens with `key`, types `text` and confirms it. */
  async enter(key: string, text: string): Promise<void> {
    await this.#open(key);
    await this.#input.fill(text);
    await this.#page.keyboard.press('Enter');
    await this.#input.waitFor({ state: 'hidden' });
  }

  /** A webview swallows keys until its script runs and forwards them: press again until the input is there. */
  async #open(key: string): Promise<void> {
    for (let attempt = 0; attempt < 15; attempt++) {
      await this.#page.keyboard.press(key);
      try {
        await this.#input.waitFor({ state: 'visible', timeout: 1000 });
        return;
      } catch {
        // not yet
      }
    }
    throw new Error(`The quick input did not open with ${key}`);
  }
}

/** Whether the entry was there to be clicked, within 3 s. */
async function clicked(row: Locator): Promise<boolean> {
  try {
    await row.click({ timeout: 3000 });
    return true;
  } catch {
    return false;
  }
}
