import { describe, expect, it } from 'vitest';
import { ConsingStore } from '../program/store.ts';
import {
  call,
  constant,
  handler,
  instance,
  nodeAt,
  onMessage,
  onStart,
  place,
  program,
  record,
  role,
  scenario,
  send,
} from '../program/testing/build.ts';
import { propertyContext } from './roster.ts';

const commit = { kind: 'event', event: 1, arguments: [constant('t1')], place: place() } as const;
const vote = { kind: 'event', event: 0, arguments: [constant('t1'), constant(true)], place: place() } as const;
const callFinish = { kind: 'call', function: 0, arguments: [], place: place() } as const;
const finish = { name: 'finish', parameters: [], frameSize: 0, body: [commit], place: place() };

const protocol = program({
  messages: [record('Decision'), record('Prepare'), record('Other')],
  events: [record('vote'), record('commit')],
  roles: [
    role('Coordinator', { handlers: [onStart(send(0, [], nodeAt(1)))] }),
    role('Participant', {
      functions: [finish],
      timers: [{ name: 'patience', fields: [] }],
      handlers: [
        onMessage(1, [], [vote]),
        onMessage(0, [], [callFinish]),
        // A function called for its value counts too.
        handler({ kind: 'timeout', timer: 0 }, [{ kind: 'return', value: call(0), place: place() }]),
        onMessage(2, [], []),
      ],
    }),
  ],
});
const context = propertyContext(protocol, scenario([instance('c', 0), instance('p1', 1), instance('p2', 1)]), new ConsingStore());

describe('the roster', () => {
  it('knows whose role can call an event, be it in a function', () => {
    expect(context.nodesThatCall('vote')).toEqual([1, 2]);
    expect(context.nodesThatCall('commit')).toEqual([1, 2]);
    expect(context.nodesThatCall('decide')).toEqual([]);
    expect(context.event('commit')).toBe(1);
    expect(context.event('decide')).toBe(-1);
  });

  it('knows which messages and timers may lead a node to an event, and who sends them', () => {
    expect(context.sourcesOf(1, ['commit', 'abort'])).toEqual([
      { kind: 'message', name: 'Decision', senders: [0] },
      { kind: 'timeout', name: 'patience', senders: [] },
    ]);
    expect(context.sourcesOf(0, ['commit'])).toEqual([]);
  });
});
