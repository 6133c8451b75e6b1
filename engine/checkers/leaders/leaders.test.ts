import { describe, expect, it } from 'vitest';
import { agreesWithDefinition, calls, context, environmentMove, eventMove, play, somePair, traceOf } from '../testing/definition.ts';
import { singleLeader } from './single-leader.ts';

describe('singleLeader', () => {
  it('is what the definition says', () => {
    agreesWithDefinition(singleLeader, [eventMove('lead', [1, 2, 3, 4, 5]), eventMove('stepDown', [1, 2]), environmentMove], (events) =>
      somePair(calls(events, 'lead'), (a, b) => a.node !== b.node && a.arguments[0] === b.arguments[0]),
    );
  });

  it('minds a second leader after the first has stepped down', () => {
    const trace = traceOf(
      play([
        { kind: 'event', node: 0, name: 'lead', arguments: [4] },
        { kind: 'event', node: 0, name: 'stepDown', arguments: [4] },
        { kind: 'event', node: 2, name: 'lead', arguments: [4] },
      ]),
    );
    expect(singleLeader.check(trace, true, context)?.message).toBe('p3 leads in term 4, but p1 became its leader at step 1');
  });
});
