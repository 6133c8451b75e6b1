/** A file's first scenario, explored: what the benchmarks measure. */
import type { PropertyContext } from '../engine/checkers/property.ts';
import { propertiesNamed } from '../engine/checkers/registry.ts';
import { propertyContext } from '../engine/checkers/roster.ts';
import { explore } from '../engine/explorer/explore.ts';
import { nodesRead } from '../engine/explorer/nodes-read.ts';
import type { ExploreOptions, Question } from '../engine/explorer/questions.ts';
import { lower } from '../engine/program/lower.ts';
import type { Machine } from '../engine/program/machine.ts';
import { checkProgram } from '../grammar/check.ts';
import type { ScenarioRun } from '../grammar/semantics/program.ts';
import type { Found } from './figures.ts';

/** From the text to the answers; every claim must hold. */
export function explored(text: string, options: ExploreOptions): Found {
  const uri = 'file:///bench.faultline';
  const { program, problems } = checkProgram(uri, { read: (file) => (file === uri ? text : undefined), resolve: () => undefined });
  const run = program?.scenarios[0]?.runs[0];
  if (program === undefined || run === undefined) throw new Error(JSON.stringify(problems));
  const machine = lower(program, run);
  const context = propertyContext(program, run, machine.values);
  const { states, transitions, bytes, answers } = explore({ program, run, machine }, context, questions(run, machine, context), options);
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
