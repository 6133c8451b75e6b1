/** Coverage in the format of lcov's trace files (`man geninfo`), which editors and CI show. */
import { fileURLToPath } from 'node:url';
import type { Covered, FileCoverage } from '../coverage.ts';
import { positionAt } from './excerpt.ts';

/** `textOf` gives the text of a file. A line counts as often as the statement on it that most runs came by. */
export function lcov(coverage: readonly FileCoverage[], textOf: (uri: string) => string): string {
  return coverage.map((file) => record(file, textOf(file.uri))).join('');
}

function record({ uri, functions, statements }: FileCoverage, text: string): string {
  const lineOf = ({ place }: Covered): number => positionAt(text, place.start).line;
  const named = functions.map((one) => ({ line: lineOf(one), runs: one.runs, name: `${one.name} (line ${lineOf(one)})` }));
  const lines = new Map<number, number>();
  for (const one of statements) lines.set(lineOf(one), Math.max(lines.get(lineOf(one)) ?? 0, one.runs));
  const hit = (counts: readonly number[]): number => counts.filter((runs) => runs > 0).length;
  return [
    'TN:',
    `SF:${fileURLToPath(uri)}`,
    ...named.map(({ line, name }) => `FN:${line},${name}`),
    ...named.map(({ runs, name }) => `FNDA:${runs},${name}`),
    `FNF:${named.length}`,
    `FNH:${hit(named.map(({ runs }) => runs))}`,
    ...[...lines].sort(([a], [b]) => a - b).map(([line, runs]) => `DA:${line},${runs}`),
    `LF:${lines.size}`,
    `LH:${hit([...lines.values()])}`,
    'end_of_record',
    '',
  ].join('\n');
}
