import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Value } from '../../program/values.ts';
import { calls, context, environmentMove, eventMove, runs, traceOf } from '../testing/definition.ts';
import { exactlyOnce } from './exactly-once.ts';

describe('exactlyOnce', () => {
  it('is what the definition says, after every step', () => {
    const seen = { kept: 0, broken: 0 };
    const moves = [eventMove('effect', ['a', 'b']), eventMove('commit', ['a', 'b']), environmentMove];
    fc.assert(
      fc.property(runs(moves, 8), (steps) => {
        const monitor = exactlyOnce.monitor(context);
        let state: Value = monitor.initial;
        for (let length = 0; length <= steps.length; length++) {
          for (const happening of steps[length - 1]?.happenings ?? []) {
            const next = monitor.next(state, happening);
            if (next === 'violated') throw new Error('it only follows what is pending');
            state = next;
          }
          const trace = traceOf(steps.slice(0, length));
          const count = (name: string, id: Value): number => calls(trace.events, name).filter((call) => call.arguments[0] === id).length;
          const twice = ['a', 'b'].some((id) => count('effect', id) > 1);
          const missing = ['a', 'b'].some((id) => count('commit', id) > 0 && count('effect', id) === 0);
          expect(exactlyOnce.owes(context, state, exactlyOnce.owers(context)[0] ?? 0)).toBe(twice || missing);
          const finding = exactlyOnce.check(trace, true, context);
          expect(finding !== undefined).toBe(twice || missing);
          if (typeof finding === 'object') {
            expect(finding.message).not.toMatch(/undefined|\[object/);
            expect(finding.witnesses).not.toContain(finding.event);
          }
          expect(exactlyOnce.check(trace, false, context) === 'undecided').toBe(missing && !twice);
          seen[twice || missing ? 'broken' : 'kept']++;
        }
      }),
      { numRuns: 400 },
    );
    expect(Math.min(seen.broken, seen.kept)).toBeGreaterThan(100);
  });
});
