/** What can be drawn of the verdict: points in time, and what had no place. */
import { describe, expect, it } from 'vitest';
import { traceOfHistory } from '../../check/history/trace.ts';
import { parseTrace } from '../../trace/json/parse.ts';
import { printTrace } from '../../trace/json/print.ts';
import type { Trace, TraceValue } from '../../trace/model.ts';
import { linearizable } from './linearizable.ts';
import { RoleSpecification } from './specification/role.ts';
import { mutatedTimes, randomNumbers, rightHistory } from './testing/histories.ts';
import { queueObject, registerObject } from './testing/objects.ts';
import { hasLinearization } from './testing/oracle.ts';
import type { PlainObject, PlainOperation } from './testing/plain.ts';
import { contextFor, operationsOf } from './testing/specifications.ts';
import { misplaced } from './witness.ts';

const place = { file: 'file:///history.faultline', start: 0, end: 1 };

function traceFor(histories: Readonly<Record<string, readonly PlainOperation[]>>): Trace {
  const lines = Object.entries(histories).flatMap(([key, history]) =>
    operationsOf(history, key).map(({ name, arguments: args, invoked, returned, result = null }, index) => ({
      process: `${key}${index}`,
      name,
      arguments: args,
      invoked: invoked + 100,
      ...(returned === undefined ? {} : { returned: returned + 100 }),
      result,
      place,
    })),
  );
  return traceOfHistory({ file: place.file, scenario: 'h', bindings: [] }, lines, true);
}

const objects: readonly (readonly [name: string, object: PlainObject<never>, insert: string, take: string])[] = [
  ['Register', registerObject as PlainObject<never>, 'write', 'read'],
  ['Queue', queueObject as PlainObject<never>, 'enqueue', 'dequeue'],
];

