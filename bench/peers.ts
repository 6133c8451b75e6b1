/** The peers: built from `bench/peers/` in a temporary folder, run there, their figures read from what they print. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Figures } from './figures.ts';
import type { BenchModel } from './models/models.ts';

const sources = resolve(import.meta.dirname, 'peers');

export function isInstalled(command: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
}

/** SPIN, with its partial-order reduction or without. */
export function spin({ peer }: BenchModel, reduced: boolean, runs: number): readonly Figures[] {
  if (peer === undefined) return [];
  return inFolder((folder) => {
    execFileSync('spin', ['-a', ...peer.defines, join(sources, `${peer.file}.pml`)], { cwd: folder, stdio: 'pipe' });
    compile(folder, 'pan.c', ['-DSAFETY', '-DMEMLIM=8000', ...(reduced ? [] : ['-DNOREDUCE'])]);
    return Array.from({ length: runs }, () => {
      const { output, seconds } = run(folder, ['-m1000000']);
      if (!/errors: 0\b/.test(output) || /not completed|out of memory/.test(output)) throw new Error(output);
      const bytes = number(output, /([\d.]+)\s+total actual memory usage/) * 2 ** 20;
      return { states: number(output, /(\d+) states, stored/), seconds, bytes };
    });
  });
}

/** The plain breadth-first search in C. */
export function plainC({ peer, participants }: BenchModel, runs: number): readonly Figures[] {
  if (peer === undefined || participants === undefined) return [];
  return inFolder((folder) => {
    compile(folder, join(sources, `${peer.file}.c`), peer.defines);
    return Array.from({ length: runs }, () => {
      const { output, seconds } = run(folder, []);
      const [states, transitions, bytes] = ['states', 'transitions', 'bytes'].map((key) => number(output, new RegExp(`${key}=(\\d+)`)));
      if (states === undefined || transitions === undefined || bytes === undefined) throw new Error(output);
      return { states, transitions, bytes, seconds };
    });
  });
}

function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-bench-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function compile(folder: string, source: string, options: readonly string[]): void {
  execFileSync('gcc', ['-O2', '-w', ...options, '-o', 'peer', source], { cwd: folder, stdio: 'inherit' });
}

/** Processor time as the shell tells it: that of the peer alone, building apart. */
function run(folder: string, args: readonly string[]): { readonly output: string; readonly seconds: number } {
  const { stdout, stderr, status } = spawnSync('bash', ['-c', `TIMEFORMAT='%U %S'; time ./peer ${args.join(' ')}`], {
    cwd: folder,
    encoding: 'utf8',
  });
  const times = /([\d.]+) ([\d.]+)\s*$/.exec(stderr);
  if (status !== 0 || times === null) throw new Error(`${stdout}\n${stderr}`);
  return { output: stdout, seconds: Number(times[1]) + Number(times[2]) };
}

function number(text: string, pattern: RegExp): number {
  const match = pattern.exec(text);
  if (match?.[1] === undefined) throw new Error(`${pattern} is not in ${text}`);
  return Number(match[1]);
}
