import { describe, expect, test } from 'vitest';
import { DiagnosticSeverity } from 'vscode-languageserver-types';
import { check } from '../../engine/check.ts';
import type { LintSettings } from '../../grammar/check.ts';
import { checkProgram } from '../../grammar/check.ts';
import { neverHappened } from './never-happened.ts';

const uri = 'file:///main.faultline';

function hintsOf(text: string, settings: LintSettings = {}, scenario?: string): readonly string[] {
  const { program, problems } = checkProgram(uri, { read: (asked) => (asked === uri ? text : undefined), resolve: () => undefined });
  if (program === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  const reports = check(program, scenario === undefined ? {} : { scenario });
  return neverHappened(program, text, reports, settings).map(({ place, message }) => `«${text.slice(place.start, place.end)}» ${message}`);
}

const file = (role: string, faults: string, claims = 'possible p: up(a)', second = ''): string => `message Ping
role Server(peer: Server) {
  on start { send Ping to peer }
  on Ping { stamp(1) }
  ${role}
}
scenario "first" {
  node a, b = Server(peer: a)
  ${faults}
  explore
  ${claims}
}
${second}`;

const recover = '«on recover» Server: on recover never ran, in no run of this file';

describe('a handler', () => {
  test('that no run has reached', () => expect(hintsOf(file('on recover { stamp(2) }', ''))).toEqual([recover]));
  test('that another scenario has reached', () => {
    const second = 'scenario "second" {\n  node a = Server(peer: a)\n  up to 1 crash with recovery\n  explore\n  possible p: up(a)\n}';
    expect(hintsOf(file('on recover { stamp(2) }', '', undefined, second))).toEqual([]);
  });
  test('of which not all scenarios are known', () => {
    const second = 'scenario "second" {\n  node a = Server(peer: a)\n  explore\n  possible p: up(a)\n}';
    expect(hintsOf(file('on recover { stamp(2) }', '', undefined, second), {}, 'first')).toEqual([]);
  });
  test('that is allowed to be so', () => {
    const allow = '// faultline: allow never-happened: nobody dies yet\n  ';
    expect(hintsOf(file(`${allow}on recover { stamp(2) }`, ''))).toEqual([]);
  });
});

describe('a fault', () => {
  test('that never struck', () =>
    expect(hintsOf(file('', 'when 3rd b receives Ping { crash b }'))).toEqual([
      '«when 3rd b receives Ping { crash b }» this rule never struck',
    ]));
  test('that did', () => expect(hintsOf(file('', 'when a receives Ping { crash b }'))).toEqual([]));
});

describe('a claim', () => {
  const deciding = 'on recover { decide(1) }';
  test('about what never happened', () =>
    expect(hintsOf(file(deciding, '', 'check agreement'))).toEqual([
      recover,
      '«check agreement» agreement holds because nothing of what it speaks of ever happened: no `propose` or `decide`',
    ]));
  test('about what did', () => expect(hintsOf(file(deciding, 'up to 1 crash with recovery of a', 'check agreement'))).toEqual([]));
});

describe('settings', () => {
  test('turn it off', () => expect(hintsOf(file('on recover { stamp(2) }', ''), { 'never-happened': 'off' })).toEqual([]));
  test('are followed', () => {
    const text = file('on recover { stamp(2) }', '');
    const { program } = checkProgram(uri, { read: () => text, resolve: () => undefined });
    if (program === undefined) throw new Error('a program is expected');
    const [first] = neverHappened(program, text, check(program), { 'never-happened': 'warning' });
    expect(first?.severity).toBe(DiagnosticSeverity.Warning);
    expect(neverHappened(program, text, check(program), {})[0]?.severity).toBe(DiagnosticSeverity.Hint);
  });
});

test('nothing is said while a scenario fails: it may have ended early', () =>
  expect(hintsOf(file('on recover { stamp(2) }', '', 'invariant no: not up(a)'))).toEqual([]));
