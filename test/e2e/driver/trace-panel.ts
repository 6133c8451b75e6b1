import type { FrameLocator, Locator, Page } from 'playwright-core';

type StepButton = 'first' | 'back' | 'forward' | 'last' | 'play';

/** The panel that shows a run as a space-time diagram and steps through it. */
export class TracePanel {
  readonly #page: Page;
  readonly #frame: FrameLocator;

  constructor(page: Page) {
    this.#page = page;
    // The page holds VS Code's frame, and that the frame with the extension's content.
    this.#frame = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  get tab(): Locator {
    return this.#page.locator('.tab', { hasText: /trace/i }).first();
  }

  get diagram(): Locator {
    return this.#frame.getByTestId('diagram');
  }

  get inspector(): Locator {
    return this.#frame.getByTestId('inspector');
  }

  /** The steps of the list that are in view. */
  get steps(): Locator {
    return this.#frame.getByTestId(/^step-\d+$/);
  }

  async stepCount(): Promise<number> {
    return Number(await this.steps.first().getAttribute('aria-setsize'));
  }

  button(name: StepButton): Locator {
    return this.#frame.getByTestId(`step-${name}`);
  }

  async waitUntilShown(): Promise<void> {
    await this.diagram.waitFor({ timeout: 30_000 });
    await this.steps.first().waitFor();
  }

  async press(name: StepButton): Promise<void> {
    await this.button(name).click();
  }

  /** Number of the step that is selected, as its test id has it. */
  async selectedStep(): Promise<number> {
    const id = await this.#frame.getByRole('option', { selected: true }).getAttribute('data-testid');
    return Number(id?.replace('step-', ''));
  }
}
