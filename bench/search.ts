/**
 * One model searched in a process of its own, as JSON on standard output: `node bench/search.ts faultline|reduced|letters|by-hand <model> <runs> [<threads>]`.
 * `letters` leaves out dead letters and makes no use of symmetry. The first run is that of a cold engine, the others those of a warm one.
 */

import type { PropertyContext } from '../engine/checkers/property.ts';
import { propertiesNamed } from '../engine/checkers/registry.ts';
import { propertyContext } from '../engine/checkers/roster.ts';
import { explore } from '../engine/explorer/explore.ts';
import { nodesRead } from '../engine/explorer/nodes-read.ts';
import type { ExploreOptions, Question } from '../engine/explorer/questions.ts';
import { lower } from '../engine/program/lower.ts';
import type { Machine } from '../engine/program/machine.ts';
import { nodeThreads } from '../extension/server/search-threads.ts';
import { checkProgram } from '../grammar/check.ts';
import type { ScenarioRun } from '../grammar/semantics/program.ts';
import { baselineTwoPhaseCommit } from './baseline/two-phase-commit.ts';
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
const search = engine === 'by-hand' ? () => byHand(model) : () => faultline(model.text, reductions[engine ?? ''] ?? {});
const figures = Array.from({ length: Number(runs) }, (): Figures => {
  const { result, ...times } = timed(search);
  return { ...result, ...times };
});
console.log(JSON.stringify(figures));

/** From the text to the answers. */
function faultline(text: string, options: ExploreOptions): Found {
  const uri = 'file:///bench.faultline';
  const { program, problems } = checkProgram(uri, { read: (file) => (file === uri ? text : undefined), resolve: () => undefined });
  const run = program?.scenarios[0]?.runs[0];
  if (program === undefined || run === undefined) throw new Error(JSON.stringify(problems));
  const machine = lower(program, run);
  const context = propertyContext(program, run, machine.values);
  const { states, transitions, bytes, answers } = explore({ program, run, machine }, context, questions(run, machine, context), {
    threads,
    ...options,
  });
  for (const answer of answers) if (answer.kind !== 'holds') throw new Error(`expected to hold: ${JSON.stringify(answer)}`);
  return { states, transitions, bytes };
}

function questions(run: ScenarioRun, machine: Machine, context: PropertyContext): readonly Question[] {
  const roles = run.nodes.map(({ role }) => role);
  return run.claims.flatMap(({ property }): Question[] => {
    if (property.kind !== 'registered') {
      const { kind, name: title, condition, frameSize } = property;
      const holds: Extract<Question, { holds: unknown }>['holds'] = (states) => machine.evaluate(condition, states, frameSize) === true;
      return [{ kind, name: title, condition, reads: nodesRead(condition, roles), holds }];
    }
    const { name: title } = property;
    return propertiesNamed(title, property).map((definition) =>
      definition.kind === 'safety'
        ? { kind: 'monitor', name: title, monitor: definition.monitor(context) }
        : { kind: 'liveness', name: title, property: definition },
    );
  });
}

function byHand({ participants }: BenchModel): Found {
  if (participants === undefined) throw new Error('only two-phase commit is written by hand');
  return baselineTwoPhaseCommit(participants);
}
