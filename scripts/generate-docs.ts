/** Writes the pages of docs/ that are generated from tables of the code, so that both say the same: `node scripts/generate-docs.ts`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { diagnosticFiles } from './diagnostics/pages.ts';
import { grammarFiles } from './grammar-page.ts';
import { propertyFiles } from './properties/pages.ts';

for (const [path, content] of [...propertyFiles(), ...grammarFiles(), ...diagnosticFiles()]) {
  const file = join(import.meta.dirname, '..', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
