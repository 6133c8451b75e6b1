/**
 * A real VS Code to test in: the npm package code-server carries its server and web workbench. No compiler and no install
 * script is needed; native modules are missing then, and VS Code does without them.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cache } from './paths.ts';

const version = '4.139.1'; // VS Code 1.139.1
const integrity = 'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==';

/** Big parts that no test uses: assistants, remote containers. */
const notNeeded = ['node_modules/@github', 'node_modules/@microsoft/mxc-sdk', 'node_modules/@devcontainers', 'extensions/copilot'];

/** Environment in which npm does not take the project whose script is running for the one to work on. */
function npmEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle|config_local_prefix|command)/.test(name));
  return Object.fromEntries(inherited);
}

async function npm(folder: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('npm', args, {
    cwd: folder,
    env: npmEnvironment(),
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  });
  return stdout;
}

async function unpack(folder: string): Promise<void> {
  const packed: [{ filename: string; integrity: string }] = JSON.parse(
    await npm(folder, 'pack', '--json', '--loglevel=error', `code-server@${version}`),
  );
  const [{ filename, integrity: found }] = packed;
  if (found !== integrity)
    throw new Error(`code-server@${version} from the registry is not the package expected: its integrity is ${found}`);
  await promisify(execFile)('tar', ['-xzf', filename], { cwd: folder });
  await rm(join(folder, filename));

  const vscode = join(folder, 'package', 'lib', 'vscode');
  // Not `npm ci`: the shrinkwrap that comes with it does not match its package.json.
  await npm(vscode, 'install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');
  for (const part of notNeeded) await rm(join(vscode, part), { recursive: true, force: true });
}

/** Folder of VS Code's server, fetched on first use. */
export async function obtainVSCode(): Promise<string> {
  const folder = join(cache, `vscode-${version}`);
  if (!existsSync(folder)) {
    console.log(`Fetching VS Code (code-server ${version}) into ${folder} ...`);
    await mkdir(cache, { recursive: true });
    const unfinished = await mkdtemp(join(cache, 'unfinished-'));
    try {
      await unpack(unfinished);
      await rename(unfinished, folder);
    } catch (error) {
      await rm(unfinished, { recursive: true, force: true });
      throw error;
    }
  }
  return join(folder, 'package', 'lib', 'vscode');
}
