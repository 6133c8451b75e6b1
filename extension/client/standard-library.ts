/** Shows the modules of the standard library, which ship inside the extension: where "go to definition" of `Outcome` or of `std/locks` leads. */
import * as vscode from 'vscode';
import { standardText } from '../../grammar/semantics/standardLibrary.ts';

const scheme = 'faultline-std';

export function showStandardLibrary(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: (uri) => standardText(`${scheme}:${uri.path}`),
  });
}
