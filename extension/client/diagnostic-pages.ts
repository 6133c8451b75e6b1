import * as vscode from 'vscode';

/** Makes each diagnostic's code a link to its page, which the extension carries with it. */
export function linkCodes(extensionUri: vscode.Uri, diagnostics: readonly vscode.Diagnostic[]): vscode.Diagnostic[] {
  for (const diagnostic of diagnostics) {
    if (typeof diagnostic.code !== 'string') continue;
    const target = vscode.Uri.joinPath(extensionUri, 'docs', 'diagnostics', `${diagnostic.code}.md`);
    diagnostic.code = { value: diagnostic.code, target };
  }
  return [...diagnostics];
}
