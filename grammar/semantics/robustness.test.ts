import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check, MAIN } from './testing/checking.ts';

const root = new URL('../../samples/', import.meta.url);
const samples = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.faultline'))
  .map((name) => ({ name, text: readFileSync(new URL(name, root), 'utf8') }));

/** Nothing is thrown, and whatever is said is said of a place in the file. */
function survives(text: string): void {
  const { problems, program, model } = check(text);
  for (const { file, range } of problems) {
    if (file !== MAIN) continue;
    expect(range.start).toBeGreaterThanOrEqual(0);
    expect(range.end).toBeGreaterThanOrEqual(range.start);
    expect(range.end).toBeLessThanOrEqual(text.length);
  }
  for (const { range } of model.symbols()) expect(range.end).toBeLessThanOrEqual(text.length);
  expect(program !== undefined).toBe(problems.every((p) => p.severity !== 'error'));
}

describe.each(samples)('$name', ({ text }) => {
  test('has nothing wrong with it', () => {
    expect(check(text).problems).toEqual([]);
  });
  test('can be typed in from its beginning', () => {
    fc.assert(
      fc.property(fc.nat(text.length), (length) => survives(text.slice(0, length))),
      { numRuns: 60, seed: 1 },
    );
  });
  test('can be cut, doubled and mixed up', () => {
    const words = text.match(/\w+|\s+|[^\w\s]/g) ?? [];
    const edit = fc.tuple(fc.nat(words.length - 1), fc.nat(words.length - 1), fc.constantFrom('drop', 'copy', 'swap'));
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
        const mixed = [...words];
        for (const [i, j, how] of edits) {
          const [a = '', b = ''] = [mixed[i], mixed[j]];
          if (how === 'drop') mixed[i] = '';
          else mixed[i] = b;
          if (how === 'swap') mixed[j] = a;
        }
        survives(mixed.join(''));
      }),
      { numRuns: 120, seed: 1 },
    );
  });
});

test('any text at all', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => survives(text)),
    { numRuns: 100, seed: 1 },
  );
});
