/** The vocabulary of the checker's tests: texts with `⟦…⟧` around what is wrong. */
import { expect } from 'vitest';
import { type CheckResult, checkProgram, type Problem, type Sources } from '../../check.ts';
import { NO_LINTS } from '../../lints/run.ts';
import type { CheckedProgram, Role, ScenarioRun } from '../program.ts';
import { showType } from '../relations.ts';

export const MAIN = 'file:///main.faultline';

/** Checks a text without the lints, with other files by their name in the same folder. */
export function check(text: string, files: Readonly<Record<string, string>> = {}): CheckResult {
  const sources: Sources = {
    read: (uri) => (uri === MAIN ? text : files[uri.replace('file:///', '')]),
    resolve: (path) => `file:///${path}`,
  };
  return checkProgram(MAIN, sources, NO_LINTS);
}

interface Marked {
  readonly text: string;
  readonly ranges: readonly { readonly start: number; readonly end: number }[];
}
/** Takes the markers out; nested ones are allowed. */
export function unmark(marked: string): Marked {
  let text = '';
  const open: number[] = [];
  const ranges: { start: number; end: number }[] = [];
  for (const character of marked) {
    if (character === '⟦') open.push(text.length);
    else if (character === '⟧') ranges.push({ start: open.pop() ?? 0, end: text.length });
    else text += character;
  }
  return { text, ranges: ranges.toSorted((a, b) => a.start - b.start || a.end - b.end) };
}

const show = (problem: Problem, text: string): string =>
  `${problem.code} «${text.slice(problem.range.start, problem.range.end)}» ${problem.message}${problem.hint === undefined ? '' : ` — ${problem.hint}`}`;

/** The text has exactly these problems, where it is marked: each a code, a message and, behind a dash, the hint. */
export function expectProblems(marked: string, expected: readonly string[], files: Readonly<Record<string, string>> = {}): void {
  const { text, ranges } = unmark(marked);
  const { problems, program } = check(text, files);
  const own = problems.filter((p) => p.file === MAIN);
  expect(own.map((p) => show(p, text))).toEqual(
    expected.map((line, i) => {
      const range = ranges[i] ?? { start: 0, end: 0 };
      return line.replace(/^(FL\d{4}) /, `$1 «${text.slice(range.start, range.end)}» `);
    }),
  );
  expect(own.map((p) => [p.range.start, p.range.end])).toEqual(ranges.map((r) => [r.start, r.end]));
  expect(program !== undefined).toBe(own.every((p) => p.severity !== 'error'));
}

/** The program of a text that has nothing wrong with it. */
export function programOf(text: string, files: Readonly<Record<string, string>> = {}): CheckedProgram {
  const { program, problems } = check(text, files);
  expect(problems.map((p) => show(p, text))).toEqual([]);
  if (!program) throw new Error('no program');
  return program;
}
export function runOf(text: string, index = 0): ScenarioRun {
  const run = programOf(text).scenarios[0]?.runs[index];
  if (!run) throw new Error('no run');
  return run;
}
export function roleOf(text: string, name: string): Role {
  const role = programOf(text).roles.find((r) => r.name === name);
  if (!role) throw new Error(`no role ${name}`);
  return role;
}

/** A role with the given members, and what they may want. */
export const inRole = (members: string): string => `enum Colour { red, green }
struct Entry { term: Int, value: Value }
message M(n: Int, who: Node, maybe: String?)
message Empty
role R(limit: Int, peers: Set<R>) {
  var count1: Int = 0
  var name: String? = none
  var colour: Colour = red
  var list: List<Int> = []
  var set: Set<Int> = {}
  var map: Map<String, Int> = {}
  var entry: Entry? = none
${members}
}
`;
/** Statements in a handler of that role. */
export const inHandler = (statements: string): string => inRole(`  on M(n, who, maybe) from sender {\n${statements}\n  }`);
/** An expression in that handler, taken to a `let`. */
export const inLet = (expression: string): string => inHandler(`let result = ${expression}`);

/** The type that an expression gets in `inHandler`. */
export function typeOf(expression: string): string {
  const text = inLet(expression);
  const { model, problems } = check(text);
  expect(problems.map((p) => show(p, text))).toEqual([]);
  const start = text.indexOf('let result = ') + 'let result = '.length;
  const symbol = model.symbolAt(text.indexOf('result'))?.symbol;
  if (symbol?.kind !== 'local') throw new Error(`no local at ${start}`);
  return showType(symbol.type);
}
/** The parameters of a scenario of one role `P` with a few variables. */
export const inScenario = (items: string): string => `message Vote(tx: String, yes: Bool)
message Ask
role P(willing: Bool) {
  durable prepared: Bool = false
  var value: Int? = none
  var term: Int = 0
  on start { after 5ms timeout votes }
  on Ask from p { after 10ms timeout retry("t1") }
  on timeout retry(tx) { send Vote(tx, willing) to nodes(P) }
  on Vote(tx, yes) { commit(tx) }
  on timeout votes { }
  on read(key) { reply value }
}
role Q { on Ask { } }
scenario "s" {
  node p1, p2 = P(willing: true)
  node r[1..3] = P(false)
  node q = Q
  ${items.replaceAll('\n', '\n  ')}
}
`;
