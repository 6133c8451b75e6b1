/** The examples of the language reference, each a whole file. */
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('reference/', import.meta.url);

/** By the name of the file, without its ending. */
export const samples: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(folder)
    .sort()
    .map((file) => [file.replace('.faultline', ''), readFileSync(new URL(file, folder), 'utf8')]),
);

/** Two-phase commit, the file that the reference begins with. */
export const twoPhaseCommit = samples['whole-file'] ?? '';
