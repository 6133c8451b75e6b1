/**
 * Histories of real systems, of other tools' tests and of the literature, with verdicts that are known: a folder beside the project, which is not part of
 * it. Without it nothing is compared, and the run says so.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkProgram } from '../../grammar/check.ts';
import { check } from '../check.ts';
import { IsolationAnalysis } from '../checkers/isolation/analysis.ts';
import type { Level } from '../checkers/isolation/levels.ts';
import { importHistory } from './testing/import.ts';

const folder = join(import.meta.dirname, '../../../shared/data');
const manifest = join(folder, 'MANIFEST.tsv');

interface Row {
  readonly file: string;
  readonly format: string;
  readonly model: string;
  readonly count: number;
  readonly verdict: string;
  readonly check: string;
}

function rows(): readonly Row[] {
  const [, ...lines] = readFileSync(manifest, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [file = '', , format = '', model = '', count = '', verdict = '', , crossCheck = ''] = line.split('\t');
    return { file, format, model, count: Number(count), verdict, check: crossCheck };
  });
}

/** What a model of the manifest means here. */
const specifications: readonly (readonly [RegExp, string])[] = [
  [/^cas-register/, 'CasRegister'],
  [/^kv /, 'TextStore'],
  [/^(fifo|total)-queue/, 'Queue'],
  [/^mutex/, 'Lock'],
  [/^set/, 'SetObject'],
  [/^counter/, 'Counter'],
];

function optionsOf({ model }: Row): Readonly<Record<string, string>> {
  const initial = /^(?:cas-register|multi-register \{:x) (\d+)/.exec(model)?.[1];
  return initial === undefined ? {} : { initial };
}

/** The levels of isolation that the manifest tells of. Weaker and stronger levels of other names tell something of ours, too. */
function levelsOf({ file, verdict, check: crossCheck, model }: Row): ReadonlyMap<Level, 'holds' | 'violated'> {
  const told = new Map<Level, 'holds' | 'violated'>();
  const tell = (level: Level, holds: boolean, from: RegExp): void => {
    if (from.test(`${verdict} | ${crossCheck}`)) told.set(level, holds ? 'holds' : 'violated');
  };
  tell('serializable', true, /SER=(pass|True)|VALID serializable|all levels pass/);
  tell('snapshotIsolation', true, /SI=(pass|True)|SI not refuted|allowed by SI|all levels pass/);
  // dbcop's read committed (Biswas & Enea 2019) forbids more than Adya's, which forbids nothing in this one: only its reads of two keys disagree.
  if (!file.endsWith('committed_read_violation.txt')) tell('readCommitted', false, /\bRC=fail|not read-(un)?committed/);
  tell('readCommitted', true, /\bRC=pass|VALID for read-committed|valid for G0\/G1/);
  tell('repeatableRead', false, /\bRR=fail|not repeatable-read/);
  tell('snapshotIsolation', false, /\b(SI|PC|CC|RA)=[fF]a|NOT SI|not SI|consistent-view|update-atomic/);
  tell(
    'serializable',
    false,
    /\bSER=[fF]a|NOT serializable|not serializable|INVALID (serializable|G|lost-update|one fork)|truth: INVALID|^INVALID/,
  );
  if (/INVALID strict-serializable/.test(verdict)) {
    told.set('strictSerializable', 'violated');
    told.set('serializable', 'holds');
  }
  if (model.startsWith('multi-register')) told.set('strictSerializable', verdict === 'linearizable' ? 'holds' : 'violated');
  return told;
}

function linearizable(row: Row, specification: string): string {
  const uri = pathToFileURL(join(folder, 'history.faultline')).href;
  const options = Object.entries(optionsOf(row)).map(([name, value]) => `${name}: ${value}`);
  const text = `import "std/stores"\nimport "std/collections"\nimport "std/locks"\nhistory "it" { load "${row.file}" (${options.join(', ')})\ncheck linearizable as ${specification} }`;
  const { program, problems } = checkProgram(uri, { read: (asked) => (asked === uri ? text : undefined), resolve: () => undefined });
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (program === undefined) throw new Error('a program is expected');
  const [report] = check(program, { readHistory: (path) => [readFileSync(join(folder, path), 'utf8')] });
  expect(report?.failures).toEqual([]);
  return report?.claims[0]?.verdict.kind ?? 'nothing';
}

if (existsSync(manifest)) {
  const all = rows();
  describe.each(all)('$file', (row) => {
    const specification = specifications.find(([model]) => model.test(row.model))?.[1];
    const text = readFileSync(join(folder, row.file), 'utf8');

    it('has as many operations as the manifest says', () => {
      const { counts, transactions = [] } = importHistory(text, optionsOf(row));
      const parts = text.trimEnd().split('\n').length;
      // The manifest counts the lines of PolySI's files (and the end of one that ends twice), and leaves failed transactions of a multi-register out.
      if (row.format.startsWith('polysi')) expect([parts, parts + 1]).toContain(row.count);
      else expect(transactions.length > 0 ? [counts.invoked, counts.invoked - counts.failed] : [counts.invoked]).toContain(row.count);
    });

    if (specification !== undefined) {
      it(`is as linearizable as it is known to be: ${row.verdict}`, { timeout: 60_000 }, () => {
        expect(linearizable(row, specification)).toBe(/^(NOT|INVALID)/.test(row.verdict) ? 'violated' : 'holds');
      });
      return;
    }
    it(`keeps and breaks the levels of isolation that it is known to: ${row.verdict}`, { timeout: 60_000 }, () => {
      const { transactions = [], initial } = importHistory(text, optionsOf(row));
      // PolySI, IsoVista and dbcop count the order of sessions.
      const analysis = new IsolationAnalysis({ transactions, initial }, { sessions: row.format.startsWith('polysi') });
      const told = levelsOf(row);
      expect(told.size).toBeGreaterThan(0);
      const found = new Map([...told.keys()].map((level) => [level, analysis.level(level).kind]));
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(told));
    });
  });
} else {
  it('histories with known verdicts are not there', () => {
    console.warn(`Nothing was compared with known verdicts: ${manifest} is not there.`);
    expect(existsSync(manifest)).toBe(false);
  });
}
