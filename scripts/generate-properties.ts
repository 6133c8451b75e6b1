/** Writes docs/properties.md from the registry of properties, so that page, hover and completion say the same: `node scripts/generate-properties.ts`. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { propertiesPage } from './properties-page.ts';

await writeFile(join(import.meta.dirname, '..', 'docs', 'properties.md'), propertiesPage());
