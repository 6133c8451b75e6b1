import { expect, test } from 'vitest';
import { programOf } from '../check/testing/program.ts';
import { check } from '../check.ts';

test('what a handler of an operation broke is led up to by the operation and its asking', () => {
  const [report] = check(
    programOf(`
      role Store { on write(key, value) { access("disk", 1 if value == 1 else 2); reply } }
      scenario "s" { node s = Store
        client bob { write("x", 2) at s }
        client alice { await bob; write("x", 1) at s }
        simulate
        expect violation of fencing }`),
  );
  const verdict = report?.claims[0]?.verdict;
  if (verdict?.kind !== 'violated') throw new Error('a violation is expected');
  expect(verdict.violation.related.map(({ message }) => message)).toEqual([
    'bob invokes write("x", 2) at s',
    's handles write("x", 2)',
    's: access("disk", 2)',
    'alice invokes write("x", 1) at s',
    's handles write("x", 1)',
  ]);
});
