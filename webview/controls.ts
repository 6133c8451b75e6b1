/**
 * The controls that look as VS Code's own do. The only module that knows `@vscode/webview-ui-toolkit`: upstream is archived, and what replaces it
 * replaces it here. The toolkit has no slider, and its drop-down cannot be styled under a policy without inline styles: those two are the
 * browser's own.
 */
import { provideVSCodeDesignSystem, vsCodeButton, vsCodeCheckbox } from '@vscode/webview-ui-toolkit';
import { html } from './dom.ts';

/** Defines the custom elements; once, before the first is made. */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox());
}

export interface ButtonOptions {
  /** What it does: read out, and shown on hover. */
  readonly label: string;
  readonly testId?: string;
  readonly onClick: () => void;
}

/** A button that shows an icon. */
export function iconButton({ label, testId, onClick }: ButtonOptions, icon: Node): HTMLElement {
  const button = html('vscode-button', { appearance: 'icon', 'aria-label': label, title: label, 'data-testid': testId }, icon);
  button.addEventListener('click', onClick);
  return button;
}

export function setButtonLabel(button: HTMLElement, label: string): void {
  button.setAttribute('aria-label', label);
  button.title = label;
}

/** Shown as not available, yet it keeps the focus: someone who steps by keyboard does not fall out of the toolbar at the last step. */
export function setButtonIdle(button: HTMLElement, idle: boolean): void {
  button.setAttribute('aria-disabled', String(idle));
}

export interface Checkbox {
  readonly element: HTMLElement;
  set(checked: boolean): void;
}

export function checkbox(label: string, testId: string, onChange: (checked: boolean) => void): Checkbox {
  const element: HTMLElement & { checked?: boolean } = html('vscode-checkbox', { 'data-testid': testId }, label);
  element.addEventListener('change', () => onChange(element.checked === true));
  return {
    element,
    set: (checked) => {
      // Assigning fires `change` also when nothing changes.
      if (element.checked !== checked) element.checked = checked;
    },
  };
}

export interface Choice {
  readonly element: HTMLSelectElement;
  set(options: readonly string[], selected: number): void;
}

/** One of several, by its index. */
export function choice(label: string, testId: string, onChange: (selected: number) => void): Choice {
  const element = html('select', { 'aria-label': label, title: label, 'data-testid': testId });
  element.addEventListener('change', () => onChange(element.selectedIndex));
  return {
    element,
    set: (options, selected) => {
      const shown = [...element.options].map((option) => option.text);
      if (shown.length !== options.length || shown.some((text, i) => text !== options[i])) {
        element.replaceChildren(...options.map((text) => html('option', {}, text)));
      }
      element.selectedIndex = selected;
    },
  };
}

export interface Slider {
  readonly element: HTMLInputElement;
  set(value: number, max: number, spoken: string): void;
}

/** From 0 to `max`. `spoken` says where it is in words. */
export function slider(label: string, testId: string, onInput: (value: number) => void): Slider {
  const element = html('input', { type: 'range', min: 0, step: 1, 'aria-label': label, 'data-testid': testId });
  element.addEventListener('input', () => onInput(element.valueAsNumber));
  return {
    element,
    set: (value, max, spoken) => {
      element.max = String(max);
      element.value = String(value);
      element.setAttribute('aria-valuetext', spoken);
    },
  };
}
