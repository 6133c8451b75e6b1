import { expect, test } from 'vitest';
import type { Statement, Variable } from '../../grammar/semantics/program.ts';
import type { Type } from '../../grammar/semantics/types.ts';
import { lower } from './lower.ts';
import type { Input, LocalState, Outcome } from './machine.ts';
import {
  arm,
  assign,
  binary,
  bind,
  builtin,
  constant,
  durable,
  handler,
  instance,
  list,
  listOf,
  local,
  nodeAt,
  onMessage,
  place,
  program,
  record,
  reply,
  role,
  scenario,
  send,
  string,
  variable,
  volatile,
} from './testing/build.ts';

const request: Type = { kind: 'request' };
const waiting = volatile('waiting', listOf(request), list());

/** A server whose `on read(key) as r` does this; a message Done(r) answers r. */
function server(body: readonly Statement[], pending: Variable = waiting) {
  const machine = lower(
    program({
      operations: [{ ...record('read', ['key', string]), result: { kind: 'value' } }],
      messages: [record('Done', ['r', request])],
      roles: [
        role('Server', {
          variables: [pending],
          timers: [{ name: 'later', fields: [{ name: 'r', type: request }] }],
          handlers: [
            handler({ kind: 'operation', operation: 0 }, body, { patterns: [bind(0)], requestSlot: 1, fromSlot: 2 }),
            onMessage(0, [bind(0)], [reply(constant(1), local(0, 'r'))]),
            handler({ kind: 'recover' }, [reply(constant(1), builtin('first', variable(0)))]),
          ],
        }),
      ],
    }),
    scenario([instance('s')], { clients: [{ name: 'alice', frameSize: 0, body: [], place: place() }] }),
  );
  const asked = machine.values.request(0, 0, 0, ['x']);
  const run = (state: LocalState, input: Input): Outcome => machine.run(state, input, { now: 0, choose: () => 0 });
  const taken = run(machine.initialState(0), { kind: 'operation', request: asked });
  const answer = (state: LocalState): Outcome => run(state, { kind: 'message', from: 0, message: 0, arguments: [asked] });
  return { machine, asked, taken, answer, run };
}
const keep = assign(0, binary(variable(0), 'listAppend', local(1, 'r')));

test('an immediate reply holds nothing', () => {
  const { asked, taken } = server([reply(local(0, 'key'))]);
  expect(taken.effects).toEqual([{ kind: 'reply', place: place(), request: asked, value: 'x' }]);
  expect(taken.state.held).toEqual([]);
  expect(taken.failure).toBeUndefined();
});

test('a request in a variable or a timer is held until it is answered', () => {
  const { machine, asked, taken, answer, run } = server([keep]);
  expect(taken.state.held).toEqual([asked]);
  const answered = answer(taken.state);
  expect(answered.effects.map((effect) => effect.kind)).toEqual(['reply']);
  expect(answered.state.held).toEqual([]);
  const other = machine.values.request(0, 1, 0, ['y']);
  const both = run(taken.state, { kind: 'operation', request: other });
  expect(both.state.held).toEqual([asked, other]);
  expect(answer(both.state).state.held).toEqual([other]);
  expect(server([arm(0, [local(1, 'r')])]).taken.state.held).toHaveLength(1);
});

test('one that was passed on is held by nobody here', () => {
  expect(server([send(0, [local(1, 'r')], nodeAt(0))]).taken.state.held).toEqual([]);
});

test('a second reply in the same step is an error', () => {
  expect(server([reply(constant(1)), reply(constant(2))]).taken.failure?.message).toBe(
    'a second reply: alice\'s read("x") has been answered already',
  );
});

test('so is one in a later step', () => {
  const { taken, answer } = server([keep]);
  const again = answer(answer(taken.state).state);
  expect(again.effects).toEqual([]);
  expect(again.failure?.message).toContain('a second reply');
});

test('a crash loses what is held', () => {
  const { machine, taken } = server([keep]);
  expect(machine.crashed(taken.state).held).toEqual([]);
});

test('answering after a crash, from a durable variable, goes nowhere', () => {
  const log = durable('log', listOf(request), list());
  const { machine, asked, taken, run } = server([keep], log);
  const back = machine.recovered(machine.crashed(taken.state));
  expect(back.variables).toEqual([machine.values.list([asked])]);
  const recovered = run(back, { kind: 'recover' });
  expect(recovered.failure).toBeUndefined();
  expect(recovered.effects).toEqual([]);
});
