import { describe, it } from 'vitest';
import { agreesWithDefinition, calls, environmentMove, eventMove, type OracleCall } from '../testing/definition.ts';
import { noDeadlock } from './no-deadlock.ts';

const locks = ['x', 'y', 'z'];
const nodes = [0, 1, 2];

/** After these calls. */
function holds(events: readonly OracleCall[], node: number, lock: string): boolean {
  const last = events.findLast((call) => call.node === node && call.arguments[0] === lock && call.name !== 'want');
  return last?.name === 'acquire';
}
function wants(events: readonly OracleCall[], node: number, lock: string): boolean {
  return events.findLast((call) => call.node === node && call.arguments[0] === lock)?.name === 'want';
}

describe('noDeadlock', () => {
  it('is what the definition says', () => {
    const waitsFor = (events: readonly OracleCall[], a: number, b: number): boolean =>
      a !== b && locks.some((lock) => wants(events, a, lock) && holds(events, b, lock));
    agreesWithDefinition(
      noDeadlock,
      [
        ...Array.from({ length: 4 }, () => eventMove('want', locks)),
        ...Array.from({ length: 4 }, () => eventMove('acquire', locks, [0])),
        eventMove('release', locks),
        environmentMove,
      ],
      (events) => {
        const all = calls(events, 'want', 'acquire', 'release');
        // A circle at any moment: of two nodes, or of all three one way round or the other.
        return all.some((_, at) => {
          const past = all.slice(0, at + 1);
          const waits = (a: number, b: number): boolean => waitsFor(past, a, b);
          const pairs = nodes.some((a) => nodes.some((b) => waits(a, b) && waits(b, a)));
          return pairs || (waits(0, 1) && waits(1, 2) && waits(2, 0)) || (waits(0, 2) && waits(2, 1) && waits(1, 0));
        });
      },
      { length: 24, runs: 600 },
    );
  });
});
