import { expect, test } from 'vitest';
import { actionForKey } from './keyboard.ts';

test('arrows, Home, End and Space do the same wherever the focus is', () => {
  for (const focused of ['BODY', 'DIV', 'SECTION']) {
    expect(actionForKey('ArrowRight', focused)).toEqual({ type: 'move', by: 1 });
    expect(actionForKey('ArrowUp', focused)).toEqual({ type: 'move', by: -1 });
    expect(actionForKey('Home', focused)).toEqual({ type: 'first' });
    expect(actionForKey('End', focused)).toEqual({ type: 'last' });
    expect(actionForKey(' ', focused)).toEqual({ type: 'togglePlay' });
  }
});

test('a control keeps the keys that it uses itself', () => {
  expect(actionForKey(' ', 'vscode-button')).toBeUndefined();
  expect(actionForKey(' ', 'button')).toBeUndefined();
  expect(actionForKey('ArrowRight', 'vscode-button')).toEqual({ type: 'move', by: 1 });
  expect(actionForKey('ArrowRight', 'input')).toBeUndefined();
  expect(actionForKey('Home', 'input')).toBeUndefined();
  expect(actionForKey(' ', 'input')).toEqual({ type: 'togglePlay' });
  expect(actionForKey('ArrowDown', 'select')).toBeUndefined();
  expect(actionForKey(' ', 'select')).toBeUndefined();
});

test('other keys are left alone', () => {
  expect(actionForKey('a', 'BODY')).toBeUndefined();
  expect(actionForKey('Enter', 'BODY')).toBeUndefined();
  expect(actionForKey('Tab', 'BODY')).toBeUndefined();
});
