import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkProgram } from '../check.ts';
import { MAIN } from '../semantics/testing/checking.ts';
import { LINTS } from './registry.ts';

const samples = ['atomic-commit/two-phase-commit', 'consensus/leader-election', 'consensus/paxos'].map((name) =>
  readFileSync(new URL(`../../samples/${name}.faultline`, import.meta.url), 'utf8'),
);

function rangesOf(text: string): readonly { readonly start: number; readonly end: number }[] {
  const { problems } = checkProgram(MAIN, { read: (uri) => (uri === MAIN ? text : undefined), resolve: () => undefined });
  const found = problems.filter(({ code }) => LINTS.some((lint) => lint.code === code));
  return found.flatMap(({ range, fix, related }) => [
    range,
    ...(fix?.edits ?? []).map((edit) => edit.range),
    ...(related ?? []).map(({ place }) => place),
  ]);
}

describe('whatever the text is, lints end, and speak of places in it', () => {
  test.each(samples)('as it is typed', { timeout: 60_000 }, (text) => {
    for (let end = 0; end <= text.length; end += 61) {
      for (const range of rangesOf(text.slice(0, end))) {
        expect(range.start).toBeGreaterThanOrEqual(0);
        expect(range.start).toBeLessThanOrEqual(range.end);
        expect(range.end).toBeLessThanOrEqual(end);
      }
    }
  });

  test.each(samples)('with a line taken out', { timeout: 60_000 }, (text) => {
    const lines = text.split('\n');
    let found = 0;
    for (let line = 0; line < lines.length; line++) {
      const shorter = lines.toSpliced(line, 1).join('\n');
      const ranges = rangesOf(shorter);
      found += ranges.length;
      for (const range of ranges) expect(range.end).toBeLessThanOrEqual(shorter.length);
    }
    // Some of these files are still programs, of which something can be said.
    expect(found).toBeGreaterThan(0);
  });
});
