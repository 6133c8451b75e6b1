/** Bundles the programs that unit tests start as processes: once, before all of them, since they run side by side. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export function setup(): void {
  const root = join(import.meta.dirname, '..', '..');
  execFileSync(process.execPath, [join(root, 'scripts/build.ts'), 'cli', 'extension'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
