/** The tutorial's code is typed in as the reader would, section by section, and gives what the text says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { check } from '../../engine/check.ts';
import { checkProgram } from '../../grammar/check.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'tutorial.md'), 'utf8');
const blocks = [...page.matchAll(/```faultline\n(.*?)```/gs)].map((match) => match[1] ?? '');

function outcomes(text: string): Record<string, string> {
  const uri = 'file:///counter.faultline';
  const { program, problems } = checkProgram(uri, { read: (asked) => (asked === uri ? text : undefined), resolve: () => undefined });
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (program === undefined) throw new Error('a program is expected');
  return Object.fromEntries(check(program).map(({ scenario, outcome }) => [scenario, outcome]));
}

test('with the promise in volatile memory the crash is found', () => {
  expect(outcomes(blocks.slice(0, 3).join('\n'))).toEqual({ 'nothing goes wrong': 'passed', 'the server dies and comes back': 'failed' });
});

test('with the promise on disk every scenario holds, and the demonstration shows what it says', () => {
  const mended = [...blocks.slice(0, 3), ...blocks.slice(4)].join('\n').replace('  var value: Int = 0', '  durable value: Int = 0');
  expect(new Set(Object.values(outcomes(mended)))).toEqual(new Set(['passed']));
});
