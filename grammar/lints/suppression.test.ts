import { describe, expect, test } from 'vitest';
import { checkProgram } from '../check.ts';
import { MAIN } from '../semantics/testing/checking.ts';
import { NO_LINTS } from './run.ts';
import { expectFindings, lintsOf, mended } from './testing/linting.ts';

const role = (before: string, behind = ''): string => `role A {\n${before}  var x: Int = 0${behind}\n  on start { x = 1 }\n}`;
const allow = '// faultline: allow unused: it shows in the trace';

describe('a finding is allowed', () => {
  test('on its line', () => expect(lintsOf(role('', `  ${allow}`))).toEqual([]));
  test('on the line before', () => expect(lintsOf(role(`  ${allow}\n`))).toEqual([]));
  test('with other comments between', () => expect(lintsOf(role(`  ${allow}\n  // The last one seen.\n  /// Documented.\n`))).toEqual([]));
});

describe('a finding is not allowed', () => {
  const finding = '`x` is written and never read';
  test('without a comment', () => expect(lintsOf(role('')).map(({ message }) => message)).toEqual([finding]));
  test('two lines before', () => expect(lintsOf(role(`  ${allow}\n  var y: Int = 0\n`)).map(({ message }) => message)).toContain(finding));
  test('behind another line', () => {
    const messages = lintsOf(role(`  durable y: Int = 0 ${allow}\n`)).map(({ message }) => message);
    expect(messages).toContain(finding);
  });
  test('without a reason', () =>
    expect(lintsOf(role('  // faultline: allow unused\n')).map(({ message }) => message)).toEqual([
      'a suppression needs a reason',
      finding,
    ]));
});

describe('a suppression', () => {
  const lint = 'suppression';
  test('without a reason', () => expectFindings(lint, role('  ⟦// faultline: allow unused:⟧\n'), ['a suppression needs a reason']));
  test('of a lint that does not exist', () =>
    expectFindings(lint, role('  // faultline: allow ⟦unusd⟧: why not\n'), ['there is no lint `unusd`']));
  test('is corrected', () =>
    expect(mended(lint, role('  // faultline: allow unusd: why not\n'))).toBe(role('  // faultline: allow unused: why not\n')));
  test('of nothing', () =>
    expectFindings(lint, role('  ⟦// faultline: allow no-answer: never⟧\n'), [
      'there is nothing to allow here: no-answer finds nothing on this line',
    ]));
  test('of nothing is taken out', () => expect(mended(lint, role('  // faultline: allow no-answer: never\n'))).toBe(role('')));
  test('that is not understood', () => expectFindings(lint, role('  ⟦// faultline: ignore⟧\n'), ['this is not understood']));
  test('of what runs will find is not judged before', () =>
    expectFindings(lint, role('  // faultline: allow never-happened: for the next version\n'), []));
  test('of a lint that is off is not judged', () => expect(lintsOf(role(`  ${allow}\n`), {}, { unused: 'off' })).toEqual([]));
  test('is not every comment', () => expect(lintsOf(role(`  // a faultline: nothing\n  ${allow}\n`))).toEqual([]));
});

describe('settings', () => {
  test('choose the severity', () => expect(lintsOf(role(''), {}, { unused: 'hint' }).map(({ severity }) => severity)).toEqual(['hint']));
  test('turn a lint off', () => expect(lintsOf(role(''), {}, { unused: 'off' })).toEqual([]));
  test('turn all off', () => expect(lintsOf(role(''), {}, NO_LINTS)).toEqual([]));
});

test('a file with errors waits for the lints that need a program, and for its suppressions', () => {
  const text = role(`  ${allow}\n`).replace('x = 1', 'x = true');
  const { problems } = checkProgram(MAIN, { read: (uri) => (uri === MAIN ? text : undefined), resolve: () => undefined });
  expect(problems.map(({ code }) => code)).toEqual(['FL3001']);
});
