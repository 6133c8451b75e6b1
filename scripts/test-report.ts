/** What the test runs said, read from the reports that Vitest writes. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const suites = ['unit', 'e2e'] as const;
export type Suite = (typeof suites)[number];

export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The parts of Vitest's JSON report (Jest's format) that are counted here. */
interface JsonReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly success: boolean;
}

export const reportsFolder: string = join(import.meta.dirname, '..', '.cache', 'reports');

export function reportFile(suite: Suite): string {
  return join(reportsFolder, `${suite}.json`);
}

/**
 * Counts of the last run of a suite. A suite that left no report, or that failed without a failed test (a file that does
 * not load, an error outside any test), counts as one failure: it must not read as success.
 */
export function readTotals(suite: Suite): Totals {
  const file = reportFile(suite);
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const report: JsonReport = JSON.parse(readFileSync(file, 'utf8'));
  const failed = report.success ? report.numFailedTests : Math.max(1, report.numFailedTests);
  return { passed: report.numPassedTests, failed, skipped: report.numPendingTests + report.numTodoTests };
}

export function addTotals(all: readonly Totals[]): Totals {
  const sum = (of: keyof Totals) => all.reduce((total, each) => total + each[of], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}
