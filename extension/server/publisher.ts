/**
 * Which diagnostics stand in which file. An open file ("root") speaks about itself and about the files it imports; a file's list is what all roots
 * say about it, each thing once.
 */
import type { Diagnostic } from 'vscode-languageserver-types';

export type DiagnosticsByFile = ReadonlyMap<string, readonly Diagnostic[]>;

export class Publisher {
  private readonly byRoot = new Map<string, DiagnosticsByFile>();

  private readonly send: (uri: string, diagnostics: Diagnostic[]) => void;

  constructor(send: (uri: string, diagnostics: Diagnostic[]) => void) {
    this.send = send;
  }

  /** Replaces what `root` says, and sends the files whose list that changes. */
  set(root: string, diagnostics: DiagnosticsByFile): void {
    const touched = new Set([...(this.byRoot.get(root)?.keys() ?? []), ...diagnostics.keys()]);
    if (diagnostics.size === 0) this.byRoot.delete(root);
    else this.byRoot.set(root, diagnostics);
    for (const uri of touched) this.send(uri, this.listOf(uri));
  }

  private listOf(uri: string): Diagnostic[] {
    const unique = new Map<string, Diagnostic>();
    for (const diagnostics of this.byRoot.values()) {
      for (const diagnostic of diagnostics.get(uri) ?? []) {
        unique.set(JSON.stringify([diagnostic.range, diagnostic.code, diagnostic.message]), diagnostic);
      }
    }
    return [...unique.values()];
  }
}
