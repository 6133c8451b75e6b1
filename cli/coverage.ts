/** What of the roles' code the scenarios came by: handlers, functions and statements, with how many runs did. */
import { blocksOf, handlerText } from '../engine/check/coverage.ts';
import type { RunReport } from '../engine/report.ts';
import type { CheckedProgram, Statement } from '../grammar/semantics/program.ts';
import type { Place } from '../grammar/syntax/range.ts';

export interface FileCoverage {
  readonly uri: string;
  /** Handlers and functions. */
  readonly functions: readonly Covered[];
  readonly statements: readonly Covered[];
}
export interface Covered {
  readonly name: string;
  readonly place: Place;
  readonly runs: number;
}

/** Of every file that declares a role which the program knows: the program's own and those that it imports, the standard library apart. */
export function coverageOf(program: CheckedProgram, reports: readonly RunReport[]): readonly FileCoverage[] {
  const runs = new Map<string, number>();
  for (const place of reports.flatMap((report) => report.coverage.ran)) runs.set(keyOf(place), (runs.get(keyOf(place)) ?? 0) + 1);
  const covered = (name: string, shown: Place, ran: Place): Covered => ({ name, place: shown, runs: runs.get(keyOf(ran)) ?? 0 });
  const functions: Covered[] = [];
  const statements: Covered[] = [];
  for (const [index, role] of program.roles.entries()) {
    for (const [handler, { headPlace, body }] of role.handlers.entries()) {
      functions.push(covered(`${role.name}: ${handlerText(program, index, handler)}`, headPlace, headPlace));
      statements.push(...allOf(body).map(({ place }) => covered('', place, place)));
    }
    for (const { name, place, body } of role.functions) {
      const [first] = body;
      // Whether a function without statements was called nobody can tell, and nobody needs to know.
      if (first !== undefined) functions.push(covered(`${role.name}: ${name}`, place, first.place));
      statements.push(...allOf(body).map((statement) => covered('', statement.place, statement.place)));
    }
  }
  const files = [...new Set([...functions, ...statements].map(({ place }) => place.file))].filter((uri) => uri.startsWith('file:'));
  const within = (uri: string) => (one: Covered) => one.place.file === uri;
  return files.map((uri) => ({ uri, functions: functions.filter(within(uri)), statements: statements.filter(within(uri)) }));
}

/** Coverage of the same file by several checks, added up. */
export function together(coverage: readonly FileCoverage[]): readonly FileCoverage[] {
  const files = Map.groupBy(coverage, ({ uri }) => uri);
  return [...files].map(([uri, parts]) => ({
    uri,
    functions: added(parts.flatMap(({ functions }) => functions)),
    statements: added(parts.flatMap(({ statements }) => statements)),
  }));
}

function added(all: readonly Covered[]): readonly Covered[] {
  const byPlace = Map.groupBy(all, ({ place }) => keyOf(place));
  return [...byPlace.values()].flatMap((same) => {
    const [first] = same;
    return first === undefined ? [] : [{ ...first, runs: same.reduce((sum, { runs }) => sum + runs, 0) }];
  });
}

function allOf(block: readonly Statement[]): readonly Statement[] {
  return block.flatMap((statement) => [statement, ...blocksOf(statement).flatMap(allOf)]);
}

function keyOf({ file, start, end }: Place): string {
  return `${file} ${start} ${end}`;
}
