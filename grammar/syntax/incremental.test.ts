/** Parsing again what an edit touches gives what parsing everything gives. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEdit, edits } from '../testing/edits.ts';
import { chunkStarts } from './chunks.ts';
import { parse } from './parse.ts';
import { samples } from './testing/samples.ts';

/** Without what only the next parse looks at. */
const visible = ({ tree, problems, comments }: ReturnType<typeof parse>): unknown => ({ tree, problems, comments });

test('after every edit', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(samples)), edits, (sample, steps) => {
      let text = sample;
      let parsed = parse(text);
      for (const step of steps) {
        text = applyEdit(text, step);
        parsed = parse(text, parsed);
        expect(visible(parsed)).toEqual(visible(parse(text)));
      }
    }),
    { numRuns: 60 },
  );
});

test('an edit in one declaration leaves the others as they are', () => {
  const before = parse('message A\n\n// about B\nmessage B(n: Int)\nrole R {\n}\n');
  const [a, , r] = before.tree.declarations;
  const after = parse('message A\n\n// about B\nmessage Bigger(n: Int)\nrole R {\n}\n', before);
  expect(after.tree.declarations[0]).toBe(a);
  expect(after.tree.declarations[1]).not.toBe(before.tree.declarations[1]);
  expect(after.tree.declarations[2]).toBe(r);
  expect(after.tree.declarations[2]?.range.start).toBe('message A\n\n// about B\nmessage Bigger(n: Int)\n'.length);
});

test.each([
  ['', ''],
  ['message A\nmessage B', 'message A\n|message B'],
  [
    'message A\n/// of B\n// and more\nmessage B\n\n// of nothing\n\nrole R { }',
    'message A\n|/// of B\n// and more\nmessage B\n\n// of nothing\n\n|role R { }',
  ],
  ['role R {\r\n  on A { }\r\n}\r\n// x\r\nscenario "s" {\n}', 'role R {\r\n  on A { }\r\n}\r\n|// x\r\nscenario "s" {\n}'],
  // A name, not a declaration; and what a comment of another language hides.
  ['message A\nmessage in set', 'message A\nmessage in set'],
  ['message A\n/*\nmessage B\n*/', 'message A\n/*\nmessage B\n*/'],
  ['message A // a/*\nmessage B', 'message A // a/*\n|message B'],
  ['scenario "s" {\n}\ninvariant i: true', 'scenario "s" {\n}\ninvariant i: true'],
])('chunks of %j', (text, expected) => {
  const starts = chunkStarts(text);
  expect(starts.map((start, i) => text.slice(start, starts[i + 1])).join('|')).toBe(expected);
});