describe('the linearization of a trace', () => {
  it.each(objects)(
    'of a %s is an order that its specification allows, with points inside of the operations',
    (name, object, insert, take) => {
      const { context, role } = contextFor(name);
      const property = linearizable.with({ spec: role, on: [] });
      const specification = new RoleSpecification(context, role);
      const random = randomNumbers(31);
      const ask = (next: () => number, index: number) => (next() < 0.5 ? { name: insert, input: index } : { name: take, input: null });
      const seen = { holds: 0, violated: 0 };
      for (let round = 0; round < 200; round++) {
        const shape = { operations: round % 4 === 1 ? 50 : 7, processes: 3, open: round % 2 === 0 ? 0.1 : 0, ask };
        const x = rightHistory(object, shape, random);
        const trace = traceFor({ x: mutatedTimes(x, round % 3, random), y: rightHistory(object, shape, random) });
        const finding = property.check(trace, true, context);
        const linearization = property.linearization?.(trace, context);
        if (linearization === undefined) throw new Error('it is decided');
        const { points, misplaced } = linearization;
        // That points lie in their operations, in order, is what reading a trace makes sure of.
        expect(parseTrace(printTrace({ ...trace, linearization })).linearization).toEqual(linearization);
        expect(linearization.specification).toBe(name);

        let state = specification.initial;
        for (const { operation } of points) {
          const invoked = trace.events.find((event) => event.kind === 'invoke' && event.operation === operation);
          const returned = trace.events.find((event) => event.kind === 'return' && event.operation === operation);
          if (invoked?.kind !== 'invoke') throw new Error('nobody asked it');
          const step = specification.step(state, specification.call(invoked.name, invoked.arguments));
          if (step === undefined) throw new Error('it cannot take effect there');
          const isBeforeIt = returned?.kind === 'return' && (misplaced === undefined || returned.step < stepOf(trace, finding?.event));
          if (isBeforeIt) expect(step.reply).toEqual(returned.result);
          state = step.state;
        }
        const placed = points.map(({ operation }) => operation);
        expect(new Set(placed).size).toBe(placed.length);
        if (misplaced === undefined) {
          expect(finding).toBeUndefined();
          const returned = trace.events.flatMap((event) => (event.kind === 'return' ? [event.operation] : []));
          expect(returned.filter((operation) => !placed.includes(operation))).toEqual([]);
          seen.holds++;
        } else {
          const shown = trace.events[finding?.event ?? -1];
          expect(shown).toMatchObject({ kind: 'return', operation: misplaced.operation });
          expect(placed).not.toContain(misplaced.operation);
          const result: TraceValue | undefined = shown?.kind === 'return' ? shown.result : undefined;
          for (const { result: possible, why } of misplaced.possible) {
            expect(possible).not.toEqual(result);
            expect(why).not.toBe('');
          }
          seen.violated++;
        }
      }
      expect(Math.min(seen.holds, seen.violated)).toBeGreaterThan(20);
    },
  );

  it.each(objects)('of a %s knows all that the operation without a place could have returned', (name, object, insert, take) => {
    const { context, role } = contextFor(name);
    const specification = new RoleSpecification(context, role);
    const random = randomNumbers(17);
    const seen = { none: 0, one: 0, several: 0 };
    for (let round = 0; round < 600; round++) {
      const ask = (next: () => number) => (next() < 0.5 ? { name: insert, input: Math.floor(next() * 3) } : { name: take, input: null });
      const right = rightHistory(object, { operations: 5, processes: 3, open: 0.2, ask }, random);
      const history = mutatedTimes(right, 2, random);
      if (hasLinearization(object, history)) continue;
      const operations = operationsOf(history, 'x');
      const found = misplaced(specification, operations, () => 'an operation');
      const stuck = history[operations.findIndex(({ event }) => event === found.operation.event)];
      if (stuck === undefined) throw new Error('it is one of them');
      const known = history
        .filter(({ invoked }) => invoked <= stuck.returned)
        .map((one) => (one.returned <= stuck.returned ? one : { ...one, returned: Number.POSITIVE_INFINITY }));
      const possible = found.possible.flatMap(({ reply }) => (reply === undefined ? [] : [reply]));
      for (const output of [null, 0, 1, 2]) {
        const other = known.map((one) => (one.invoked === stuck.invoked && one.returned === stuck.returned ? { ...one, output } : one));
        const expected = output !== stuck.output && hasLinearization(object, other);
        if (known.filter(({ returned }) => returned === stuck.returned).length > 1) continue;
        expect(possible.includes(output), JSON.stringify([known, stuck, found])).toBe(expected);
      }
      seen[possible.length === 0 ? 'none' : possible.length === 1 ? 'one' : 'several']++;
    }
    expect(seen.one).toBeGreaterThan(20);
    expect(seen.several).toBeGreaterThan(20);
  });

  it('says of each value that an operation could have returned what it would be due to', () => {
    const { context, role } = contextFor('Register');
    const x: PlainOperation[] = [
      { name: 'write', input: 1, output: null, invoked: 0, returned: 2 },
      { name: 'write', input: 2, output: null, invoked: 5, returned: 20 },
      { name: 'read', input: null, output: 3, invoked: 6, returned: 8 },
    ];
    const property = linearizable.with({ spec: role, on: [] });
    const trace = traceFor({ x });
    expect(property.check(trace, true, context)?.message).toBe(
      'read("x") -> 3 by x2 cannot be placed: when it was invoked, write("x", 1) by x0 had returned, so it could only return 1 or 2 (after write("x", 2) by x1)',
    );
    expect(property.linearization?.(trace, context)).toEqual({
      specification: 'Register',
      points: [{ operation: 0, after: 0 }],
      misplaced: {
        operation: 2,
        possible: [
          { result: 1, why: 'when it was invoked, write("x", 1) by x0 had returned' },
          { result: 2, why: 'write("x", 2) by x1 may have taken effect before it' },
        ],
      },
    });
  });
});

function stepOf(trace: Trace, event = -1): number {
  return trace.events[event]?.step ?? -1;
}
