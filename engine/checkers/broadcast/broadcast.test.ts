import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TraceEvent } from '../../trace/model.ts';
import {
  agreesWithDefinition,
  calls,
  context,
  environmentMove,
  eventMove,
  type OracleCall,
  play,
  runs,
  somePair,
  traceOf,
} from '../testing/definition.ts';
import { causalOrder } from './causal-order.ts';
import { fifoOrder } from './fifo-order.ts';
import { noCreation } from './no-creation.ts';
import { noDuplication } from './no-duplication.ts';
import { reliableDelivery } from './reliable-delivery.ts';
import { totalOrder } from './total-order.ts';

const messages = ['m1', 'm2', 'm3'];
const broadcast = eventMove('broadcast', messages);
const deliver = eventMove('deliver', messages);
const messageOf = (call: OracleCall) => call.arguments[0];

describe('noDuplication', () => {
  it('is what the definition says', () => {
    agreesWithDefinition(noDuplication, [broadcast, deliver], (events) =>
      somePair(calls(events, 'deliver'), (a, b) => a.at < b.at && a.node === b.node && messageOf(a) === messageOf(b)),
    );
  });
});

describe('noCreation', () => {
  it('is what the definition says', () => {
    agreesWithDefinition(noCreation, [broadcast, broadcast, deliver], (events) =>
      calls(events, 'deliver').some(
        (delivery) => !calls(events, 'broadcast').some((sent) => sent.at < delivery.at && messageOf(sent) === messageOf(delivery)),
      ),
    );
  });
});

/** The first time that the node delivers the message. */
function firstDelivery(events: readonly TraceEvent[], node: number, message: unknown): number | undefined {
  return calls(events, 'deliver').find((call) => call.node === node && messageOf(call) === message)?.at;
}

describe('totalOrder', () => {
  it('is what the definition says', () => {
    agreesWithDefinition(
      totalOrder,
      [deliver],
      (events) =>
        somePair([0, 1, 2], (p, q) =>
          somePair(messages, (m, n) => {
            const [pm, pn, qm, qn] = [
              firstDelivery(events, p, m),
              firstDelivery(events, p, n),
              firstDelivery(events, q, m),
              firstDelivery(events, q, n),
            ];
            return pm !== undefined && pn !== undefined && qm !== undefined && qn !== undefined && pm < pn && qn < qm;
          }),
        ),
      { length: 10 },
    );
  });

  it('shows both orders', () => {
    const deliverAt = (node: number, message: string) => ({ kind: 'event' as const, node, name: 'deliver' as const, arguments: [message] });
    const trace = traceOf(play([deliverAt(0, 'a'), deliverAt(0, 'b'), deliverAt(1, 'b'), deliverAt(1, 'a')]));
    expect(totalOrder.check(trace, true, context)).toEqual({
      message: 'p2 delivers "a" after "b" (step 3), but p1 delivered "a" (step 1) before "b" (step 2)',
      event: 3,
      witnesses: [0, 1, 2],
    });
  });
});

/** Whether some delivery skips a message whose first broadcast the relation puts before its own. */
function skips(events: readonly TraceEvent[], precedes: (a: OracleCall, b: OracleCall) => boolean): boolean {
  const sent = calls(events, 'broadcast').filter((call, i, all) => all.findIndex((other) => messageOf(other) === messageOf(call)) === i);
  return calls(events, 'deliver').some((delivery) =>
    sent.some(
      (own) =>
        own.at < delivery.at &&
        messageOf(own) === messageOf(delivery) &&
        calls(events, 'broadcast').some(
          (earlier) =>
            messageOf(earlier) !== messageOf(own) &&
            precedes(earlier, own) &&
            !((firstDelivery(events, delivery.node, messageOf(earlier)) ?? delivery.at) < delivery.at),
        ),
    ),
  );
}

describe('fifoOrder', () => {
  it('is what the definition says', () => {
    agreesWithDefinition(fifoOrder, [broadcast, deliver], (events) => skips(events, (a, b) => a.node === b.node && a.at < b.at));
  });
});

describe('causalOrder', () => {
  it('is what the definition says', () => {
    agreesWithDefinition(
      causalOrder,
      [broadcast, deliver],
      (events) => {
        const all = calls(events, 'broadcast', 'deliver');
        const firstBroadcast = (message: unknown) => all.find((call) => call.name === 'broadcast' && messageOf(call) === message);
        // One step of causality: later at the same node, or from a message's first broadcast to its delivery.
        const step = (a: OracleCall, b: OracleCall): boolean =>
          a.at < b.at && (a.node === b.node || (a === firstBroadcast(messageOf(b)) && b.name === 'deliver'));
        const precedes = (a: OracleCall, b: OracleCall): boolean => step(a, b) || all.some((c) => step(a, c) && precedes(c, b));
        const own = (call: OracleCall) => all.find((other) => other.at === call.at) ?? call;
        return skips(events, (a, b) => precedes(own(a), own(b)));
      },
      { length: 9 },
    );
  });

  it('minds what FIFO order does not', () => {
    const trace = traceOf(
      play([
        { kind: 'event', node: 0, name: 'broadcast', arguments: ['question'] },
        { kind: 'event', node: 1, name: 'deliver', arguments: ['question'] },
        { kind: 'event', node: 1, name: 'broadcast', arguments: ['answer'] },
        { kind: 'event', node: 2, name: 'deliver', arguments: ['answer'] },
      ]),
    );
    expect(fifoOrder.check(trace, true, context)).toBeUndefined();
    expect(causalOrder.check(trace, true, context)).toEqual({
      message: 'p3 delivers "answer", but not yet "question", which p1 broadcast before it (step 1)',
      event: 3,
      witnesses: [0, 2],
    });
  });
});

describe('reliableDelivery', () => {
  it('asks about those who miss what another delivered', () => {
    fc.assert(
      fc.property(runs([deliver, environmentMove], 12), (steps) => {
        const trace = traceOf(steps);
        const monitor = reliableDelivery.monitor(context);
        let state = monitor.initial;
        for (const happening of steps.flatMap((step) => step.happenings)) {
          const next = monitor.next(state, happening);
          if (next === 'violated') throw new Error('a monitor of what is pending is never violated');
          state = next;
        }
        const misses = (node: number): boolean =>
          messages.some(
            (m) =>
              [0, 1, 2].some((other) => firstDelivery(trace.events, other, m) !== undefined) &&
              firstDelivery(trace.events, node, m) === undefined,
          );
        for (const node of [0, 1, 2]) expect(reliableDelivery.owes(context, state, node)).toBe(misses(node));
        const waits = [0, 1, 2].some((node) => misses(node) && (steps.at(-1)?.world.nodes[node]?.up ?? true));
        expect(typeof reliableDelivery.check(trace, true, context) === 'object').toBe(waits);
        expect(reliableDelivery.check(trace, false, context)).toBe(waits ? 'undecided' : undefined);
      }),
      { numRuns: 500 },
    );
  });
});
