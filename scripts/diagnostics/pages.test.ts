import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { check } from '../../engine/check.ts';
import { neverHappened } from '../../extension/server/never-happened.ts';
import { reportDiagnostics } from '../../extension/server/violations.ts';
import { checkExample } from './check.ts';
import { exampleOf } from './example.ts';
import { diagnosticFiles, diagnosticPages } from './pages.ts';

/** Codes of what is said about a text, before and after its scenarios have run. */
function codesOf(text: string, runs: boolean): { readonly codes: readonly string[]; readonly errors: readonly string[] } {
  const { program, problems } = checkExample(text);
  const codes = problems.map(({ code }) => code);
  const errors = problems.flatMap(({ severity, message }) => (severity === 'error' ? [message] : []));
  if (!runs || program === undefined) return { codes, errors };
  const reports = check(program);
  const found = [...reports.flatMap((report) => reportDiagnostics(report, 0)), ...neverHappened(program, text, reports, {})];
  return { codes: [...codes, ...found.map(({ code }) => code)], errors };
}
const isFoundByRuns = (code: string): boolean => code.startsWith('FL5') || code === 'FL6013';

describe.each(diagnosticPages.map((page) => [page.code, page] as const))('%s', (code, { example }) => {
  const { wrong, mended } = exampleOf(example);
  test('its example gives it, and no other error', () => {
    const { codes, errors } = codesOf(wrong, isFoundByRuns(code));
    expect(codes).toContain(code);
    expect(errors.length).toBeLessThanOrEqual(1);
  });
  test('the mended example has no error and does not give it', () => {
    const { codes, errors } = codesOf(mended, isFoundByRuns(code));
    expect(errors).toEqual([]);
    expect(codes).not.toContain(code);
  });
});

test('there is no page of a code that does not exist', () => {
  const folder = join(import.meta.dirname, '..', '..', 'docs', 'diagnostics');
  expect(readdirSync(folder).toSorted()).toEqual(
    diagnosticFiles()
      .map(([path]) => path.replace('docs/diagnostics/', ''))
      .toSorted(),
  );
});
