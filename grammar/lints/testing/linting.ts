/** The vocabulary of the lints' tests: texts with `⟦…⟧` around what a lint finds. */
import { expect } from 'vitest';
import { checkProgram, type LintSettings, type Problem } from '../../check.ts';
import { MAIN, unmark } from '../../semantics/testing/checking.ts';
import { LINTS } from '../registry.ts';

export function lintsOf(text: string, files: Readonly<Record<string, string>> = {}, settings?: LintSettings): readonly Problem[] {
  const read = (uri: string): string | undefined => (uri === MAIN ? text : files[uri.replace('file:///', '')]);
  const { problems } = checkProgram(MAIN, { read, resolve: (path) => `file:///${path}` }, settings);
  expect(problems.filter(({ severity, code }) => severity === 'error' && !code.startsWith('FL6')).map(({ message }) => message)).toEqual(
    [],
  );
  return problems.filter(({ code }) => code.startsWith('FL6'));
}

/** The lint finds exactly what is marked, with these messages. */
export function expectFindings(
  name: string,
  marked: string,
  messages: readonly string[],
  files: Readonly<Record<string, string>> = {},
): void {
  const { text, ranges } = unmark(marked);
  const code = LINTS.find((lint) => lint.name === name)?.code;
  expect(code).toBeDefined();
  const found = lintsOf(text, files).filter((problem) => problem.code === code);
  expect(found.map(({ message }) => message)).toEqual(messages);
  expect(found.map(({ range }) => text.slice(range.start, range.end))).toEqual(ranges.map(({ start, end }) => text.slice(start, end)));
  expect(found.map(({ range }) => range)).toEqual(ranges);
}

export function expectQuiet(name: string, text: string, files: Readonly<Record<string, string>> = {}): void {
  expectFindings(name, text, [], files);
}

/** The text after the lint's only fix. */
export function mended(name: string, marked: string): string {
  const { text } = unmark(marked);
  const code = LINTS.find((lint) => lint.name === name)?.code;
  const [found] = lintsOf(text).filter((problem) => problem.code === code);
  if (!found?.fix) throw new Error(`${name} offers no fix`);
  return found.fix.edits
    .toSorted((a, b) => b.range.start - a.range.start)
    .reduce((result, { range, text: replacement }) => result.slice(0, range.start) + replacement + result.slice(range.end), text);
}
