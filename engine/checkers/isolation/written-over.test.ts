import { describe, expect, it } from 'vitest';
import { programOf } from '../../check/testing/program.ts';
import { check } from '../../check.ts';
import { generator } from './testing/histories.ts';

function verdictOf(lines: readonly string[]): string | undefined {
  const [report] = check(programOf(`history "h" {\n${lines.join('\n')}\ncheck no dirtyWrite\n}`));
  return report?.claims[0]?.verdict.kind;
}

/** One car, two buyers (Kleppmann 2017, figure 7-5). */
const sale = [
  'alice: begin',
  'bob: begin',
  'alice: write("listing", "alice")',
  'bob: write("listing", "bob")',
  'bob: write("invoice", "bob")',
  'alice: write("invoice", "alice")',
  'alice: commit',
  'bob: commit',
];
const look = (listing: string, invoice: string): readonly string[] => [
  'carol: begin',
  `carol: read("listing") -> "${listing}"`,
  `carol: read("invoice") -> "${invoice}"`,
  'carol: commit',
];

describe('dirty writes in a history', () => {
  it.each([
    ['nobody looks: the order of the writes counts', sale, 'violated'],
    ['somebody sees that it was so', [...sale, ...look('bob', 'alice')], 'violated'],
    ['somebody sees that it was not so', [...sale, ...look('alice', 'alice')], 'holds'],
    ['one of them aborts', sale.with(-1, 'bob: abort'), 'holds'],
    [
      'one after the other',
      [...sale.filter((line) => line.startsWith('bob')), ...sale.filter((line) => line.startsWith('alice'))],
      'holds',
    ],
    ['one of the writes is replaced by its own transaction', [...sale.toSpliced(6, 0, 'alice: write("listing", "ann")')], 'holds'],
  ])('%s', (_, lines, verdict) => {
    expect(verdictOf(lines)).toBe(verdict);
  });

  it('are circles of the last writes of transactions, as long as nobody reads', () => {
    const seen = { holds: 0, violated: 0 };
    for (let seed = 0; seed < 400; seed++) {
      const random = generator(seed);
      const pick = (count: number): number => Math.floor(random() * count);
      const writes = Array.from({ length: 3 + pick(5) }, (_, value) => ({ by: pick(3), key: 'xyz'[pick(2)] ?? 'x', value }));
      const lines = [
        ...[0, 1, 2].map((t) => `t${t}: begin`),
        ...writes.map(({ by, key, value }) => `t${by}: write("${key}", ${value})`),
        ...[0, 1, 2].map((t) => `t${t}: commit`),
      ];
      const last = writes.filter(({ by, key }, index) => !writes.slice(index + 1).some((other) => other.by === by && other.key === key));
      const comesFirst = (a: number, b: number): boolean =>
        last.some((one, index) => one.by === a && last.slice(index + 1).some((other) => other.by === b && other.key === one.key));
      const pairs = [0, 1, 2].some((a) => [0, 1, 2].some((b) => a !== b && comesFirst(a, b) && comesFirst(b, a)));
      const rings =
        (comesFirst(0, 1) && comesFirst(1, 2) && comesFirst(2, 0)) || (comesFirst(0, 2) && comesFirst(2, 1) && comesFirst(1, 0));
      const expected = pairs || rings ? 'violated' : 'holds';
      expect(verdictOf(lines), lines.join('\n')).toBe(expected);
      seen[expected]++;
    }
    expect(Math.min(seen.holds, seen.violated)).toBeGreaterThan(30);
  });
});
