/** The language features as a client asks for them: over the protocol, with files on the disk around the open one. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  createConnection,
  createProtocolConnection,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { serve } from './serve.ts';

let folder: string;
let client: ProtocolConnection;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faultline-'));
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const connection = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
  serve(connection);
  connection.listen();
  client = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  client.listen();
});
afterEach(async () => {
  client.dispose();
  await rm(folder, { recursive: true });
});

const uriOf = (name: string): string => pathToFileURL(join(folder, name)).href;

async function start(): Promise<Record<string, unknown>> {
  const { capabilities } = await client.sendRequest<{ capabilities: Record<string, unknown> }>('initialize', {
    processId: null,
    rootUri: null,
    capabilities: {},
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'w' }],
    initializationOptions: { check: { run: 'off' } },
  });
  await client.sendNotification('initialized', {});
  return capabilities;
}
const open = (name: string, text: string): Promise<void> =>
  client.sendNotification('textDocument/didOpen', { textDocument: { uri: uriOf(name), languageId: 'faultline', version: 1, text } });
const at = (name: string, line: number, character: number): object => ({
  textDocument: { uri: uriOf(name) },
  position: { line, character },
});

test('every feature that is promised is answered', async () => {
  const capabilities = await start();
  await open('a.faultline', 'message Ping\nrole R { on start { send Ping to self } on Ping { } }\n');
  const place = at('a.faultline', 1, 27);
  const whole = {
    textDocument: { uri: uriOf('a.faultline') },
    range: { start: { line: 0, character: 0 }, end: { line: 2, character: 0 } },
  };
  const options = { tabSize: 2, insertSpaces: true };
  const requests: readonly [capability: string, method: string, params: object][] = [
    ['completionProvider', 'completion', place],
    ['signatureHelpProvider', 'signatureHelp', place],
    ['hoverProvider', 'hover', place],
    ['definitionProvider', 'definition', place],
    ['referencesProvider', 'references', { ...place, context: { includeDeclaration: true } }],
    ['documentHighlightProvider', 'documentHighlight', place],
    ['renameProvider', 'prepareRename', place],
    ['documentSymbolProvider', 'documentSymbol', whole],
    ['foldingRangeProvider', 'foldingRange', whole],
    ['selectionRangeProvider', 'selectionRange', { ...whole, positions: [{ line: 0, character: 0 }] }],
    ['semanticTokensProvider', 'semanticTokens/full', whole],
    ['semanticTokensProvider', 'semanticTokens/range', whole],
    ['inlayHintProvider', 'inlayHint', whole],
    ['documentLinkProvider', 'documentLink', whole],
    ['callHierarchyProvider', 'prepareCallHierarchy', place],
    ['documentFormattingProvider', 'formatting', { ...whole, options }],
    ['documentRangeFormattingProvider', 'rangeFormatting', { ...whole, options }],
    ['documentOnTypeFormattingProvider', 'onTypeFormatting', { ...place, ch: '}', options }],
    ['codeActionProvider', 'codeAction', { ...whole, context: { diagnostics: [] } }],
    ['codeLensProvider', 'codeLens', whole],
  ];
  for (const [capability, method, params] of requests) {
    expect(capabilities[capability], capability).toBeTruthy();
    await client.sendRequest(`textDocument/${method}`, params);
  }
});

test('a rename reaches files that are not open', async () => {
  await writeFile(join(folder, 'lib.faultline'), 'message Ping\n');
  await writeFile(join(folder, 'user.faultline'), 'import "lib.faultline"\nrole S { on Ping { } }\n');
  await start();
  await open('main.faultline', 'import "lib.faultline"\nrole R { on Ping { } }\n');
  const edit = await client.sendRequest<WorkspaceEdit>('textDocument/rename', { ...at('main.faultline', 1, 13), newName: 'Pong' });
  expect(Object.keys(edit.changes ?? {}).sort()).toEqual(['lib', 'main', 'user'].map((name) => uriOf(`${name}.faultline`)));
});

test('a refusal says why', async () => {
  await start();
  await open('a.faultline', 'role R { on start { commit("t") } }\n');
  await expect(client.sendRequest('textDocument/rename', { ...at('a.faultline', 0, 22), newName: 'x' })).rejects.toThrow(
    '`commit` belongs to the language and keeps its name.',
  );
});

test('symbols are found in the whole workspace', async () => {
  await writeFile(join(folder, 'lib.faultline'), 'message Ping\n');
  await start();
  const found = await client.sendRequest<{ name: string }[]>('workspace/symbol', { query: 'png' });
  expect(found.map(({ name }) => name)).toEqual(['Ping']);
});

test('an edit is seen at once', async () => {
  await start();
  await open('a.faultline', 'message Ping\n');
  await client.sendNotification('textDocument/didChange', {
    textDocument: { uri: uriOf('a.faultline'), version: 2 },
    contentChanges: [{ text: 'message Pong\n' }],
  });
  const [symbol] = await client.sendRequest<{ name: string }[]>('textDocument/documentSymbol', {
    textDocument: { uri: uriOf('a.faultline') },
  });
  expect(symbol?.name).toBe('Pong');
});
