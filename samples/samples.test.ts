/** Every sample claims its verdicts; here they are run, as `faultline check samples` runs them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { fileSources, findFiles } from '../cli/files.ts';
import { check } from '../engine/check.ts';
import { readHistoryFile } from '../extension/server/history-files.ts';
import { checkProgram } from '../grammar/check.ts';

const files = await findFiles([import.meta.dirname]);

describe.each(files)('%s', (file) => {
  const { program, problems } = checkProgram(pathToFileURL(file).href, fileSources());

  test('has no problem', () => expect(problems).toEqual([]));

  test.each([...(program?.scenarios ?? []), ...(program?.histories ?? [])].map(({ title }) => title))(
    '%s',
    { timeout: 60_000 },
    (title) => {
      if (program === undefined) throw new Error('a program is expected');
      const reports = check(program, { scenario: title, readHistory: readHistoryFile });
      expect(reports.length).toBeGreaterThan(0);
      for (const { outcome, claims, failures } of reports) expect({ outcome, claims, failures }).toMatchObject({ outcome: 'passed' });
      expect(reports.every(({ claims }) => claims.length > 0)).toBe(true);
    },
  );
});

test('the first comment of the two-phase commit sample keeps its word', () => {
  const path = join(import.meta.dirname, 'atomic-commit', 'two-phase-commit.faultline');
  const uri = pathToFileURL(path).href;
  const text = readFileSync(path, 'utf8').replace('  durable prepared', '  var prepared');
  const { program } = checkProgram(uri, { read: (asked) => (asked === uri ? text : undefined), resolve: () => undefined });
  if (program === undefined) throw new Error('a program is expected');
  const [report] = check(program, { scenario: 'a participant dies and comes back' });
  const verdict = report?.claims[0]?.verdict;
  if (verdict?.kind !== 'violated') throw new Error('a violation is expected');
  expect(verdict.violation.property).toBe('atomicity');
  expect(text.slice(verdict.violation.place.start, verdict.violation.place.end)).toMatch(/^(abort|commit)\(tx\)$/);
});
