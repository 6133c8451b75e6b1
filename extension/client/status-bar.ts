/** One item: how the checks of the active file stand; a click runs them, or stops the running one. */
import * as vscode from 'vscode';
import type { CheckStatus } from '../protocol.ts';

const icons: Readonly<Record<CheckStatus['state'], string>> = {
  unchecked: '$(circle-outline)',
  checking: '$(sync~spin)',
  passed: '$(pass)',
  failed: '$(error)',
  undecided: '$(question)',
  errors: '$(warning)',
};

export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('faultline.status', vscode.StatusBarAlignment.Left);
  private readonly states = new Map<string, CheckStatus>();
  private readonly listener = vscode.window.onDidChangeActiveTextEditor(() => this.update());

  constructor() {
    this.item.name = 'Faultline';
    this.update();
  }

  show(status: CheckStatus): void {
    this.states.set(vscode.Uri.parse(status.uri).toString(), status);
    this.update();
  }

  dispose(): void {
    this.listener.dispose();
    this.item.dispose();
  }

  private update(): void {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId !== 'faultline') {
      this.item.hide();
      return;
    }
    const status = this.states.get(document.uri.toString());
    const state = status?.state ?? 'unchecked';
    this.item.text = `${icons[state]} Faultline: ${status?.text ?? 'not checked yet'}`;
    this.item.command = state === 'checking' ? 'faultline.cancel' : 'faultline.check';
    this.item.tooltip = state === 'checking' ? 'Stop the check' : 'Check every scenario of this file';
    const loud = state === 'failed' || state === 'errors';
    this.item.backgroundColor = loud ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
    this.item.show();
  }
}
