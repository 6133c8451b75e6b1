/** The files that the language service is asked about: what is open, and for questions across files all others of the workspace. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { standardText } from '../../grammar/semantics/standardLibrary.ts';
import type { Check } from '../../grammar/service/analysed.ts';
import { type Analysed, createLanguageService, type LanguageService } from '../../grammar/service/service.ts';
import { asDocument, diskText, editorSources } from './texts.ts';

export interface LanguageFilesHost {
  readonly check: Check;
  /** What is open in the editor. */
  documents(): readonly TextDocument[];
}

/** Of a folder with more files than this, a question across files sees only the first ones. */
const mostFiles = 2000;
const skipped: ReadonlySet<string> = new Set(['node_modules', '.git', 'dist', 'out']);

export class LanguageFiles {
  readonly service: LanguageService;
  /** The workspace's folders, as URIs. */
  folders: readonly string[] = [];
  private readonly host: LanguageFilesHost;
  private readonly known = new Map<string, Analysed>();

  constructor(host: LanguageFilesHost) {
    this.host = host;
    this.service = createLanguageService(host.check);
  }

  /** The file as it is now; `undefined` if there is none. */
  file(uri: string): Analysed | undefined {
    const open = this.host.documents().find((document) => document.uri === uri);
    const text = open ? undefined : (standardText(uri) ?? diskText(uri));
    if (!open && text === undefined) return undefined;
    const before = this.known.get(uri);
    const document = open ?? (before && before.text === text ? before.document : asDocument(uri, text ?? ''));
    const sources = editorSources(
      (other) =>
        this.host
          .documents()
          .find((one) => one.uri === other)
          ?.getText(),
      new Set(),
    );
    const now = this.service.analyse(document, sources);
    // The same answer of the checker: nothing that it read has changed.
    if (before && before.model === now.model && before.text === now.text && before.document === document) return before;
    this.known.set(uri, now);
    return now;
  }

  /** Every file of the workspace, and what else is open. */
  async all(): Promise<readonly Analysed[]> {
    const uris = new Set(this.host.documents().map(({ uri }) => uri));
    for (const folder of this.folders) {
      if (folder.startsWith('file:')) await collect(fileURLToPath(folder), uris);
    }
    return [...uris].flatMap((uri) => this.file(uri) ?? []);
  }
}

async function collect(folder: string, uris: Set<string>): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (uris.size >= mostFiles) return;
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !skipped.has(entry.name)) await collect(path, uris);
    else if (entry.isFile() && entry.name.endsWith('.faultline')) uris.add(pathToFileURL(path).href);
  }
}
