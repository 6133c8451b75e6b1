/**
 * Bundles what runs into dist/: `node scripts/build.ts [extension] [webview] [cli]`, all three when none is named.
 * Everything is bundled, dependencies too, so that neither the .vsix nor the command line tool carries node_modules.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import packageJson from '../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '..');

const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  sourcemap: true,
  legalComments: 'none',
  logLevel: 'info',
  define: { FAULTLINE_VERSION: JSON.stringify(packageJson.version) },
} satisfies BuildOptions;

/** The Node that VS Code 1.100 brings, the oldest one the manifest allows. */
const vscodeNode = { ...shared, platform: 'node', target: 'node20', format: 'cjs', outExtension: { '.js': '.cjs' } } satisfies BuildOptions;

/** ES modules in which bundled CommonJS dependencies still find `require`. */
const nodeModule = {
  ...shared,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
} satisfies BuildOptions;

const bundles: Record<string, BuildOptions[]> = {
  extension: [
    {
      ...vscodeNode,
      outdir: 'dist/extension',
      external: ['vscode'],
      entryPoints: {
        client: 'extension/client/main.ts',
        server: 'extension/server/main.ts',
        'check-worker': 'extension/server/check-worker.ts',
        'import-worker': 'extension/server/import-worker.ts',
        'search-thread': 'extension/server/search-thread.ts',
      },
    },
  ],
  webview: [
    {
      ...shared,
      platform: 'browser',
      target: 'es2022',
      format: 'iife',
      outdir: 'dist/webview',
      loader: { '.svg': 'dataurl' },
      entryPoints: { trace: 'webview/trace/main.ts' },
    },
  ],
  cli: [
    {
      ...nodeModule,
      outdir: 'dist/cli',
      entryPoints: {
        faultline: 'cli/main.ts',
        'check-worker': 'cli/check-worker.ts',
        'search-thread': 'extension/server/search-thread.ts',
      },
    },
  ],
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in bundles));
if (unknown.length > 0) {
  console.error(`No bundle is called ${unknown.join(', ')}; there are: ${Object.keys(bundles).join(', ')}`);
  process.exit(1);
}

try {
  for (const name of asked.length > 0 ? asked : Object.keys(bundles)) {
    await rm(join(root, 'dist', name), { recursive: true, force: true });
    await Promise.all((bundles[name] ?? []).map((options) => build(options)));
  }
} catch {
  process.exit(1); // esbuild has printed what was wrong and where
}
