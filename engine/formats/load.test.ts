import { describe, expect, it } from 'vitest';
import { checkProgram } from '../../grammar/check.ts';
import { check } from '../check.ts';
import type { RunReport } from '../report.ts';

/** The report of a history that loads the text. */
function loading(text: string | undefined, claims: string, options = ''): RunReport {
  const uri = 'file:///folder/main.faultline';
  const source = `history "h" { load "run"${options}\n${claims}\n}`;
  const { program } = checkProgram(uri, { read: (asked) => (asked === uri ? source : undefined), resolve: () => undefined });
  if (program === undefined) throw new Error('a program is expected');
  const [report] = check(program, {
    readHistory: (path, from) => (path === 'run' && from === uri && text !== undefined ? [text] : undefined),
  });
  if (report === undefined) throw new Error('a report is expected');
  return report;
}

describe('a history that loads a file', () => {
  const stale = ['invoke :f :write :value 1', 'ok :f :write :value 1', 'invoke :f :read :value nil', 'ok :f :read :value 0']
    .map((event) => `{:process 1 :type :${event}}`)
    .join('\n');

  it('is checked with what the file says, and what the options say of it', () => {
    const verdict = (options: string): string | undefined =>
      loading(stale, 'check linearizable as Register', options).claims[0]?.verdict.kind;
    expect(verdict('')).toBe('violated');
    expect(verdict(' (workload: register, initial: 0)')).toBe('violated');
    const nothing = stale.replace(':value 0', ':value nil');
    expect(loading(nothing, 'check linearizable as Register').claims[0]?.verdict.kind).toBe('holds');
    expect(loading(nothing, 'check linearizable as Register', ' (nilReads: none)').claims[0]?.verdict.kind).toBe('violated');
  });

  it.each([
    [undefined, '', '"run" cannot be read'],
    ['{:process 1 :type :ok}', '', '"run", line 1: process 1 completes an operation that it has not invoked'],
    [
      '[]',
      ' (nil: none)',
      'a Jepsen history in EDN has no option `nil`; it has `workload`, `initial`, `nilReads`, `failedCas`, `keys`, `object`',
    ],
    ['{"states":[{"x":1}]}', '', '"run" is a trace, not a history: there are no operations of clients in it to check'],
  ])('fails at the `load` where the file is not one: %s%s', (text, options, message) => {
    const { failures, outcome } = loading(text, 'check linearizable as Register', options);
    expect(failures.map((failure) => failure.message)).toEqual([message]);
    expect(outcome).toBe('failed');
  });

  it('is not judged by times that the file does not tell', () => {
    const { claims } = loading('w(1,1,0,0)\nr(1,0,1,1)', 'check linearizable as Register');
    expect(claims[0]?.verdict).toEqual({ kind: 'undecided', reason: '"run" does not tell when its operations were asked and answered' });
  });
});
