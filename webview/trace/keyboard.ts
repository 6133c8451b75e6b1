/** The panel by keyboard alone: which key does what, unless the focused control has its own use for it. */
import type { Action } from './panel.ts';

const page = 10;

const keys: Readonly<Record<string, Action>> = {
  ArrowRight: { type: 'move', by: 1 },
  ArrowDown: { type: 'move', by: 1 },
  ArrowLeft: { type: 'move', by: -1 },
  ArrowUp: { type: 'move', by: -1 },
  PageDown: { type: 'move', by: page },
  PageUp: { type: 'move', by: -page },
  Home: { type: 'first' },
  End: { type: 'last' },
  ' ': { type: 'togglePlay' },
};

/** What a key asks for; `focused` is the tag name of the element that has the focus. */
export function actionForKey(key: string, focused: string): Action | undefined {
  const tag = focused.toUpperCase();
  // The slider and the drop-down move by arrows themselves; whatever can be pressed is pressed by Space.
  if (tag === 'SELECT' || tag === 'INPUT') return key === ' ' && tag === 'INPUT' ? keys[key] : undefined;
  if (key === ' ' && ['BUTTON', 'VSCODE-BUTTON', 'VSCODE-CHECKBOX'].includes(tag)) return undefined;
  return keys[key];
}
