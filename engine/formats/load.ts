/** The files that `history "…" { load "…" }` names. The engine has no file access: the host reads. */
import type { History } from '../../grammar/semantics/program.ts';
import type { Place } from '../../grammar/syntax/range.ts';
import { importText, OptionError, Refusal } from './formats.ts';
import type { ImportedColumns, ImportedHistory } from './imported.ts';
import type { Chunks } from './text/chunks.ts';

/** The text of the file that `path` names, as seen from the file `fromUri`, in pieces; `undefined` where there is none, or it is not text. */
export type ReadHistory = (path: string, fromUri: string) => Chunks | undefined;

export type Loaded =
  | { readonly kind: 'loaded'; readonly history: ImportedHistory | ImportedColumns; readonly place: Place }
  /** The message says what is wrong with which file, and where in it. */
  | { readonly kind: 'failed'; readonly message: string; readonly place: Place };

/** Reads what a `load` names. Never throws for what is in the file. */
export function loadHistory({ path, options, place }: History['loads'][number], read: ReadHistory | undefined): Loaded {
  const failed = (message: string): Loaded => ({ kind: 'failed', message, place });
  const chunks = read?.(path, place.file);
  if (chunks === undefined) return failed(`"${path}" cannot be read`);
  try {
    const imported = importText(chunks, options, path);
    if (imported.kind !== 'traces') return { kind: 'loaded', history: imported, place };
    return failed(`"${path}" is a trace, not a history: there are no operations of clients in it to check`);
  } catch (error) {
    if (error instanceof Refusal) return failed(`"${path}", line ${error.line}: ${error.reason}`);
    if (error instanceof OptionError) return failed(error.message);
    throw error;
  }
}
