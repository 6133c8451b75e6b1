/** Everything the server knows of one open file. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Problem } from '../../grammar/check.ts';
import type { CheckedProgram } from '../../grammar/semantics/program.ts';
import type { SourceTree } from '../../grammar/syntax/ast.ts';
import type { CheckStatus } from '../protocol.ts';
import type { CheckedFile } from './results.ts';

export interface FileState {
  readonly document: TextDocument;
  /** From the last analysis; absent before the first. */
  readonly analysis?: Analysis;
  /** From the last check of its scenarios. */
  readonly checked?: CheckedFile;
  readonly running?: { readonly scenario: string; readonly text: string };
  readonly status: Omit<CheckStatus, 'uri'>;
}

export interface Analysis {
  /** The document's version that it is about. */
  readonly version: number;
  readonly tree: SourceTree;
  /** Absent while there are errors. */
  readonly program?: CheckedProgram;
  /** Of this file and of those it imports. */
  readonly problems: readonly Problem[];
  /** Texts that were read for it, by URI, the file's own among them. */
  readonly texts: ReadonlyMap<string, string>;
}

/** The state of a file that was just opened. */
export function opened(document: TextDocument): FileState {
  return { document, status: { state: 'unchecked', text: 'not checked yet' } };
}
