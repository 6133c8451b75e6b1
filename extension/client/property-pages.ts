import * as vscode from 'vscode';

/** Makes the links of a hover, which are relative, lead to the pages that the extension carries with it. */
export function linkPages(extensionUri: vscode.Uri, hover: vscode.Hover | null | undefined): vscode.Hover | null | undefined {
  for (const content of hover?.contents ?? []) {
    if (content instanceof vscode.MarkdownString) content.baseUri = vscode.Uri.joinPath(extensionUri, '/');
  }
  return hover;
}
