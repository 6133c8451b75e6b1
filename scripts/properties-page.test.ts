import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { propertiesPage } from './properties-page.ts';

test('docs/properties.md is what `npm run generate` writes', async () => {
  expect(await readFile(join(import.meta.dirname, '..', 'docs', 'properties.md'), 'utf8')).toBe(propertiesPage());
});
