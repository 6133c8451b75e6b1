import { expect, test } from 'vitest';
import { systemOf } from '../../testing/system.ts';
import type { Window } from '../../world/world.ts';
import { WAIT_BASE, WAIT_FOR_EVER, WAIT_NOT } from '../memory/directory.ts';
import { NodeSpace } from './node-space.ts';

const { machine } = systemOf(`
  role Store { on read(key) { reply 1 } }
  scenario "s" { node s = Store
    explore
    invariant i: true }`);
const operation = { node: 0, request: machine.values.request(0, 0, 0, []) };

/** An inbox with these messages of node 1, each with its window. */
function inboxOf(space: NodeSpace, ...windows: readonly Window[]): number {
  return windows.reduce(
    (inbox, window, message) => space.add(inbox, space.messageId({ from: 1, to: 0, message, arguments: [], window })),
    0,
  );
}
const windowsIn = (space: NodeSpace, inbox: number) => space.messages(inbox).map((item) => space.flight(item).window);

test('where order is kept a message is not due before the one before it, now or later', () => {
  const space = new NodeSpace(() => true);
  const inbox = inboxOf(space, [3, 5], [1, 2], [4, 4]);
  expect(windowsIn(space, inbox)).toEqual([
    [3, 5],
    [3, 5],
    [4, 5],
  ]);
  expect(windowsIn(space, space.inboxLater(inbox, 4))).toEqual([
    [0, 1],
    [0, 1],
    [0, 1],
  ]);
  expect(space.deliverable(inbox)).toEqual([]);
  expect(space.deliverable(space.inboxLater(inbox, 3))).toHaveLength(1);
});

test('without order every message has its own time; those that have become alike are one kind', () => {
  const space = new NodeSpace(() => false);
  const alike = (window: Window) => space.messageId({ from: 1, to: 0, message: 0, arguments: [], window });
  const inbox = [alike([1, 3]), alike([0, 3])].reduce((into, message) => space.add(into, message), 0);
  expect(space.deliverable(inbox)).toEqual([alike([0, 3])]);
  const later = space.inboxLater(inbox, 1);
  expect(space.items(later)).toEqual([alike([0, 2])]);
  expect(space.messages(later)).toHaveLength(2);
  expect(space.timeless(alike([0, 2]))).toBe(space.timeless(alike([1, 3])));
});

test('how long an inbox lets time pass', () => {
  const space = new NodeSpace(() => false);
  const asked = space.add(0, space.operationId(operation));
  expect([0, asked].map((inbox) => space.inboxWaits(inbox))).toEqual([WAIT_FOR_EVER, WAIT_FOR_EVER]);
  expect(space.inboxWaits(inboxOf(space, [4, 9], [2, 3]))).toBe(WAIT_BASE + 2);
  expect(space.inboxWaits(inboxOf(space, [4, 9], [0, 0]))).toBe(WAIT_NOT);
});

test('what clients ask waits in the inbox, and is no message', () => {
  const space = new NodeSpace(() => true);
  const inbox = space.add(inboxOf(space, [0, 1]), space.operationId(operation));
  expect(space.operations(inbox)).toEqual([operation]);
  expect(space.messages(inbox)).toHaveLength(1);
  expect(space.deliverable(inbox)).toHaveLength(2);
  expect(space.operations(space.without(inbox, space.operationId(operation)))).toEqual([]);
});
