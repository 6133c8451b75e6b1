import { describe, expect, it } from 'vitest';
import { checkHistory } from '../../check/history/check.ts';
import { programOf } from '../../check/testing/program.ts';
import { randomNumbers } from '../linearizability/testing/histories.ts';
import { contextFor } from '../linearizability/testing/specifications.ts';
import { consistentPrefix } from './consistent-prefix.ts';
import { type Asked, verdictOn } from './testing/histories.ts';

interface Write {
  readonly process: number;
  readonly object: string;
  readonly value: number;
}
type Scan = Readonly<Record<string, number>>;

/** Straight from the definition: some order of the writes, each client's own kept, has prefixes that leave what was scanned. */
function isPrefixConsistent(writes: readonly Write[], scans: readonly Scan[]): boolean {
  const place = (store: Scan, left: readonly Write[], unseen: readonly Scan[]): boolean => {
    const still = unseen.filter((scan) => JSON.stringify(Object.entries(scan).sort()) !== JSON.stringify(Object.entries(store).sort()));
    if (still.length === 0) return true;
    return left.some((write, index) => {
      if (left.slice(0, index).some(({ process }) => process === write.process)) return false;
      return place({ ...store, [write.object]: write.value }, left.toSpliced(index, 1), still);
    });
  };
  return place({}, writes, scans);
}

function verdictOf(lines: readonly string[]): string | undefined {
  const program = programOf(`history "h" {\n${lines.join('\n')}\ncheck consistentPrefix\n}`);
  const [history] = program.histories;
  return history && checkHistory(program, history).claims[0]?.verdict.kind;
}

const { context } = contextFor('Register');

describe('consistent prefix', () => {
  it('is what its definition says, of small histories', () => {
    const random = randomNumbers(23);
    const pick = (count: number): number => Math.floor(random() * count);
    const count = { holds: 0, violated: 0 };
    for (let round = 0; round < 20_000; round++) {
      const writes = Array.from(
        { length: 2 + pick(3) },
        (_, i): Write => ({ process: pick(2), object: 'xyz'[pick(3)] ?? 'x', value: i + 1 }),
      );
      const scans = Array.from({ length: 1 + pick(3) }, (): Scan => {
        // Of some of the writes, in an order of its own.
        const seen = writes.filter(() => random() < 0.6);
        return Object.fromEntries(seen.map(({ object, value }) => [object, value]));
      });
      const asked = [
        ...writes.map(({ process, object, value }): Asked => ({ process, name: 'write', arguments: [object, value], result: null })),
        ...scans.map((scan, i): Asked => ({ process: 2 + i, name: 'scan', arguments: [''], result: { map: Object.entries(scan) } })),
      ];
      const expected = isPrefixConsistent(writes, scans) ? 'holds' : 'violated';
      expect(verdictOn(consistentPrefix, context, asked), JSON.stringify(asked)).toBe(expected);
      count[expected]++;
    }
    expect(Math.min(count.holds, count.violated)).toBeGreaterThan(3_000);
  });

  it('puts an answer after its question', () => {
    const lines = (seen: string) => [
      'poons: write("question", "how far?")',
      'cake: read("question") -> "how far?"',
      'cake: write("answer", "ten seconds")',
      `observer: scan("") -> ${seen}`,
    ];
    expect(verdictOf(lines('{"answer": "ten seconds"}'))).toBe('violated');
    expect(verdictOf(lines('{"question": "how far?"}'))).toBe('holds');
  });

  it('takes the reads of a transaction for one moment', () => {
    const lines = (first: string, second: string) => [
      'a: write("x", 1)',
      'a: write("y", 1)',
      'b: begin',
      `b: read("x") -> ${first}`,
      `b: read("y") -> ${second}`,
      'b: commit',
    ];
    expect(verdictOf(lines('none', '1'))).toBe('violated');
    expect(verdictOf(lines('1', 'none'))).toBe('holds');
  });
});
