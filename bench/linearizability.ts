/**
 * How fast histories are decided: `node bench/linearizability.ts [folder]`. Generated histories of 1,000, 10,000 and 100,000 operations, right and wrong ones,
 * with the exponent by which time grows; and, where a folder with Porcupine's test data is named, its histories beside its own times.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scenarioOf } from '../engine/check/history/scenario.ts';
import type { Operation } from '../engine/checkers/history.ts';
import { decide } from '../engine/checkers/linearizability/decide.ts';
import { RoleSpecification } from '../engine/checkers/linearizability/specification/role.ts';
import { mutatedTimes, randomNumbers, rightHistory } from '../engine/checkers/linearizability/testing/histories.ts';
import { memberObject, queueObject, registerObject, stackObject } from '../engine/checkers/linearizability/testing/objects.ts';
import type { PlainObject, PlainOperation } from '../engine/checkers/linearizability/testing/plain.ts';
import { propertyContext } from '../engine/checkers/roster.ts';
import { importText } from '../engine/formats/formats.ts';
import type { ImportedHistory } from '../engine/formats/imported.ts';
import { lower } from '../engine/program/lower.ts';
import type { TraceValue } from '../engine/trace/model.ts';
import { checkProgram } from '../grammar/check.ts';
import { porcupineTimes } from './baseline/porcupine.ts';

type Initial = ImportedHistory['initial'];

/** Makes a fresh specification each time: what it has learned of one history must not help with the next. */
function specificationOf(role: string, initial: Initial): () => RoleSpecification {
  const uri = 'file:///bench.faultline';
  const text = `import "std/stores"\nimport "std/collections"\nhistory "bench" {\n  check linearizable as ${role}\n}\n`;
  const { program, problems } = checkProgram(uri, { read: (file) => (file === uri ? text : undefined), resolve: () => undefined });
  const [history] = program?.histories ?? [];
  if (program === undefined || history === undefined) throw new Error(JSON.stringify(problems));
  const run = scenarioOf(history, [], initial);
  const context = propertyContext(program, run, lower(program, run).values);
  const index = program.roles.findIndex(({ name }) => name === role);
  return () => new RoleSpecification(context, index);
}

function timed(run: () => string): { readonly verdict: string; readonly ms: number } {
  const began = performance.now();
  const verdict = run();
  return { verdict, ms: performance.now() - began };
}

/** The least of some runs, for a second at most. */
function best(run: () => string): { readonly verdict: string; readonly ms: number; readonly median: number } {
  const until = performance.now() + 1_000;
  const runs = [timed(run)];
  while (performance.now() < until && runs.length < 200) runs.push(timed(run));
  runs.sort((a, b) => a.ms - b.ms);
  const [first] = runs;
  if (first === undefined) throw new Error('nothing was run');
  return { ...first, median: runs[runs.length >> 1]?.ms ?? first.ms };
}

function operationsOf(history: readonly PlainOperation[], keyOf: (index: number) => string): readonly Operation[] {
  return history.map(({ name, input, output, invoked, returned }, index): Operation => {
    const args = input === null ? [] : name === 'cas' ? (input as TraceValue[]) : [input as TraceValue];
    const open = returned === Number.POSITIVE_INFINITY;
    return {
      process: 0,
      name,
      arguments: [keyOf(index), ...args],
      outcome: open ? 'open' : 'ok',
      invoked,
      event: index,
      ...(open ? {} : { returned, result: (output ?? null) as TraceValue }),
    };
  });
}

interface Family {
  readonly title: string;
  readonly role: string;
  readonly make: (operations: number, random: () => number) => readonly (readonly PlainOperation[])[];
}

/** `parts` objects of their own, `processes` clients each; `open`: the chance that an operation never returns. */
function family<S>(
  title: string,
  role: string,
  object: PlainObject<S>,
  parts: number,
  processes: number,
  ask: (random: () => number, index: number) => Pick<PlainOperation, 'name' | 'input'>,
  open = 0,
): Family {
  return {
    title,
    role,
    make: (operations, random) =>
      Array.from({ length: parts }, () => rightHistory(object, { operations: operations / parts, processes, open, ask }, random)),
  };
}

