import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { diagnosticFiles } from './diagnostics/pages.ts';
import { grammarFiles } from './grammar-page.ts';
import { propertyFiles } from './properties/pages.ts';

test.each([...propertyFiles(), ...grammarFiles(), ...diagnosticFiles()])('%s is what `npm run generate` writes', async (path, content) => {
  expect(await readFile(join(import.meta.dirname, '..', path), 'utf8')).toBe(content);
});
