/** Whatever a file says, as long as the checker accepts it, running it gives reports and nothing else. */
import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkProgram } from '../../grammar/check.ts';
import { applyEdit, wordEdits } from '../../grammar/testing/edits.ts';
import { check } from '../check.ts';

const folder = new URL('../../samples/', import.meta.url);
const samples = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.faultline'))
  .sort()
  .map((name) => readFileSync(new URL(name, folder), 'utf8'));
const MAIN = 'file:///main.faultline';

test('samples with words exchanged give reports, if they are accepted', { timeout: 120_000 }, () => {
  let accepted = 0;
  fc.assert(
    fc.property(fc.constantFrom(...samples), wordEdits, (sample, edits) => {
      const text = edits.reduce(applyEdit, sample);
      const { program } = checkProgram(MAIN, { read: (uri) => (uri === MAIN ? text : undefined), resolve: () => undefined });
      if (!program) return;
      accepted += 1;
      const reports = check(program, { limits: { maxStates: 200, maxMs: 200 } });
      expect(JSON.parse(JSON.stringify(reports)).map(({ scenario }: { scenario: string }) => scenario)).toEqual([
        ...program.scenarios.flatMap(({ title, runs }) => runs.map(() => title)),
        ...program.histories.map(({ title }) => title),
      ]);
      for (const { claims, failures, outcome, scheduleError } of reports) {
        const broken = claims.flatMap(({ verdict }) => (verdict.kind === 'violated' ? [verdict.violation] : []));
        for (const { place } of [...broken, ...failures, ...claims]) {
          if (place.file === MAIN) expect(place.end).toBeLessThanOrEqual(text.length);
        }
        expect(outcome === 'passed').toBe(failures.length === 0 && !scheduleError && claims.every(({ asExpected }) => asExpected));
      }
    }),
    { numRuns: 60 },
  );
  expect(accepted).toBeGreaterThan(0);
});
