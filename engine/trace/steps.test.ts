import { describe, expect, it } from 'vitest';
import type { Action, Flight, Happening, Step } from '../world/world.ts';
import { initialWorld, play, traceOf } from './testing/synthetic.ts';

const flight: Flight = { id: 0, from: 0, to: 1, message: 0, arguments: [7] };
const answer: Flight = { id: 1, from: 1, to: 0, message: 0, arguments: [8] };
const sent: Step = step({ kind: 'start', node: 0 }, [
  { kind: 'start', node: 0 },
  { kind: 'send', node: 0, flight },
]);
const received: Happening = { kind: 'receive', node: 1, flight, ignored: false };

function step(action: Action, happenings: readonly Happening[]): Step {
  return { action, happenings, resolution: { choices: [] }, world: initialWorld };
}
/** The title of a step that follows the sending of `Note(7)` from p1 to p2. */
function titleOf(action: Action, happenings: readonly Happening[]) {
  const { text, kind, node } = traceOf([sent, step(action, happenings)]).steps[1] ?? {};
  return { text, kind, node };
}
const deliver: Action = { kind: 'deliver', flight: 0 };

describe('the title of a step', () => {
  it('says who receives what from whom', () => {
    expect(titleOf(deliver, [received])).toEqual({ kind: 'deliver', node: 1, text: 'p2 receives Note(7) from p1' });
    expect(titleOf(deliver, [{ ...received, ignored: true } as Happening]).text).toBe('p2 ignores Note(7) from p1');
  });

  it('says why a message is lost', () => {
    const loss = (reason: 'down' | 'partition') => titleOf(deliver, [{ kind: 'lose', flight, reason }]);
    expect(loss('down')).toEqual({ kind: 'lose', node: undefined, text: 'Note(7) from p1 to p2 is lost: p2 is down' });
    expect(loss('partition').text).toBe('Note(7) from p1 to p2 is lost: the partition stands between them');
    const network = titleOf({ kind: 'lose', flight: 0 }, [{ kind: 'lose', flight, reason: 'network' }]);
    expect(network).toEqual({ kind: 'lose', node: undefined, text: 'Note(7) from p1 to p2 is lost' });
  });

  it('shows a crash at the receipt as the step of the receiver', () => {
    const title = titleOf(deliver, [
      { kind: 'crash', node: 1 },
      { kind: 'lose', flight, reason: 'down' },
    ]);
    expect(title).toEqual({ kind: 'lose', node: 1, text: 'Note(7) from p1 to p2 is lost: p2 crashes as it arrives' });
  });

  it('leaves a message in flight whose receiver a rule pauses', () => {
    const title = titleOf(deliver, [{ kind: 'pause', node: 1 }]);
    expect(title).toEqual({ kind: 'pause', node: 1, text: 'p2 pauses as Note(7) from p1 arrives' });
    expect(titleOf(deliver, []).text).toBe('Note(7) from p1 reaches p2');
  });

  it('tells of faults in the middle of the step', () => {
    const answers: Happening = { kind: 'send', node: 1, flight: answer };
    expect(titleOf(deliver, [received, answers, { kind: 'crash', node: 1 }]).text).toBe(
      'p2 receives Note(7) from p1, and crashes after sending Note(8) to p1',
    );
    expect(titleOf(deliver, [received, { kind: 'crash', node: 1 }]).text).toBe('p2 receives Note(7) from p1, and crashes');
    expect(titleOf(deliver, [received, answers, { kind: 'crash', node: 2 }]).text).toBe('p2 receives Note(7) from p1, and p3 crashes');
    expect(titleOf(deliver, [received, { kind: 'partition', groups: [[0], [1, 2]] }]).text).toBe(
      'p2 receives Note(7) from p1, and the network splits: {p1} | {p2, p3}',
    );
  });

  it('names timers and faults', () => {
    const timeout = { kind: 'timeout', node: 2, timer: 0, arguments: [] } as const;
    expect(titleOf({ kind: 'fire', node: 2, timer: 0, arguments: [] }, [{ ...timeout, ignored: false }]).text).toBe('p3 times out: tick');
    expect(titleOf({ kind: 'fire', node: 2, timer: 0, arguments: [] }, [{ ...timeout, ignored: true }]).text).toBe(
      'p3 times out: tick (nothing handles it)',
    );
    expect(titleOf({ kind: 'crash', node: 0 }, [{ kind: 'crash', node: 0 }]).text).toBe('p1 crashes');
    expect(titleOf({ kind: 'jump', node: 0, byMs: -50 }, [{ kind: 'jump', node: 0, byMs: -50 }]).text).toBe('p1: its clock jumps by -50ms');
    expect(titleOf({ kind: 'heal' }, [{ kind: 'heal' }]).text).toBe('the network heals');
    const copy = { ...flight, id: 2 };
    expect(titleOf({ kind: 'duplicate', flight: 0 }, [{ kind: 'duplicate', flight, copy }]).text).toBe(
      'Note(7) from p1 to p2 is duplicated',
    );
  });
});

describe('a trace', () => {
  it('ties messages to their sending and their end', () => {
    const trace = traceOf(
      play([
        { kind: 'send', from: 0, to: 1 },
        { kind: 'duplicate', pick: 0 },
        { kind: 'deliver', pick: 1 },
        { kind: 'lose', pick: 0 },
        { kind: 'send', from: 1, to: 0 },
      ]),
    );
    expect(trace.messages.map(({ sent: from, ended }) => [from, ended])).toEqual([
      [0, 3],
      [1, 2],
      [4, undefined],
    ]);
    expect(trace.events.map(({ text }) => text)).toEqual([
      'sends Note(0) to p2',
      'Note(0) from p1 to p2 is duplicated',
      'receives Note(0) from p1',
      'Note(0) from p1 to p2 is lost in the network',
      'sends Note(2) to p1',
    ]);
  });

  it('shows the nodes that a step changed', () => {
    const trace = traceOf(
      play([
        { kind: 'timeout', node: 0 },
        { kind: 'crash', node: 2 },
      ]),
    );
    expect(trace.initial.map(({ status }) => status)).toEqual(['up', 'up', 'up', 'up']);
    expect(trace.steps.map(({ changes }) => changes)).toEqual([[], [{ node: 2, status: 'down', variables: [], timers: [] }]]);
  });

  it('ends with the failure of a step that fails', () => {
    const place = { file: 'f', start: 3, end: 4 };
    const failing: Step = { ...sent, failure: { kind: 'assertion', message: 'no quorum', place, node: 0 } };
    const trace = traceOf([failing]);
    expect(trace.events.at(-1)).toMatchObject({ kind: 'failure', line: 0, message: 'no quorum', place });
    expect(trace.steps[0]?.events).toEqual([0, 3]);
  });
});
