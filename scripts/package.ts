/** Builds the extension and packs it: `node scripts/package.ts [file.vsix]`, by default faultline-<version>.vsix. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import packageJson from '../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '..');
const packagePath = process.argv[2] ?? join(root, `${packageJson.name}-${packageJson.version}.vsix`);

execFileSync(process.execPath, [join(root, 'scripts/build.ts'), 'extension', 'webview'], { stdio: 'inherit' });
// Bundled: there are no dependencies to follow into node_modules.
await createVSIX({
  cwd: root,
  packagePath,
  dependencies: false,
  // There is no public repository yet that the README's relative links could be made to point to.
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});
