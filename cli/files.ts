/** Scenario files on disk: finding them, and reading them for the checker. */
import { readFileSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Sources } from '../grammar/check.ts';

/** A path that leads nowhere, or to nothing of ours. */
export class FileError extends Error {}

/**
 * The `.faultline` files that the paths name, in order of name within each folder, none twice.
 * Throws `FileError` where a path does not exist or a folder holds no such file.
 */
export async function findFiles(paths: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const path of paths) {
    const kind = statSync(path, { throwIfNoEntry: false });
    if (kind === undefined) throw new FileError(`${path}: there is no such file or folder.`);
    const files = kind.isDirectory() ? await filesBelow(path) : [path];
    if (files.length === 0) throw new FileError(`${path}: no .faultline file in this folder or below.`);
    for (const file of files) found.add(resolve(file));
  }
  return [...found];
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const files: string[] = [];
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) files.push(...(await filesBelow(path)));
    else if (entry.name.endsWith('.faultline')) files.push(path);
  }
  return files;
}

/** Imports are resolved against the importing file; texts are read once. */
export function fileSources(): Sources {
  const texts = new Map<string, string | undefined>();
  return {
    read(uri) {
      if (!texts.has(uri)) texts.set(uri, readText(uri));
      return texts.get(uri);
    },
    resolve: (path, fromUri) => new URL(path, fromUri).href,
  };
}

function readText(uri: string): string | undefined {
  try {
    return readFileSync(fileURLToPath(uri), 'utf8');
  } catch {
    return undefined;
  }
}

export function uriOf(path: string): string {
  return pathToFileURL(resolve(path)).href;
}

/** The file as a reader in the current folder would name it. */
export function displayPath(uri: string): string {
  if (!uri.startsWith('file:')) return uri;
  const path = relative(process.cwd(), fileURLToPath(uri));
  return path.startsWith('..') ? fileURLToPath(uri) : path;
}
