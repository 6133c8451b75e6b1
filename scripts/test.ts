/**
 * Runs the tests: `node scripts/test.ts [unit] [e2e]`, both when none is named, one after the other so that the editor
 * under test does not compete with the unit tests for the processor. Under CI=true a skipped test counts as a failure.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { addTotals, readTotals, reportFile, reportsFolder, type Suite, suites } from './test-report.ts';

const root = join(import.meta.dirname, '..');
const asked = process.argv.slice(2);
const named: Suite[] = suites.filter((suite) => asked.includes(suite));
const chosen: readonly Suite[] = named.length > 0 ? named : suites;

rmSync(reportsFolder, { recursive: true, force: true });
let clean = true;
for (const suite of chosen) {
  const vitest = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', suite];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile(suite)}`];
  const run = spawnSync(process.execPath, [...vitest, ...reporters], { cwd: root, stdio: 'inherit' });
  clean &&= run.status === 0;
}

const { passed, failed, skipped } = addTotals(chosen.map(readTotals));
console.log(`${chosen.join(' + ')}: ${passed} passed, ${failed} failed, ${skipped} skipped`);
if (skipped > 0 && process.env.CI) {
  console.error('Skipped tests are not allowed under CI.');
  clean = false;
}
process.exit(clean && failed === 0 ? 0 : 1);
