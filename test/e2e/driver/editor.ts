import type { Locator, Page } from 'playwright-core';
import type { QuickInput } from './quick-input.ts';

export type Severity = 'error' | 'warning' | 'info';

/** The active text editor, seen as its user sees it: what is on the screen, in lines counted from 1. */
export class Editor {
  readonly #page: Page;
  readonly #quickInput: QuickInput;
  readonly #root: Locator;

  constructor(page: Page, quickInput: QuickInput) {
    this.#page = page;
    this.#quickInput = quickInput;
    this.#root = page.locator('.editor-group-container .monaco-editor[role="code"]').first();
  }

  /** Waits until a line of the file that contains `text` is on the screen. */
  async waitForText(text: string): Promise<void> {
    await this.#root.locator('.view-line', { hasText: text }).first().waitFor();
  }

  async focus(): Promise<void> {
    await this.#root.locator('.view-line').first().click();
  }

  async goToLine(line: number): Promise<void> {
    await this.#quickInput.enter('Control+G', `:${line}`);
  }

  /** Puts the cursor on a line and column, both from 1. */
  async goTo(line: number, column: number): Promise<void> {
    await this.#quickInput.enter('Control+G', `:${line}:${column}`);
  }

  /** The line that the status bar says the cursor is on. */
  async cursorLine(): Promise<number> {
    const position = await this.#page.locator('.statusbar-item', { hasText: /^Ln \d+, Col \d+/ }).innerText();
    return Number(/Ln (\d+)/.exec(position)?.[1]);
  }

  /** Asks for completion at the cursor. */
  async complete(): Promise<void> {
    await this.#page.keyboard.press('Control+Space');
    await this.#page.locator('.suggest-widget.visible .monaco-list-row').first().waitFor();
  }

  /** Labels of the suggestions on the screen. */
  suggestions(): Promise<string[]> {
    return this.#page.locator('.suggest-widget.visible .monaco-list-row .label-name').allInnerTexts();
  }

  async hoverText(): Promise<string> {
    return (await this.#page.locator('.monaco-hover:not(.hidden) .monaco-hover-content').allInnerTexts()).join('\n');
  }

  /** Follows a link of the hover that is on the screen. */
  async followInHover(link: string): Promise<void> {
    await this.#page.locator('.monaco-hover:not(.hidden) a', { hasText: link }).click();
  }

  async typeAtEndOfLine(line: number, text: string): Promise<void> {
    await this.goToLine(line);
    await this.#page.keyboard.press('End');
    await this.#page.keyboard.type(text);
    await this.#page.keyboard.press('Escape'); // no completion list over what follows
  }

  async erase(characters: number): Promise<void> {
    for (let i = 0; i < characters; i++) await this.#page.keyboard.press('Backspace');
  }

  /** Replaces all of one line; `text` arrives at once, as from an input method, so that nothing is completed or closed. */
  async replaceLine(line: number, text: string): Promise<void> {
    await this.goToLine(line);
    await this.#page.keyboard.press('End');
    // The first Home stops at the indentation.
    await this.#page.keyboard.press('Shift+Home');
    await this.#page.keyboard.press('Shift+Home');
    await this.#page.keyboard.insertText(text);
  }

  /** Saves and waits until the tab no longer shows unsaved changes. */
  async save(): Promise<void> {
    await this.#page.keyboard.press('Control+S');
    await this.#page.locator('.editor-group-container .tab.active:not(.dirty)').first().waitFor();
  }

  /** Lines with a squiggle of that severity that are on the screen, in order. */
  squiggledLines(severity: Severity): Promise<number[]> {
    return this.#linesOf(`.squiggly-${severity}`);
  }

  /** Lines that an extension marks over their whole width and that are on the screen, in order. */
  highlightedLines(): Promise<number[]> {
    return this.#linesOf('.view-overlays .cdr[class*="ced-"]');
  }

  /** Titles of the code lenses on the screen, top to bottom. */
  async codeLenses(): Promise<string[]> {
    return await this.#root.locator('.codelens-decoration a').allInnerTexts();
  }

  codeLens(title: string | RegExp): Locator {
    return this.#root.locator('.codelens-decoration a', { hasText: title }).first();
  }

  /** Colours in use for the text of a line: one alone would mean that it is not highlighted. */
  async coloursOfLine(text: string): Promise<string[]> {
    const spans = this.#root.locator('.view-line', { hasText: text }).first().locator('span > span');
    const colours = await spans.evaluateAll((elements) => elements.map((element) => getComputedStyle(element).color));
    return [...new Set(colours)];
  }

  /** Line numbers stand in the margin, decorations in another layer: they belong together where their heights meet. */
  async #linesOf(selector: string): Promise<number[]> {
    return await this.#root.evaluate((editor, decoration) => {
      const numbers = [...editor.querySelectorAll('.margin-view-overlays .line-numbers')].map((element) => ({
        line: Number(element.textContent),
        top: element.getBoundingClientRect().top,
        bottom: element.getBoundingClientRect().bottom,
      }));
      const lines = [...editor.querySelectorAll(decoration)].flatMap((element) => {
        const { top, bottom } = element.getBoundingClientRect();
        const middle = (top + bottom) / 2;
        return numbers.filter((number) => number.top <= middle && middle < number.bottom).map((number) => number.line);
      });
      return [...new Set(lines)].sort((a, b) => a - b);
    }, selector);
  }
}
