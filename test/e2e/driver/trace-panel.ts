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

  /** The run's title and what came of it. */
  heading(): Promise<string> {
    return this.#frame.locator('header').first().innerText();
  }

  get inspector(): Locator {
    return this.#frame.getByTestId('inspector');
  }

  /** The steps of the list that are in view. */
  get steps(): Locator {
    return this.#frame.getByTestId(/^step-\d+$/);
  }

  /** Texts of the steps that are marked because the cursor is in their handler. */
  markedSteps(): Promise<string[]> {
    return this.#frame.getByTestId('step-list').locator('.highlighted').allInnerTexts();
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
    const id = await this.#frame.getByTestId('step-list').getByRole('option', { selected: true }).getAttribute('data-testid');
    return Number(id?.replace('step-', ''));
  }

  /** Colours of the inspector's text and of what is behind it, each as red, green and blue from 0 to 255. */
  async colours(): Promise<{ text: Colour; background: Colour }> {
    const { text, background } = await this.inspector.evaluate((inspector) => {
      const transparent = /^(transparent|rgba\(.*, 0\))$/;
      let element: Element | null = inspector;
      while (element !== null && transparent.test(getComputedStyle(element).backgroundColor)) element = element.parentElement;
      // A page that paints no background lets the editor's show through.
      const editor = document.createElement('span');
      editor.style.backgroundColor = 'var(--vscode-editor-background)';
      document.body.append(editor);
      const background = getComputedStyle(element ?? editor).backgroundColor;
      editor.remove();
      return { text: getComputedStyle(inspector).color, background };
    });
    return { text: parseColour(text), background: parseColour(background) };
  }
}

export type Colour = readonly [red: number, green: number, blue: number];

function parseColour(css: string): Colour {
  const [, red, green, blue] = /^rgba?\((\d+), (\d+), (\d+)/.exec(css) ?? [];
  if (blue === undefined) throw new Error(`Not an opaque colour: ${css}`);
  return [Number(red), Number(green), Number(blue)];
}
