import { join } from 'node:path';

export const root: string = join(import.meta.dirname, '..', '..', '..');
/** What the tests fetch and make; git ignores it, deleting it costs time and nothing else. */
export const cache: string = join(root, '.cache');
/** Screenshots and logs of the last run. */
export const artifacts: string = join(root, 'test', 'e2e', 'artifacts');
