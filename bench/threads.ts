/**
 * What a second thread gains: `node bench/threads.ts [<model> [<rounds>]]`. In each round the model is searched with one thread, with two, and by two processes of
 * one thread at the same time. Two of these do twice the work, so however well two threads share it, they cannot be faster than that: what keeps these two back is
 * the machine, above all its memory.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Figures, Taken } from './figures.ts';

const [model = 'two-phase commit, 9', rounds = '3'] = process.argv.slice(2);

const alone: Figures[] = [];
const shared: Figures[] = [];
const atOnce: Figures[] = [];
for (let round = 0; round < Number(rounds); round++) {
  alone.push(...told('one thread', [await search(1)]));
  shared.push(...told('two threads', [await search(2)]));
  atOnce.push(...told('two at once, each', await Promise.all([search(1), search(1)])));
}

console.log(`\ntwo threads are ${ratio('undisturbedSeconds')} times as fast as one, the driver by itself ${ratio('driverSeconds')} times`);
const bound = (2 * middle(alone, 'driverSeconds')) / middle(atOnce, 'driverSeconds');
console.log(`two processes do ${bound.toFixed(2)} times as much as one`);

async function search(threads: number): Promise<Figures> {
  const args = [join(import.meta.dirname, 'search.ts'), 'faultline', model, '1', String(threads)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const [figures] = JSON.parse(stdout) as readonly Figures[];
  if (figures === undefined) throw new Error('no figures');
  return figures;
}

function middle(runs: readonly Figures[], which: keyof Taken): number {
  const sorted = runs.map((figures) => figures[which] ?? Number.NaN).toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] as number;
}
function ratio(which: keyof Taken): string {
  return (middle(alone, which) / middle(shared, which)).toFixed(2);
}
function told(name: string, runs: readonly Figures[]): readonly Figures[] {
  for (const { driverSeconds, seconds, undisturbedSeconds, wallSeconds } of runs) {
    const [driver, all, undisturbed, clock] = [driverSeconds, seconds, undisturbedSeconds, wallSeconds].map(
      (time) => time?.toFixed(1) ?? '-',
    );
    console.log(`${name.padEnd(18)} driving thread ${driver} s, all threads ${all} s, undisturbed ${undisturbed} s, clock ${clock} s`);
  }
  return runs;
}
