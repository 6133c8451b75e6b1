/** The vocabulary of the service's tests: texts with `<|>` where the cursor stands. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import { createChecker, type Sources } from '../../check.ts';
import { type Analysed, analyse } from '../analysed.ts';

export const MAIN = 'file:///w/main.faultline';
export const CURSOR = '<|>';

export function uriOf(name: string): string {
  return `file:///w/${name}`;
}

/** Files of one folder, by name. */
export function sourcesOf(files: Readonly<Record<string, string>>): Sources {
  return {
    read: (uri) => files[uri.replace('file:///w/', '')],
    resolve: (path, from) => new URL(path, from).href,
  };
}

export function analysed(text: string, files: Readonly<Record<string, string>> = {}, name = 'main.faultline'): Analysed {
  return analyse(TextDocument.create(uriOf(name), 'faultline', 1, text), sourcesOf({ ...files, [name]: text }), createChecker());
}

export interface AtCursor {
  readonly file: Analysed;
  readonly offset: number;
  readonly position: Position;
}

/** A file, and the place of the cursor in it. */
export function atCursor(marked: string, files: Readonly<Record<string, string>> = {}): AtCursor {
  const offset = marked.indexOf(CURSOR);
  if (offset < 0) throw new Error(`no ${CURSOR} in the text`);
  const file = analysed(marked.replace(CURSOR, ''), files);
  return { file, offset, position: file.document.positionAt(offset) };
}

export function apply(text: string, edits: readonly TextEdit[]): string {
  return TextDocument.applyEdits(TextDocument.create(MAIN, 'faultline', 1, text), [...edits]);
}

/** The texts of the files that the edit changes or makes, by name. */
export function applyAll(files: Readonly<Record<string, string>>, edit: WorkspaceEdit): Record<string, string> {
  const result: Record<string, string> = { ...files };
  const change = (uri: string, edits: readonly TextEdit[]): void => {
    const name = uri.replace('file:///w/', '');
    result[name] = apply(result[name] ?? '', edits);
  };
  for (const [uri, edits] of Object.entries(edit.changes ?? {})) change(uri, edits);
  for (const one of edit.documentChanges ?? []) {
    if ('edits' in one) change(one.textDocument.uri, one.edits as TextEdit[]);
    else if (one.kind === 'create') result[one.uri.replace('file:///w/', '')] = '';
  }
  return result;
}
