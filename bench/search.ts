/**
 * One model searched in a process of its own, as JSON on standard output: `node bench/search.ts faultline|reduced|by-hand <model> <runs> [<threads>]`. The
 * first run is that of a cold engine, the others those of a warm one.
 */
import { nodeThreads } from '../extension/server/search-threads.ts';
import { baselineTwoPhaseCommit } from './baseline/two-phase-commit.ts';
import { explored, type Searched } from './exploring.ts';
import { type Figures, timed } from './figures.ts';
import { type BenchModel, benchModels } from './models/models.ts';

const [engine, name, runs, count = '1'] = process.argv.slice(2);
const threads = { count: Number(count), host: nodeThreads(new URL('../extension/server/search-thread.ts', import.meta.url)) };
const model = benchModels().find((one) => one.name === name);
if (model === undefined) throw new Error(`no model ${name}`);
const reductions = engine === 'reduced' ? { reduceFrom: 0 } : { symmetry: false, partialOrder: false };
const search = engine === 'by-hand' ? () => byHand(model) : () => explored(model.text, { threads, ...reductions });
const figures = Array.from({ length: Number(runs) }, (): Figures => {
  const { result, ...times } = timed(search);
  return { ...result, ...times };
});
console.log(JSON.stringify(figures));

function byHand({ participants }: BenchModel): Searched {
  if (participants === undefined) throw new Error('only two-phase commit is written by hand');
  return baselineTwoPhaseCommit(participants);
}
