/** Ties the requests of the protocol to the language service. */
import {
  type CodeAction,
  type Connection,
  type Diagnostic,
  LSPErrorCodes,
  type Range,
  ResponseError,
  type ServerCapabilities,
  type TextDocumentPositionParams,
} from 'vscode-languageserver';
import { type Analysed, type LanguageService, RenameRefusal, semanticTokensLegend } from '../../grammar/service/service.ts';
import type { LanguageFiles } from './language-files.ts';

export const languageCapabilities: ServerCapabilities = {
  completionProvider: { triggerCharacters: ['.', '(', ',', ':', '"', ' '], resolveProvider: false },
  signatureHelpProvider: { triggerCharacters: ['(', ','], retriggerCharacters: [')'] },
  hoverProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  semanticTokensProvider: { legend: semanticTokensLegend, full: true, range: true },
  inlayHintProvider: true,
  documentLinkProvider: { resolveProvider: false },
  callHierarchyProvider: true,
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  documentOnTypeFormattingProvider: { firstTriggerCharacter: '}', moreTriggerCharacter: [';', '\n'] },
};

export function registerLanguageFeatures(connection: Connection, files: LanguageFiles): void {
  const { service } = files;
  /** What the service says of a file; `otherwise` where there is no such file. */
  const on = <T>(uri: string, ask: (file: Analysed, service: LanguageService) => T, otherwise: T): T => {
    const file = files.file(uri);
    return file ? ask(file, service) : otherwise;
  };

  connection.onCompletion(({ textDocument, position }) =>
    on(textDocument.uri, (file) => service.complete(file, position), { isIncomplete: false, items: [] }),
  );
  connection.onSignatureHelp(({ textDocument, position }) =>
    on(textDocument.uri, (file) => service.signatureHelp(file, position), undefined),
  );
  connection.onHover(({ textDocument, position }) => on(textDocument.uri, (file) => service.hover(file, position), undefined));
  connection.onDefinition(({ textDocument, position }) => on(textDocument.uri, (file) => service.definition(file, position), []));
  connection.onReferences(async ({ textDocument, position, context }) => {
    const all = await files.all();
    return on(textDocument.uri, (file) => service.references(file, position, all, context.includeDeclaration), []);
  });
  connection.onDocumentHighlight(({ textDocument, position }) => on(textDocument.uri, (file) => service.highlights(file, position), []));
  connection.onPrepareRename(({ textDocument, position }) =>
    refusing(() => on(textDocument.uri, (file) => service.prepareRename(file, position), null)),
  );
  connection.onRenameRequest(async ({ textDocument, position, newName }) => {
    const all = await files.all();
    return refusing(() => on(textDocument.uri, (file) => service.rename(file, position, newName, all), null));
  });
  connection.onDocumentSymbol(({ textDocument }) => on(textDocument.uri, (file) => service.documentSymbols(file), []));
  connection.onWorkspaceSymbol(async ({ query }) => service.workspaceSymbols(await files.all(), query));
  connection.onFoldingRanges(({ textDocument }) => on(textDocument.uri, (file) => service.foldingRanges(file), []));
  connection.onSelectionRanges(({ textDocument, positions }) =>
    on(textDocument.uri, (file) => service.selectionRanges(file, positions), []),
  );
  connection.languages.semanticTokens.on(({ textDocument }) => on(textDocument.uri, (file) => service.semanticTokens(file), { data: [] }));
  connection.languages.semanticTokens.onRange(({ textDocument, range }) =>
    on(textDocument.uri, (file) => service.semanticTokens(file, range), { data: [] }),
  );
  connection.languages.inlayHint.on(({ textDocument, range }) => on(textDocument.uri, (file) => service.inlayHints(file, range), []));
  connection.onDocumentLinks(({ textDocument }) => on(textDocument.uri, (file) => service.documentLinks(file), []));
  connection.languages.callHierarchy.onPrepare(({ textDocument, position }: TextDocumentPositionParams) =>
    on(textDocument.uri, (file) => service.prepareCallHierarchy(file, position), []),
  );
  connection.languages.callHierarchy.onIncomingCalls(async ({ item }) => service.incomingCalls(item, await files.all()));
  connection.languages.callHierarchy.onOutgoingCalls(async ({ item }) => service.outgoingCalls(item, await files.all()));
  connection.onDocumentFormatting(({ textDocument }) => on(textDocument.uri, (file) => service.format(file), []));
  connection.onDocumentRangeFormatting(({ textDocument, range }) => on(textDocument.uri, (file) => service.format(file, range), []));
  connection.onDocumentOnTypeFormatting(({ textDocument, position, ch }) =>
    on(textDocument.uri, (file) => service.formatOnType(file, position, ch), []),
  );
}

/** Quick fixes and refactorings of the language. Other files are only looked at for names that this one does not know. */
export async function languageActions(
  files: LanguageFiles,
  uri: string,
  range: Range,
  diagnostics: readonly Diagnostic[],
): Promise<readonly CodeAction[]> {
  const file = files.file(uri);
  if (!file) return [];
  const unknown = diagnostics.some(({ code }) => typeof code === 'string' && /^FL(?:20|4011)/.test(code));
  return files.service.codeActions(file, range, diagnostics, unknown ? await files.all() : []);
}

/** A refusal is the answer that the author sees, not a failure of the server. */
function refusing<T>(ask: () => T): T | ResponseError<void> {
  try {
    return ask();
  } catch (error) {
    if (error instanceof RenameRefusal) return new ResponseError(LSPErrorCodes.RequestFailed, error.message);
    throw error;
  }
}
