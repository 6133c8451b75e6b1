/** The command that opens a history or a trace of another tool in the trace panel. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import type { OpenedFile } from '../server/imported.ts';
import type { TracePanels } from './trace-panels.ts';

export function registerOpenHistory(panels: TracePanels): vscode.Disposable {
  return vscode.commands.registerCommand('faultline.openHistory', async (given?: vscode.Uri) => {
    const uri = given ?? inFront() ?? (await choose());
    if (uri === undefined) return;
    if (uri.scheme !== 'file') {
      void vscode.window.showErrorMessage(`Faultline: ${uri.path} is not a file on disk; save it first.`);
      return;
    }
    const title = `Faultline: reading ${vscode.workspace.asRelativePath(uri)}`;
    const location = vscode.ProgressLocation.Notification;
    const opened = await vscode.window.withProgress({ location, title, cancellable: true }, (_, token) => openIn(uri.fsPath, token));
    if (opened === undefined) return;
    if (opened.kind === 'refused') {
      void vscode.window.showErrorMessage(`Faultline: ${opened.message}`);
      return;
    }
    if (opened.traces.length > 0) panels.present(opened.traces);
    void vscode.window.showInformationMessage(`Faultline: ${opened.message}`);
  });
}

/** The file that the user looks at, unless it is one of the language's own: in that one histories stand already. */
function inFront(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document?.uri.scheme === 'file' && document.languageId !== 'faultline' ? document.uri : undefined;
}

async function choose(): Promise<vscode.Uri | undefined> {
  const [chosen] = (await vscode.window.showOpenDialog({ openLabel: 'Open as History or Trace', canSelectMany: false })) ?? [];
  return chosen;
}

/** In a thread of its own, which a cancellation ends. */
function openIn(path: string, token: vscode.CancellationToken): Promise<OpenedFile | undefined> {
  return new Promise((resolve) => {
    const worker = new Worker(join(__dirname, 'import-worker.cjs'), { workerData: path });
    const end = (opened: OpenedFile | undefined): void => {
      resolve(opened);
      void worker.terminate();
    };
    token.onCancellationRequested(() => end(undefined));
    worker.once('message', (opened: OpenedFile) => end(opened));
    worker.once('error', (error) => end({ kind: 'refused', message: `${path} could not be read: ${error.message}` }));
  });
}
