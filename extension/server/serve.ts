/** What the server does for each thing that the client says. */
import {
  CodeActionKind,
  CodeLensRefreshRequest,
  type Connection,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  cancelMethod,
  checkMethod,
  handlerMethod,
  type OffsetRange,
  type PositionParams,
  type ScenarioRef,
  statusMethod,
  type TracesResult,
  tracesMethod,
} from '../protocol.ts';
import { bodyAt } from './body-at.ts';
import { CheckRunner } from './check-runner.ts';
import { languageActions, languageCapabilities, registerLanguageFeatures } from './language-features.ts';
import { LanguageFiles } from './language-files.ts';
import { scenarioLenses } from './lenses.ts';
import { pinActions } from './pin-actions.ts';
import { Publisher } from './publisher.ts';
import { presentedTraces } from './results.ts';
import { defaultSettings, type Settings, settingsFrom } from './settings.ts';
import { traceActions } from './trace-actions.ts';
import { Workspace } from './workspace.ts';

export function serve(connection: Connection): void {
  const documents = new TextDocuments(TextDocument);
  const publisher = new Publisher((uri, diagnostics) => void connection.sendDiagnostics({ uri, diagnostics }));
  const runner = new CheckRunner();
  let settings: Settings = defaultSettings;
  let canRefreshLenses = false;

  const workspace = new Workspace({
    openText: (uri) => documents.get(uri)?.getText(),
    settings: () => settings,
    runner,
    publisher,
    changed: (uri, status) => {
      void connection.sendNotification(statusMethod, { uri, ...status });
      if (canRefreshLenses) void connection.sendRequest(CodeLensRefreshRequest.type);
    },
    log: (message) => connection.console.error(message),
  });

  const files = new LanguageFiles({
    check: (uri, sources) => workspace.checker(uri, sources, settings.lints),
    documents: () => documents.all(),
  });
  registerLanguageFeatures(connection, files);

  connection.onInitialize((params): InitializeResult => {
    canRefreshLenses = params.capabilities.workspace?.codeLens?.refreshSupport === true;
    settings = settingsFrom(params.initializationOptions);
    files.folders = (params.workspaceFolders ?? []).map(({ uri }) => uri);
    return {
      serverInfo: { name: 'faultline' },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        codeLensProvider: { resolveProvider: false },
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorExtract] },
        ...languageCapabilities,
      },
    };
  });
  connection.onDidChangeConfiguration(({ settings: changed }) => {
    settings = settingsFrom((changed as { faultline?: unknown } | null)?.faultline);
    workspace.settingsChanged();
  });
  connection.onShutdown(() => runner.dispose());

  documents.onDidOpen(({ document }) => workspace.open(document));
  documents.onDidChangeContent(({ document }) => workspace.edit(document));
  documents.onDidSave(({ document }) => workspace.save(document.uri));
  documents.onDidClose(({ document }) => workspace.close(document.uri));

  connection.onCodeLens(({ textDocument }) => {
    const file = workspace.file(textDocument.uri);
    if (file?.analysis === undefined) return [];
    return scenarioLenses({
      document: file.document,
      tree: file.analysis.tree,
      reports: file.checked?.reports ?? [],
      ...(file.running === undefined ? {} : { running: file.running }),
    });
  });
  connection.onCodeAction(async ({ textDocument, range, context }) => [
    ...traceActions(textDocument.uri, context.diagnostics),
    ...pinActions(context.diagnostics, textDocument.uri, files, (uri) => workspace.file(uri)?.checked?.reports ?? []),
    ...(await languageActions(files, textDocument.uri, range, context.diagnostics)),
  ]);
  connection.onRequest(checkMethod, ({ uri, scenario }: ScenarioRef): boolean => workspace.check(uri, scenario));
  connection.onNotification(cancelMethod, () => runner.cancel());
  connection.onRequest(
    tracesMethod,
    async ({ uri, scenario }: ScenarioRef): Promise<TracesResult> => presentedTraces(await workspace.reports(uri, scenario)),
  );
  connection.onRequest(handlerMethod, ({ uri, offset }: PositionParams): OffsetRange | null => {
    const tree = workspace.file(uri)?.analysis?.tree;
    return tree === undefined ? null : (bodyAt(tree, offset) ?? null);
  });

  documents.listen(connection);
}
