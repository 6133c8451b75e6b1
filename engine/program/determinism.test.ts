import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CheckedProgram, Expression, ScenarioRun } from '../../grammar/semantics/program.ts';
import { lower } from './lower.ts';
import type { Input, LocalState, Machine, Outcome } from './machine.ts';
import {
  arm,
  assign,
  assignAt,
  binary,
  bind,
  builtin,
  cancel,
  choose,
  constant,
  durable,
  forLoop,
  handler,
  index,
  instance,
  int,
  list,
  listOf,
  local,
  map,
  mapOf,
  nodesOf,
  onMessage,
  program,
  record,
  role,
  scenario,
  send,
  set,
  setOf,
  variable,
  volatile,
} from './testing/build.ts';

/** A role that uses sets, maps, lists, timers and choices, and can fail. */
const key = local(0, 'key');
const [seen, counts, log] = [variable(0), variable(1), variable(2)];
const old = (e: Expression): Expression => ({
  ...binary(constant(0), 'add', constant(0)),
  kind: 'orElse',
  left: builtin('get', counts, e),
  right: constant(0),
});
const subject: CheckedProgram = program({
  messages: [record('Add', ['key', int]), record('Take', ['key', int])],
  events: [record('seen', ['key', int])],
  roles: [
    role('R', {
      variables: [volatile('seen', setOf(int), set()), durable('counts', mapOf(int, int), map()), volatile('log', listOf(int), list())],
      timers: [{ name: 'retry', fields: [{ name: 'key', type: int }] }],
      handlers: [
        onMessage(
          0,
          [bind(0)],
          [
            assign(0, binary(seen, 'setInsert', key)),
            assignAt(1, [key], binary(old(key), 'add', constant(1))),
            forLoop(1, seen, send(1, [local(1)], nodesOf(0)), assign(2, binary(log, 'listAppend', local(1)))),
            arm(0, [key]),
          ],
        ),
        onMessage(
          1,
          [bind(0)],
          [assign(2, list(index(counts, key), choose(seen))), assign(0, binary(seen, 'setRemove', choose(seen))), cancel(0, [key])],
        ),
        handler({ kind: 'timeout', timer: 0 }, [assign(1, binary(counts, 'mapRemove', key)), send(0, [key], nodesOf(0))], {
          patterns: [bind(0)],
        }),
      ],
    }),
  ],
});
const run: ScenarioRun = scenario([instance('a'), instance('b')]);

function show(machine: Machine, outcome: Outcome): unknown {
  const state = ({ node, up, variables, timers }: LocalState): unknown => [node, up, variables.map((v) => machine.names.value(v)), timers];
  const crashes = outcome.effects.map((_, i) => [state(outcome.crashedBefore(i)), state(outcome.crashedAfter(i))]);
  return [outcome.handler, state(outcome.state), outcome.effects, outcome.failure, crashes];
}

const input: fc.Arbitrary<Input> = fc.oneof(
  fc.record({
    kind: fc.constant('message' as const),
    from: fc.constantFrom(0, 1),
    message: fc.constantFrom(0, 1),
    arguments: fc.tuple(fc.integer({ min: 0, max: 4 })),
  }),
  fc.record({ kind: fc.constant('timeout' as const), timer: fc.constant(0), arguments: fc.tuple(fc.integer({ min: 0, max: 4 })) }),
);

/** A run over the inputs; `all`: choices as they come first, but every outcome is looked at. */
function play(machine: Machine, inputs: readonly Input[]): readonly unknown[] {
  let state = machine.initialState(0);
  return inputs.map((next) => {
    const outcomes = machine.runAll(state, next);
    state = outcomes[0]?.state ?? state;
    return outcomes.map((outcome) => show(machine, outcome));
  });
}

test('a run is a function of its inputs, whatever ran before on the machine', () => {
  fc.assert(
    fc.property(fc.array(input, { maxLength: 12 }), fc.array(input, { maxLength: 12 }), (inputs, before) => {
      const warm = lower(subject, run);
      play(warm, before);
      expect(play(warm, inputs)).toEqual(play(lower(subject, run), inputs));
    }),
  );
});

test('equal states are one object, by whatever way they came about', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 6 }), (keys) => {
      const machine = lower(subject, run);
      const after = (order: readonly number[]): LocalState =>
        order.reduce((state, k) => {
          const added = machine.run(state, { kind: 'message', from: 1, message: 0, arguments: [k] }, { now: 0, choose: () => 0 }).state;
          // The log remembers the order; a crash forgets it, and what is left does not.
          return machine.recovered(machine.crashed(added));
        }, machine.initialState(0));
      expect(after(keys.toReversed())).toBe(after(keys));
    }),
  );
});
