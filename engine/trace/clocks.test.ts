import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { directCauses } from './causality.ts';
import { happenedBefore, logicalClocks } from './clocks.ts';
import type { Trace } from './model.ts';
import { environmentMove, eventMove, runs, traceOf } from './testing/synthetic.ts';

/** Happened-before from its definition: the transitive closure of "the next on the same lifeline" and "what caused it". */
function closure(trace: Trace): boolean[][] {
  const size = trace.events.length;
  const before = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  const causes = directCauses(trace.events, trace.messages);
  trace.events.forEach((event, b) => {
    for (const cause of causes[b] ?? []) (before[cause] ?? [])[b] = true;
    trace.events.forEach((other, a) => {
      if (a < b && event.line !== undefined && other.line === event.line) (before[a] ?? [])[b] = true;
    });
  });
  for (let k = 0; k < size; k++) {
    for (let a = 0; a < size; a++) {
      for (let b = 0; b < size; b++) {
        if (before[a]?.[k] && before[k]?.[b]) (before[a] ?? [])[b] = true;
      }
    }
  }
  return before;
}

describe('logical clocks', () => {
  const anyRun = runs([environmentMove, environmentMove, environmentMove, eventMove('stamp', [1, 2])], 40);

  it('give happened-before, neither more nor less', () => {
    fc.assert(
      fc.property(anyRun, (steps) => {
        const trace = traceOf(steps);
        const before = closure(trace);
        trace.events.forEach((a, i) => {
          trace.events.forEach((b, j) => {
            const expected = a.line !== undefined && b.line !== undefined && before[i]?.[j] === true;
            expect(happenedBefore(a, b), `${i} ${a.text} -> ${j} ${b.text}`).toBe(expected);
            if (expected) expect(a.lamport ?? 0).toBeLessThan(b.lamport ?? 0);
          });
        });
      }),
      { numRuns: 300 },
    );
  });

  it('tick as in the textbook figure', () => {
    // p0: a, send m        p1: b, receive m
    const clocks = logicalClocks(2, [
      { line: 0, causes: [] },
      { line: 1, causes: [] },
      { line: 0, causes: [] },
      { line: 1, causes: [2] },
    ]);
    expect(clocks.map((time) => time?.vector)).toEqual([
      [1, 0],
      [0, 1],
      [2, 0],
      [2, 2],
    ]);
    expect(clocks.map((time) => time?.lamport)).toEqual([1, 1, 2, 3]);
  });

  it('give what has no lifeline no time, yet hand its causes on', () => {
    const clocks = logicalClocks(2, [{ line: 0, causes: [] }, { causes: [0] }, { line: 1, causes: [1] }]);
    expect(clocks[1]).toBeUndefined();
    expect(clocks[2]).toEqual({ lamport: 2, vector: [1, 1] });
  });
});
