import type { Locator, Page } from 'playwright-core';

/** The Problems panel. */
export class Problems {
  readonly #page: Page;
  readonly #rows: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#rows = page.locator('.markers-panel .monaco-list-row');
  }

  /** The row of a problem or of a part of its related information. */
  row(text: string | RegExp): Locator {
    return this.#rows.filter({ hasText: text }).first();
  }

  /** Texts of all rows, top to bottom, files and related information among them. */
  async texts(): Promise<string[]> {
    const texts = await this.#rows.allInnerTexts();
    return texts.map((text) => text.replaceAll(/\s+/g, ' ').trim());
  }

  /** Shows the related information of a problem, and returns its rows' texts. */
  async relatedInformation(problem: string | RegExp): Promise<string[]> {
    const row = this.row(problem);
    await row.click();
    if ((await row.getAttribute('aria-expanded')) === 'false') await this.#page.keyboard.press('ArrowRight');
    const level = Number(await row.getAttribute('aria-level'));
    const index = Number(await row.getAttribute('data-index'));
    const below = await this.#rows.evaluateAll((elements) =>
      elements
        .map((element) => ({
          index: Number(element.getAttribute('data-index')),
          level: Number(element.getAttribute('aria-level')),
          text: (element.textContent ?? '').replaceAll(/\s+/g, ' ').trim(),
        }))
        .sort((a, b) => a.index - b.index),
    );
    const after = below.filter((each) => each.index > index);
    const end = after.findIndex((each) => each.level <= level);
    return (end < 0 ? after : after.slice(0, end)).map((each) => each.text);
  }
}
