/**
 * How fast the explorer is beside others: `npm run bench [-- <part of a model's name> …]`. Every search of a model must count the same states, but for
 * reductions. Each runs in its own process; what is compared is processor time, so other programs disturb little. What several threads gain
 * shows in the processor time of the one that drives the search, which the others relieve, and in the time by the clock, if what other programs took is left out of it
 * (`bench/threads.ts` has more of that).
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { type Figures, median } from './figures.ts';
import { type BenchModel, benchModels } from './models/models.ts';
import { isInstalled, plainC, spin } from './peers.ts';

const WARM_RUNS = 3;
const THREADS = 2;

interface Row {
  readonly searcher: string;
  readonly figures: Figures;
}

const wanted = process.argv.slice(2);
const models = benchModels().filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
const hasC = isInstalled('gcc');
const hasSpin = hasC && isInstalled('spin');
if (!hasC) console.log('SKIPPED: the search in C and SPIN, since gcc is not installed (Debian: apt-get install gcc spin)');
else if (!hasSpin) console.log('SKIPPED: SPIN is not installed (Debian: apt-get install spin)');

print('', 'states', 'transitions', 'cpu s', 'states/s', 'bytes/state', 'x SPIN', 'x C', 'driver s', 'wall s', 'undisturbed');
for (const model of models) {
  const rows = searched(model);
  const secondsOf = (searcher: string) => rows.find((one) => one.searcher === searcher)?.figures.seconds;
  console.log(`\n${model.name}`);
  for (const { searcher, figures } of rows) {
    const { states, transitions, seconds, driverSeconds, wallSeconds, undisturbedSeconds, bytes } = figures;
    const rate = states / seconds;
    print(
      searcher,
      states,
      transitions ?? '',
      seconds.toFixed(3),
      Math.round(rate),
      (bytes / states).toFixed(1),
      ratio(secondsOf('SPIN'), seconds),
      ratio(secondsOf('C'), seconds),
      driverSeconds?.toFixed(3) ?? '',
      wallSeconds?.toFixed(3) ?? '',
      undisturbedSeconds?.toFixed(3) ?? '',
    );
  }
}

function searched(model: BenchModel): readonly Row[] {
  const [cold, ...warm] = inProcess('faultline', model, 1 + WARM_RUNS);
  if (cold === undefined) throw new Error('no figures');
  const rows: Row[] = [
    { searcher: 'Faultline, cold', figures: cold },
    { searcher: 'Faultline, warm', figures: median(warm) },
  ];
  const shared = inProcess('faultline', model, 1, THREADS);
  rows.push({ searcher: `${THREADS} threads, cold`, figures: median(shared) });
  if (model.participants !== undefined) rows.push({ searcher: 'JavaScript', figures: median(inProcess('by-hand', model, 3)) });
  if (hasC && model.participants !== undefined) rows.push({ searcher: 'C', figures: median(plainC(model, 3)) });
  const inSpin = hasSpin && model.peer !== undefined;
  if (inSpin) rows.push({ searcher: 'SPIN', figures: median(spin(model, false, 2)) });
  for (const { searcher, figures } of rows) {
    if (figures.states !== cold.states || (figures.transitions ?? cold.transitions) !== cold.transitions) {
      throw new Error(`${model.name}: ${searcher} has ${figures.states} states, Faultline ${cold.states}: not the same model`);
    }
  }
  const [coldReduced, ...warmReduced] = inProcess('reduced', model, 1 + WARM_RUNS);
  if (coldReduced === undefined) throw new Error('no figures');
  rows.push({ searcher: 'Faultline, reduced', figures: coldReduced }, { searcher: 'reduced, warm', figures: median(warmReduced) });
  if (!inSpin) return rows;
  const spinReduced = median(spin(model, true, 2));
  if (coldReduced.states > spinReduced.states) throw new Error(`${model.name}: SPIN's reduction leaves fewer states`);
  return [...rows, { searcher: 'SPIN, reduced', figures: spinReduced }];
}

function inProcess(engine: 'faultline' | 'reduced' | 'by-hand', { name }: BenchModel, runs: number, threads = 1): readonly Figures[] {
  const script = join(import.meta.dirname, 'search.ts');
  const args = [script, engine, name, String(runs), String(threads)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as readonly Figures[];
}

/** How many times as fast, by time: with reductions there are fewer states to find. */
function ratio(other: number | undefined, seconds: number): string {
  return other === undefined ? '' : (other / seconds).toFixed(2);
}

function print(...cells: readonly (string | number)[]): void {
  const widths = [18, 10, 12, 9, 11, 12, 8, 8, 9, 9, 11];
  const shown = cells.map((cell, i) => {
    const text = typeof cell === 'number' ? cell.toLocaleString('en-US') : cell;
    return i === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[i] ?? 0);
  });
  console.log(shown.join(' ').trimEnd());
}
