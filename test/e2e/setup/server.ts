/** Installs an extension into VS Code's server and starts it on a free port of this machine. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface EditorServer {
  readonly url: string;
  stop(): Promise<void>;
}

export interface ServerFolders {
  /** VS Code's own code. */
  readonly vscode: string;
  /** Settings and state. */
  readonly data: string;
  readonly extensions: string;
  readonly log: string;
}

const startTimeout = 30_000;

/** Quiet and deterministic: no welcome, no assistant, no animation, nothing saved that was not asked for. */
const settings = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.colorTheme': 'Dark Modern',
  'workbench.enableExperiments': false,
  'workbench.reduceMotion': 'on',
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'files.autoSave': 'off',
  'files.hotExit': 'off',
  'editor.accessibilitySupport': 'off',
  'editor.minimap.enabled': false,
  'problems.defaultViewMode': 'tree',
};

function serverArguments({ vscode, data, extensions }: ServerFolders): string[] {
  const main = join(vscode, 'out', 'server-main.js');
  return [main, '--accept-server-license-terms', '--server-data-dir', data, '--extensions-dir', extensions];
}

export async function installExtension(folders: ServerFolders, vsix: string): Promise<void> {
  await mkdir(folders.extensions, { recursive: true });
  await promisify(execFile)(process.execPath, [...serverArguments(folders), '--install-extension', vsix, '--force']);
}

/** The port that the server says it listens on. Rejects, with what it printed, if it ends or stays silent. */
function listeningPort(server: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const timer = setTimeout(
      () => reject(new Error(`VS Code's server did not start within ${startTimeout} ms:\n${printed}`)),
      startTimeout,
    );
    server.stdout?.on('data', (chunk) => {
      printed += chunk;
      const [, port] = /agent listening on (\d+)/.exec(printed) ?? [];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    });
    server.on('error', reject);
    server.on('exit', (code) => reject(new Error(`VS Code's server ended with code ${code}:\n${printed}`)));
  });
}

export async function startServer(folders: ServerFolders): Promise<EditorServer> {
  await mkdir(join(folders.data, 'data', 'User'), { recursive: true });
  await writeFile(join(folders.data, 'data', 'User', 'settings.json'), JSON.stringify(settings, undefined, 2));

  const options = ['--host', '127.0.0.1', '--port', '0', '--without-connection-token', '--disable-telemetry'];
  // A group of its own: stopping it also stops the extension hosts that it starts.
  const server = spawn(process.execPath, [...serverArguments(folders), ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  const log = createWriteStream(folders.log);
  server.stdout.pipe(log, { end: false });
  server.stderr.pipe(log, { end: false });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const stop = async () => {
    if (server.exitCode === null && server.pid !== undefined) {
      if (process.platform === 'win32') server.kill();
      else process.kill(-server.pid, 'SIGKILL');
      await ended;
    }
    log.end();
  };

  try {
    return { url: `http://127.0.0.1:${await listeningPort(server)}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
