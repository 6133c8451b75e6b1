/** Prints the one line that sums up the last `npm test`; a skipped test counts as failed. Exit code 1 if any failed. */
import { addTotals, readTotals, suites } from './test-report.ts';

const { passed, failed, skipped } = addTotals(suites.map(readTotals));
console.log(`${passed} passed, ${failed + skipped} failed`);
process.exit(failed + skipped === 0 ? 0 : 1);
