import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreesWithDefinition, calls, context, environmentMove, eventMove, play, runs, somePair, traceOf } from '../testing/definition.ts';
import { agreement } from './agreement.ts';
import { integrity } from './integrity.ts';
import { termination } from './termination.ts';
import { validity } from './validity.ts';

const decide = eventMove('decide', ['a', 'b', null], [0, 0, 1]);
const propose = eventMove('propose', ['a', 'b', null], [0, 1]);

describe('agreement', () => {
  it('is what the definition says', () => {
    agreesWithDefinition(agreement, [decide, environmentMove], (events) =>
      somePair(
        calls(events, 'decide'),
        (a, b) => a.node !== b.node && a.arguments[1] === b.arguments[1] && a.arguments[0] !== b.arguments[0],
      ),
    );
  });

  it('names both decisions and the proposals behind them', () => {
    const trace = traceOf(
      play([
        { kind: 'event', node: 0, name: 'propose', arguments: ['a', 2] },
        { kind: 'event', node: 1, name: 'propose', arguments: ['b', 2] },
        { kind: 'event', node: 2, name: 'decide', arguments: ['a', 2] },
        { kind: 'event', node: 1, name: 'decide', arguments: ['b', 2] },
      ]),
    );
    expect(agreement.check(trace, true, context)).toEqual({
      message: 'p2 decides "b" in instance 2, but p3 decided "a" at step 3',
      event: 3,
      witnesses: [0, 1, 2],
    });
  });
});

describe('integrity', () => {
  it('is what the definition says', () => {
    agreesWithDefinition(integrity, [decide], (events) =>
      somePair(
        calls(events, 'decide'),
        (a, b) => a.node === b.node && a.arguments[1] === b.arguments[1] && a.arguments[0] !== b.arguments[0],
      ),
    );
  });
});

describe('validity', () => {
  it('is what the definition says', () => {
    agreesWithDefinition(validity, [propose, propose, decide], (events) =>
      calls(events, 'decide').some(
        (decision) =>
          !calls(events, 'propose').some(
            (proposal) =>
              proposal.at < decision.at &&
              proposal.arguments[0] === decision.arguments[0] &&
              proposal.arguments[1] === decision.arguments[1],
          ),
      ),
    );
  });

  it('says what was proposed', () => {
    const trace = traceOf(
      play([
        { kind: 'event', node: 0, name: 'propose', arguments: ['a', 0] },
        { kind: 'event', node: 0, name: 'decide', arguments: ['b', 0] },
      ]),
    );
    expect(validity.check(trace, true, context)?.message).toBe('p1 decides "b", but only "a" was proposed');
  });
});

describe('termination', () => {
  it('asks about those who have not decided and are up at the end', () => {
    fc.assert(
      fc.property(runs([decide, environmentMove], 15), (steps) => {
        const trace = traceOf(steps);
        const monitor = termination.monitor(context);
        let state = monitor.initial;
        for (const happening of steps.flatMap((step) => step.happenings)) {
          const next = monitor.next(state, happening);
          if (next === 'violated') throw new Error('a monitor of what is pending is never violated');
          state = next;
        }
        const undecided = [0, 1, 2].filter((node) => !calls(trace.events, 'decide').some((call) => call.node === node));
        for (const node of [0, 1, 2]) expect(termination.owes(context, state, node)).toBe(undecided.includes(node));
        const waits = undecided.some((node) => steps.at(-1)?.world.nodes[node]?.up ?? true);
        expect(typeof termination.check(trace, true, context) === 'object').toBe(waits);
        expect(termination.check(trace, false, context)).toBe(waits ? 'undecided' : undefined);
      }),
      { numRuns: 500 },
    );
    expect(termination.owers(context)).toEqual([0, 1, 2]);
  });

  it('tells a run that stops from one that goes round', () => {
    const trace = traceOf(
      play([
        { kind: 'timeout', node: 0 },
        { kind: 'timeout', node: 1 },
      ]),
    );
    expect(termination.explain(trace, 1, context)).toMatchObject({ message: 'p2 never decides: nothing is left to happen', event: 1 });
    expect(termination.explain({ ...trace, cycleFrom: 0 }, 0, context).message).toBe('p1 never decides: steps 1 to 2 can repeat for ever');
  });
});
