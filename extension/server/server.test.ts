/** The language server as an editor meets it: bundled, in a process of its own, spoken to in LSP. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type CodeLens,
  CodeLensRequest,
  createProtocolConnection,
  type Diagnostic,
  DiagnosticSeverity,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type { CheckStatus, TracesResult } from '../protocol.ts';

const root = join(import.meta.dirname, '..', '..');

const roles = `message Ping
role A(peer: Node) {
  var got: Int = 0
  on start { send Ping to peer }
  on Ping { got += 1; assert got < 3, "too many" }
}
`;
const holds = `${roles}
scenario "fine" {
  node a, b = A(peer: b)
  explore
  invariant few: b.got <= 2
}
`;
const broken = holds.replace('<= 2', '<= 1');
const endless = `message M
role B { on start { send M to self } on M { send M to self; send M to self } }
scenario "floods" {
  node a = B
  explore
  check agreement
}
`;

/** A client with one file open. */
class Client {
  readonly diagnostics = new Map<string, Diagnostic[]>();
  readonly states: CheckStatus[] = [];
  readonly #process: ChildProcess;
  readonly #connection: ProtocolConnection;
  #version = 1;

  constructor() {
    this.#process = spawn(process.execPath, [join(root, 'dist/extension/server.cjs'), '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const { stdin, stdout } = this.#process;
    if (stdin === null || stdout === null) throw new Error('the server has no pipes');
    this.#connection = createProtocolConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
    this.#connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }: PublishDiagnosticsParams) => {
      this.diagnostics.set(uri, diagnostics);
    });
    this.#connection.onNotification('faultline/status', (status: CheckStatus) => {
      this.states.push(status);
    });
    this.#connection.listen();
  }

  async start(settings: unknown = {}): Promise<void> {
    await this.#connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {},
      initializationOptions: settings,
    });
    await this.#connection.sendNotification('initialized', {});
  }
  open(uri: string, text: string): Promise<void> {
    return this.#connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'faultline', version: 1, text } });
  }
  change(uri: string, text: string): Promise<void> {
    return this.#connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: ++this.#version },
      contentChanges: [{ text }],
    });
  }
  save(uri: string): Promise<void> {
    return this.#connection.sendNotification('textDocument/didSave', { textDocument: { uri } });
  }
  cancel(): Promise<void> {
    return this.#connection.sendNotification('faultline/cancel');
  }
  async lenses(uri: string): Promise<readonly string[]> {
    const lenses: CodeLens[] | null = await this.#connection.sendRequest(CodeLensRequest.type, { textDocument: { uri } });
    return (lenses ?? []).map(({ command }) => command?.title ?? '');
  }
  traces(uri: string): Promise<TracesResult> {
    return this.#connection.sendRequest('faultline/traces', { uri });
  }
  state(): string | undefined {
    return this.states.at(-1)?.state;
  }
  errors(uri: string): readonly Diagnostic[] {
    return (this.diagnostics.get(uri) ?? []).filter(({ severity }) => severity === DiagnosticSeverity.Error);
  }
  async stop(): Promise<void> {
    await this.#connection.sendRequest('shutdown');
    await this.#connection.sendNotification('exit');
    this.#connection.dispose();
    this.#process.kill();
  }
}

const uri = 'untitled:one.faultline';
let client: Client;
beforeEach(() => {
  client = new Client();
});
afterEach(() => client.stop());
const ended = (state: string): Promise<void> => expect.poll(() => client.state(), { timeout: 10_000 }).toBe(state);

