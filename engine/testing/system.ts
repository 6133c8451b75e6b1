/** Programs as text, ready to run: for tests of everything behind the checker. */
import { checkProgram } from '../../grammar/check.ts';
import { lower } from '../program/lower.ts';
import type { System } from '../world/world.ts';

/** Each run of the file's first scenario (one, where there is no sweep). Throws where the text has errors. */
export function systemsOf(text: string): readonly System[] {
  const uri = 'file:///test.faultline';
  const { program, problems } = checkProgram(uri, { read: (asked) => (asked === uri ? text : undefined), resolve: () => undefined });
  if (program === undefined) throw new Error(`the test's program has errors:\n${JSON.stringify(problems, null, 2)}`);
  const [scenario] = program.scenarios;
  if (scenario === undefined) throw new Error("the test's program has no scenario");
  return scenario.runs.map((run) => ({ program, run, machine: lower(program, run) }));
}

/** The only run of the file's first scenario. */
export function systemOf(text: string): System {
  const [system] = systemsOf(text);
  if (system === undefined) throw new Error("the test's scenario has no run");
  return system;
}
