/** The extension's entrance: starts the language server and ties commands, panel, status bar and editor together. */
import * as vscode from 'vscode';
import { LanguageClient, type LanguageClientOptions, type ServerOptions, TransportKind } from 'vscode-languageclient/node';
import { type CheckStatus, statusMethod } from '../protocol.ts';
import { registerCommands } from './commands.ts';
import { linkCodes } from './diagnostic-pages.ts';
import { registerOpenHistory } from './open-history.ts';
import { linkPages } from './property-pages.ts';
import { SourceMarks } from './source-marks.ts';
import { showStandardLibrary } from './standard-library.ts';
import { StatusBar } from './status-bar.ts';
import { TracePanels } from './trace-panels.ts';

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'extension', 'server.cjs').fsPath;
  // A keystroke makes a new tree of the whole file: with room for it the collector does not copy what dies young anyway.
  const room = '--max-semi-space-size=64';
  const server: ServerOptions = {
    run: { module, transport: TransportKind.ipc, options: { execArgv: [room] } },
    debug: { module, transport: TransportKind.ipc, options: { execArgv: [room, '--nolazy', '--inspect=6019'] } },
  };
  const options: LanguageClientOptions = {
    documentSelector: [{ language: 'faultline' }],
    initializationOptions: vscode.workspace.getConfiguration('faultline'),
    synchronize: { configurationSection: 'faultline' },
    middleware: {
      handleDiagnostics: (uri, diagnostics, next) => next(uri, linkCodes(context.extensionUri, diagnostics)),
      provideHover: async (document, position, token, next) => linkPages(context.extensionUri, await next(document, position, token)),
    },
  };
  client = new LanguageClient('faultline', 'Faultline', server, options);

  const status = new StatusBar();
  const marks = new SourceMarks();
  const panels = new TracePanels(context, client, marks);
  context.subscriptions.push(status, marks, panels);
  context.subscriptions.push(client.onNotification(statusMethod, (state: CheckStatus) => status.show(state)));
  context.subscriptions.push(showStandardLibrary(), ...registerCommands(client, panels), registerOpenHistory(panels));
  await client.start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
