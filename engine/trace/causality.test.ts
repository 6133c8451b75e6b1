import { describe, expect, it } from 'vitest';
import { causalPast } from './causality.ts';
import { type Move, play, traceOf } from './testing/synthetic.ts';

function pastOf(moves: readonly Move[], from: readonly number[]): readonly number[] {
  const past = causalPast(traceOf(play(moves)), from);
  return past.flatMap((relevant, step) => (relevant ? [step] : []));
}

describe('the causal past', () => {
  it('goes along lifelines and messages, and leaves out what is concurrent', () => {
    const moves: Move[] = [
      { kind: 'timeout', node: 0 },
      { kind: 'send', from: 0, to: 1 },
      { kind: 'timeout', node: 0 },
      { kind: 'timeout', node: 2 },
      { kind: 'deliver', pick: 0 },
      { kind: 'timeout', node: 1 },
    ];
    expect(pastOf(moves, [5])).toEqual([0, 1, 4, 5]);
    expect(pastOf(moves, [3])).toEqual([3]);
    expect(pastOf(moves, [2, 3])).toEqual([0, 1, 2, 3]);
  });

  it('holds what was lost on its way to it, and the crash that lost it', () => {
    const moves: Move[] = [
      { kind: 'send', from: 0, to: 1 },
      { kind: 'crash', node: 1 },
      { kind: 'deliver', pick: 0 },
      { kind: 'recover', node: 1 },
    ];
    expect(pastOf(moves, [3])).toEqual([0, 1, 2, 3]);
    expect(pastOf(moves, [2])).toEqual([0, 1, 2]);
    const lost: Move[] = [
      { kind: 'send', from: 0, to: 1 },
      { kind: 'lose', pick: 0 },
      { kind: 'timeout', node: 2 },
      { kind: 'timeout', node: 1 },
    ];
    expect(pastOf(lost, [3])).toEqual([0, 1, 3]);
    expect(pastOf(lost, [2])).toEqual([2]);
  });

  it('comes through copies to the original', () => {
    const moves: Move[] = [
      { kind: 'send', from: 0, to: 1 },
      { kind: 'duplicate', pick: 0 },
      { kind: 'deliver', pick: 1 },
    ];
    expect(pastOf(moves, [2])).toEqual([0, 1, 2]);
  });
});
