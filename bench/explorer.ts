/**
 * How fast the explorer is: `node bench/explorer.ts [participants …]`. Two-phase commit from its text to the verdict, beside a search written by hand for
 * that one model, in the same process; both must count the same states and transitions.
 */

import { propertyNamed } from '../engine/checkers/registry.ts';
import { propertyContext } from '../engine/checkers/roster.ts';
import { explore } from '../engine/explorer/explore.ts';
import type { Question } from '../engine/explorer/questions.ts';
import { lower } from '../engine/program/lower.ts';
import { checkProgram } from '../grammar/check.ts';
import { baselineTwoPhaseCommit } from './baseline/two-phase-commit.ts';
import { twoPhaseCommit } from './models/two-phase-commit.ts';

const asked = process.argv.slice(2).map(Number);
const sizes = asked.length > 0 ? asked : [3, 5, 7, 9];

function timed<T>(run: () => T): { readonly result: T; readonly seconds: number } {
  const began = performance.now();
  const result = run();
  return { result, seconds: (performance.now() - began) / 1000 };
}

/** From the text on; `property` adds a monitor and with it states. */
function faultline(participants: number, property: string | undefined) {
  const uri = 'file:///bench.faultline';
  const text = twoPhaseCommit(participants, [`check ${property ?? 'atomicity'}`]);
  const { program, problems } = checkProgram(uri, { read: (file) => (file === uri ? text : undefined), resolve: () => undefined });
  const run = program?.scenarios[0]?.runs[0];
  if (program === undefined || run === undefined) throw new Error(JSON.stringify(problems));
  const machine = lower(program, run);
  const context = propertyContext(program, run, machine.values);
  return explore({ program, run, machine }, context, questionsOf(property));

  function questionsOf(name: string | undefined): readonly Question[] {
    if (name === undefined) return [];
    const definition = propertyNamed(name);
    if (definition === undefined) throw new Error(`no property ${name}`);
    if (definition.kind === 'safety') return [{ kind: 'monitor', name, monitor: definition.monitor(context) }];
    return [{ kind: 'liveness', name, property: definition }];
  }
}

function row(...cells: readonly (string | number)[]): void {
  const widths = [13, 11, 10, 11, 9, 12, 12, 8];
  console.log(
    cells.map((cell, i) => String(typeof cell === 'number' ? cell.toLocaleString('en-US') : cell).padStart(widths[i] ?? 10)).join(' '),
  );
}

row('participants', 'claim', 'engine', 'states', 'seconds', 'states/s', 'bytes/state', 'ratio');
for (const participants of sizes) {
  const baseline = timed(() => baselineTwoPhaseCommit(participants));
  const baselineRate = baseline.result.states / baseline.seconds;
  show(participants, '-', 'by hand', baseline.result.states, baseline.seconds, baseline.result.bytes, 1);
  for (const property of [undefined, 'atomicity', 'nonBlocking']) {
    const { result, seconds } = timed(() => faultline(participants, property));
    const { states, transitions } = baseline.result;
    if (property === undefined && (result.states !== states || result.transitions !== transitions)) {
      throw new Error(`${result.states} states, ${result.transitions} transitions; by hand ${states} and ${transitions}`);
    }
    show(participants, property ?? '-', 'faultline', result.states, seconds, result.bytes, result.states / seconds / baselineRate);
  }
}

function show(participants: number, claim: string, engine: string, states: number, seconds: number, bytes: number, ratio: number): void {
  const rate = Math.round(states / seconds);
  row(participants, claim, engine, states, seconds.toFixed(3), rate, (bytes / states).toFixed(1), `${(ratio * 100).toFixed(0)} %`);
}
