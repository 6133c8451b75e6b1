/**
 * One model searched in a process of its own, as JSON on standard output: `node bench/search.ts faultline|reduced|letters|by-hand <model> <runs> [<threads>]`.
 * `letters` leaves out dead letters and makes no use of symmetry. The first run is that of a cold engine, the others those of a warm one.
 */
import type { ExploreOptions } from '../engine/explorer/questions.ts';
import { nodeThreads } from '../extension/server/search-threads.ts';
import { baselineTwoPhaseCommit } from './baseline/two-phase-commit.ts';
import { explored } from './exploring.ts';
import { type Figures, type Found, timed } from './figures.ts';
import { type BenchModel, benchModels } from './models/models.ts';

const [engine, name, runs, count = '1'] = process.argv.slice(2);
const threads = { count: Number(count), host: nodeThreads(new URL('../extension/server/search-thread.ts', import.meta.url)) };
const model = benchModels().find((one) => one.name === name);
if (model === undefined) throw new Error(`no model ${name}`);
const reductions: Readonly<Record<string, ExploreOptions>> = {
  faultline: { symmetry: false, partialOrder: false },
  letters: { symmetry: false, reduceFrom: 0 },
  reduced: { reduceFrom: 0 },
};
const search = engine === 'by-hand' ? () => byHand(model) : () => explored(model.text, { threads, ...reductions[engine ?? ''] });
const figures = Array.from({ length: Number(runs) }, (): Figures => {
  const { result, ...times } = timed(search);
  return { ...result, ...times };
});
console.log(JSON.stringify(figures));

function byHand({ participants }: BenchModel): Found {
  if (participants === undefined) throw new Error('only two-phase commit is written by hand');
  return baselineTwoPhaseCommit(participants);
}
