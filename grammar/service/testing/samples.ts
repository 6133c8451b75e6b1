/** The texts of samples and standard library, for properties that hold of every text. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

export function sampleTexts(): { readonly name: string; readonly text: string }[] {
  return ['samples', 'grammar/std'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.faultline'))
      .sort()
      .map((name) => ({ name: `${folder}/${name}`, text: readFileSync(join(root, folder, name), 'utf8') })),
  );
}