describe('a check', () => {
  test('runs when a file is opened, and its lens tells the verdict', async () => {
    await client.start();
    await client.open(uri, holds);
    await ended('passed');
    expect(client.diagnostics.get(uri)).toEqual([]);
    expect(await client.lenses(uri)).toEqual([expect.stringMatching(/^✓ 1 claim · [\d,]+ states$/), 'Check', 'Show trace']);
    expect(await client.traces(uri)).toMatchObject([{ title: 'fine', outcome: 'holds' }]);
  });

  test('is run for whoever asks for its traces first, whatever the setting', async () => {
    await client.start({ check: { run: 'off' } });
    await client.open(uri, holds);
    expect(await client.traces(uri)).toMatchObject([{ title: 'fine', outcome: 'holds' }]);
    await client.open('untitled:wrong.faultline', 'role {');
    expect(await client.traces('untitled:wrong.faultline')).toEqual([]);
  });

  test('puts a violation on its line when the file is saved, moves it while the author types, and takes it away once mended', async () => {
    await client.start();
    await client.open(uri, holds);
    await ended('passed');

    await client.change(uri, broken);
    await client.save(uri);
    await ended('failed');
    const lineOf = (text: string, word: string): number => text.slice(0, text.indexOf(word)).split('\n').length - 1;
    expect(client.errors(uri).map(({ range }) => range.start.line)).toContain(lineOf(broken, 'invariant few'));
    expect(await client.lenses(uri)).toContainEqual(expect.stringMatching(/^✗ few · \d+ steps · [\d,]+ states$/));

    await client.change(uri, `// a line more\n${broken}`);
    await expect.poll(() => client.errors(uri).map(({ range }) => range.start.line)).toContain(lineOf(broken, 'invariant few') + 1);

    await client.change(uri, holds);
    await client.save(uri);
    await ended('passed');
    expect(client.errors(uri)).toEqual([]);
  });

  test('does not run while there are errors, and says so', async () => {
    await client.start();
    await client.open(uri, holds.replace('got += 1', 'gto += 1'));
    await ended('errors');
    expect(client.errors(uri)[0]?.message).toMatch(/gto[\s\S]*got/);
  });

  test('runs only when asked where the setting says so', async () => {
    await client.start({ check: { run: 'off' } });
    await client.open(uri, broken);
    await expect.poll(() => client.diagnostics.has(uri)).toBe(true);
    await client.save(uri);
    expect(await client.lenses(uri)).toEqual(['Check']);
    expect(client.states.some(({ state }) => state === 'checking')).toBe(false);
  });

  test('runs after a pause in typing where the setting says so', async () => {
    await client.start({ check: { run: 'onType' } });
    await client.open(uri, holds);
    await ended('passed');
    await client.change(uri, broken);
    await ended('failed');
  });

  test('is stopped by the next edit, by the user, and never keeps the next one waiting', { timeout: 20_000 }, async () => {
    await client.start();
    await client.open(uri, endless);
    await expect.poll(() => client.state()).toBe('checking');
    await client.change(uri, `${endless}\n`);
    await ended('unchecked');
    await client.save(uri);
    await expect.poll(() => client.state()).toBe('checking');
    await client.cancel();
    await ended('unchecked');
    await client.change(uri, holds);
    await client.save(uri);
    await ended('passed');
  });

  test('that a limit cuts short is undecided, and says how far it got', async () => {
    await client.start({ limits: { states: 1000 } });
    await client.open(uri, endless);
    await ended('undecided');
    expect(client.diagnostics.get(uri)?.map(({ message }) => message)).toContainEqual(expect.stringContaining('not exhausted'));
    expect(client.errors(uri)).toEqual([]);
  });
});

describe('an imported file', () => {
  const library = 'untitled:/library.faultline';
  const importer = 'untitled:/importer.faultline';

  test('shows the violation that an importing scenario finds in it, until that is closed or mended', async () => {
    await client.start();
    await client.open(library, roles.replace('got < 3', 'got < 1'));
    const scenario = holds.slice(roles.length);
    await client.open(importer, `import "library.faultline"\n${scenario}`);
    await expect
      .poll(() => client.errors(library).map(({ message }) => message), { timeout: 10_000 })
      .toContainEqual(expect.stringContaining('too many'));
    await client.change(library, roles);
    await client.save(importer);
    await expect.poll(() => client.errors(library)).toEqual([]);
  });
});
