import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Value } from '../../program/values.ts';
import type { TraceEvent } from '../../trace/model.ts';
import type { Flight, Happening } from '../../world/world.ts';
import type { Monitor } from '../property.ts';
import { agreesWithDefinition, calls, context, environmentMove, eventMove, runs, somePair } from '../testing/definition.ts';
import { compareStamps } from './stamps.ts';
import { timestampsRespectCausality } from './timestamps-respect-causality.ts';

/** Lamport's relation, from the events alone: along each lifeline and along each message, transitively. */
function happensBefore(events: readonly TraceEvent[]): (a: number, b: number) => boolean {
  const after: number[][] = events.map(() => []);
  const putOnItsWay = new Map<number, number>();
  events.forEach((event, index) => {
    for (let later = index + 1; later < events.length; later++) {
      if (event.line !== undefined && events[later]?.line === event.line) after[index]?.push(later);
    }
    if (event.kind === 'send') putOnItsWay.set(event.message, index);
    if (event.kind === 'duplicate') {
      const original = putOnItsWay.get(event.message);
      if (original !== undefined) after[original]?.push(index);
      putOnItsWay.set(event.copy, index);
    }
    if (event.kind === 'receive') {
      const sent = putOnItsWay.get(event.message);
      if (sent !== undefined) after[sent]?.push(index);
    }
  });
  const reach = (from: number, to: number): boolean => (after[from] ?? []).some((next) => next === to || (next < to && reach(next, to)));
  return reach;
}

function alike(happening: Happening): Happening {
  if (happening.kind === 'duplicate') return { ...happening, flight: plain(happening.flight), copy: plain(happening.copy) };
  return 'flight' in happening ? { ...happening, flight: plain(happening.flight) } : happening;
}
function plain(flight: Flight): Flight {
  return { ...flight, arguments: [] };
}
function follow(monitor: Monitor, state: Value | 'violated', happening: Happening): Value | 'violated' {
  return state === 'violated' ? state : monitor.next(state, happening);
}

describe('timestampsRespectCausality', () => {
  it('is what the definition says', () => {
    agreesWithDefinition(
      timestampsRespectCausality,
      [eventMove('stamp', [1, 2, 3, 4, 5, 6]), environmentMove, environmentMove],
      (events) => {
        const before = happensBefore(events);
        return somePair(calls(events, 'stamp'), (a, b) => before(a.at, b.at) && Number(a.arguments[0]) >= Number(b.arguments[0]));
      },
    );
  });

  const explored = { ...context, run: { ...context.run, mode: { kind: 'explore' as const, place: { file: '', start: 0, end: 0 } } } };

  it('needs no identity of messages in explorations, unless equal ones have different pasts', () => {
    let open = 0;
    const send = fc.constant({ kind: 'send' as const, from: 0, to: 1 });
    const move = fc.record({ kind: fc.constantFrom('deliver' as const, 'duplicate' as const), pick: fc.nat({ max: 2 }) });
    fc.assert(
      fc.property(runs([eventMove('stamp', [1, 2, 3, 4, 5, 6, 7, 8, 9]), send, move], 14), (steps) => {
        // All messages say the same, so that who sent them is all that tells them apart.
        const happenings = steps.flatMap((step) => step.happenings).map(alike);
        const [exact, canonical] = [timestampsRespectCausality.monitor(context), timestampsRespectCausality.monitor(explored)];
        let states: readonly [Value | 'violated', Value | 'violated'] = [exact.initial, canonical.initial];
        for (const happening of happenings) {
          states = [follow(exact, states[0], happening), follow(canonical, states[1], happening)];
          if (canonical.undecided?.(states[1]) !== undefined && states[1] !== 'violated') {
            open++;
            return;
          }
          expect(states[1] === 'violated').toBe(states[0] === 'violated');
        }
      }),
      { numRuns: 1_000 },
    );
    expect(open).toBeGreaterThan(5);
  });

  it('compares timestamps part by part', () => {
    expect(compareStamps([1, 'b'], [2, 'a'])).toBeLessThan(0);
    expect(compareStamps([2, 'a'], [2, 'b'])).toBeLessThan(0);
    expect(compareStamps({ struct: 'Stamp', fields: { counter: 3, node: 1 } }, { struct: 'Stamp', fields: { counter: 3, node: 1 } })).toBe(
      0,
    );
    expect(compareStamps([2], [2, 1])).toBeLessThan(0);
  });
});
