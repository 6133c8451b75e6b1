/** Where texts come from: what the editor holds, else the disk. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Sources } from '../../grammar/check.ts';

/** Larger files are not ours: an author's protocol is text that a person wrote. */
const maxBytes = 16 * 1024 * 1024;

/** Texts for the checker. `seen` collects what one check has read, so that the file is checked again when one of those changes. */
export function editorSources(openText: (uri: string) => string | undefined, seen: Set<string>): Sources {
  return {
    read(uri) {
      seen.add(uri);
      return openText(uri) ?? diskText(uri);
    },
    resolve: (path, fromUri) => {
      try {
        return new URL(path, fromUri).href;
      } catch {
        return undefined; // an untitled document has no folder to start from
      }
    },
  };
}

export function diskText(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    const bytes = readFileSync(fileURLToPath(uri));
    return bytes.length > maxBytes ? undefined : bytes.toString('utf8');
  } catch {
    return undefined;
  }
}

/** A document for turning offsets into positions. */
export function asDocument(uri: string, text: string): TextDocument {
  return TextDocument.create(uri, 'faultline', 0, text);
}