const small = (random: () => number): number => Math.floor(random() * 5);
const families: readonly Family[] = [
  family('register, distinct values, 50 clients', 'Register', registerObject, 1, 50, (random, index) =>
    random() < 0.5 ? { name: 'write', input: index } : { name: 'read', input: null },
  ),
  family('cas register, 100 keys, 5 clients each', 'CasRegister', registerObject, 100, 5, (random) => {
    const chance = random();
    if (chance < 0.3) return { name: 'read', input: null };
    return chance < 0.5 ? { name: 'write', input: small(random) } : { name: 'cas', input: [small(random), small(random)] };
  }),
  family('queue, distinct values, 20 clients', 'Queue', queueObject, 1, 20, (random, index) =>
    random() < 0.5 ? { name: 'enqueue', input: index } : { name: 'dequeue', input: null },
  ),
  family(
    'queue, distinct values, 20 clients, one operation in 500 never returns',
    'Queue',
    queueObject,
    1,
    20,
    (random, index) => (random() < 0.5 ? { name: 'enqueue', input: index } : { name: 'dequeue', input: null }),
    0.002,
  ),
  family('stack, distinct values, 20 clients', 'Stack', stackObject, 1, 20, (random, index) =>
    random() < 0.5 ? { name: 'push', input: index } : { name: 'pop', input: null },
  ),
  family('set, distinct values, 20 values, 5 clients each', 'SetObject', memberObject(false), 20, 5, (random, index) => {
    const name = index === 1 ? 'add' : random() < 0.01 ? 'remove' : 'contains';
    return { name, input: null };
  }),
];
const sizes = [1_000, 10_000, 100_000];

for (const { title, role, make } of families) {
  console.log(`\n${title}`);
  for (const wrong of [false, true]) {
    const points = sizes.map((size) => {
      const random = randomNumbers(size);
      const parts = make(size, random).map((part) => (wrong ? mutatedTimes(part, 5, random) : part));
      const operations = parts.flatMap((part, index) => operationsOf(part, () => `key ${index}`));
      const fresh = specificationOf(role, []);
      const { verdict, ms } = timed(() => decide(fresh(), operations).kind);
      console.log(
        `  ${String(size).padStart(7)} operations, ${wrong ? 'with mistakes' : 'right        '}  ${verdict.padEnd(12)} ${ms.toFixed(1).padStart(8)} ms`,
      );
      return { size, ms };
    });
    const [first, last] = [points[0], points.at(-1)];
    if (first && last)
      console.log(`          time grows as n^${(Math.log(last.ms / first.ms) / Math.log(last.size / first.size)).toFixed(2)}`);
  }
}

const folder = process.argv[2];
if (folder !== undefined) {
  console.log(`\n${folder}, beside Porcupine's own times`);
  let [ours, theirs] = [0, 0];
  for (const kind of readdirSync(folder)) {
    for (const name of readdirSync(join(folder, kind))) {
      const file = `${kind}/${name}`;
      const peer = porcupineTimes[file];
      const imported = importText([readFileSync(join(folder, file), 'utf8')], {}, file);
      if (imported.kind !== 'history' || imported.specification === undefined) continue;
      const { operations, initial, specification } = imported;
      const fresh = specificationOf(specification, initial);
      const { verdict, ms, median } = best(() => decide(fresh(), operations).kind);
      if (peer !== undefined) [ours, theirs] = [ours + ms, theirs + peer];
      const ratio = peer === undefined ? '' : `  Porcupine ${peer.toFixed(2).padStart(7)} ms, ${(peer / ms).toFixed(1)} times as long`;
      console.log(
        `  ${file.padEnd(20)} ${String(operations.length).padStart(5)} ${verdict.padEnd(12)} ${ms.toFixed(2).padStart(8)} ms (median ${median.toFixed(2)})${ratio}`,
      );
    }
  }
  console.log(`  in total ${ours.toFixed(1)} ms, Porcupine ${theirs.toFixed(1)} ms`);
}
