/** Writes the files that are generated from the token table. */
import { writeFileSync } from 'node:fs';
import { generatedFiles } from '../grammar/syntax/textmate/generated.ts';

for (const [path, content] of Object.entries(generatedFiles())) writeFileSync(new URL(`../${path}`, import.meta.url), content);
