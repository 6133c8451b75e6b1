/** A sweep as a table: a row for each run, the constants of the sweep and what became of each claim. */
import Table from 'cli-table3';
import colors from 'picocolors';
import type { ClaimReport, RunReport } from '../../engine/report.ts';

export const mark = { passed: colors.green('✓'), failed: colors.red('✗'), undecided: colors.yellow('?') };

/** Runs of one scenario stand together: those of a sweep, in its order, or the only one. */
export function groupRuns(reports: readonly RunReport[]): readonly (readonly RunReport[])[] {
  const groups: RunReport[][] = [];
  for (const report of reports) {
    const last = groups.at(-1);
    if (last?.[0] !== undefined && last[0].bindings.length > 0 && last[0].titlePlace.start === report.titlePlace.start) last.push(report);
    else groups.push([report]);
  }
  return groups;
}

/** Claims that a run does not make (`check … when w > 1`) leave their cell empty. */
export function renderSweep(runs: readonly RunReport[]): string {
  const names = runs[0]?.bindings.map(({ name }) => name) ?? [];
  const claimed = runs.flatMap(({ claims }) => claims).toSorted((a, b) => a.place.start - b.place.start);
  const asked = [...new Set(claimed.map(askedText))];
  const table = new Table({
    head: ['', ...names, ...asked],
    style: { head: [], border: [], compact: true },
    chars: plainLines,
  });
  for (const run of runs) {
    const claims = new Map(run.claims.map((claim) => [askedText(claim), claim]));
    const cells = asked.map((text) => cell(claims.get(text)));
    table.push([mark[run.outcome], ...run.bindings.map(({ value }) => String(value)), ...cells]);
  }
  return table.toString().replaceAll(/^/gm, '    ').replaceAll(/ +$/gm, '');
}

/** As it stands in the file: `check linearizable`, `expect violation of linearizable`. */
export function askedText({ expected, text }: ClaimReport): string {
  return expected === 'holds' ? text : `violation of ${text}`;
}

function cell(claim: ClaimReport | undefined): string {
  if (claim === undefined) return '';
  const { verdict, asExpected } = claim;
  return `${mark[verdict.kind === 'undecided' ? 'undecided' : asExpected ? 'passed' : 'failed']} ${verdict.kind}`;
}

/** Columns by their alignment alone; a line under the head. */
const plainLines = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' ',
};
